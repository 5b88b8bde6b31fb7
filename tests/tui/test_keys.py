from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.errors import InputError
from sendcode.store import Store
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import COMMANDS, config_path, read_keys, shown
from tests.desk import actions
from tests.tui.conftest import Play


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_keys_are_the_documented_ones(tmp_path: Path) -> None:
    assert read_keys(tmp_path / "none.toml") == {c.id: c.keys for c in COMMANDS}


def test_a_file_gives_a_command_other_keys_and_takes_them_from_their_owner(tmp_path: Path) -> None:
    path = written(tmp_path / "c.toml", '[review.keys]\nredo = "z"\nskip = ["f", "/"]\n')
    keys = read_keys(path)
    assert keys["redo"] == "z"
    assert keys["skip"] == "f,slash"
    assert keys["flag"] == ""
    assert keys["search"] == ""


def test_accept_reject_undo_and_leave_keep_their_keys(tmp_path: Path) -> None:
    path = written(tmp_path / "c.toml", '[review.keys]\naccept = "space"\n')
    keys = read_keys(path)
    assert keys["accept"] == "a,space"
    assert keys["page_down"] == "pagedown"
    with pytest.raises(InputError, match="'a' is given to accept and to skip"):
        read_keys(written(path, '[review.keys]\nskip = "a"\n'))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not toml", "is not TOML"),
        ("[review]\nkeys = 3\n", "is no table"),
        ('[review.keys]\nfly = "z"\n', "knows no 'fly'"),
        ("[review.keys]\nskip = 3\n", "needs a key"),
        ("[review.keys]\nskip = []\n", "needs a key"),
        ('[review.keys]\nskip = "z"\nredo = "z"\n', "'z' is given to"),
        ('[review.keys]\nskip = "4"\n', "1 to 9"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_keys(written(tmp_path / "c.toml", text))


def test_the_file_is_found_where_configuration_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SENDCODE_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/some/where")
    assert config_path() == Path("/some/where/sendcode/config.toml")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert config_path() == Path.home() / ".config" / "sendcode" / "config.toml"


def test_keys_are_printed_as_on_a_keyboard() -> None:
    assert [shown(key) for key in ("a", "full_stop", "shift+up")] == ["a", ".", "Shift+↑"]


def test_given_keys_act_and_are_shown(
    play: Play, study: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "c.toml", '[review.keys]\nskip = "z"\naccept = "space"\n')
    monkeypatch.setenv("SENDCODE_CONFIG", str(path))

    def line(app: ReviewApp) -> str:
        return str(app.screen.query_one("#keys").content)

    assert "z skip" in play("z", "space", "s", look=line)
    assert actions(study) == ["skip", "accept"]
