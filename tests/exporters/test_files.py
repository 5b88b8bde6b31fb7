import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.errors import SendcodeError
from sendcode.exporters.files import file_names, whole_file


def _write(path: Path, text: str, *, force: bool = False) -> None:
    with whole_file(path, force=force) as draft:
        draft.write_text(text)


def _fail(path: Path, *, force: bool = False) -> None:
    with whole_file(path, force=force) as draft:
        draft.write_text("half")
        raise KeyError


def test_the_file_is_there_at_the_end_and_nothing_beside_it(tmp_path: Path) -> None:
    _write(tmp_path / "a.xlsx", "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_text() == "whole"


def test_the_draft_stands_beside_it_with_the_same_suffix(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a.xlsx", force=False) as draft:
        assert draft.parent == tmp_path.resolve()
        assert draft.suffix == ".xlsx"
        assert not (tmp_path / "a.xlsx").exists()


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        _fail(tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(KeyError):
        _fail(tmp_path / "a.txt", force=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(SendcodeError, match="exists already") as refused:
        _write(tmp_path / "a.txt", "new")
    assert "--force" in refused.value.hint
    assert (tmp_path / "a.txt").read_text() == "old"
    _write(tmp_path / "a.txt", "new", force=True)
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SendcodeError, match="there is no folder"):
        _write(tmp_path / "nowhere" / "a.txt", "a")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SendcodeError, match="it is a folder"):
        _write(tmp_path, "a", force=True)


def test_a_file_reached_through_a_link_is_replaced_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("old")
    try:
        (tmp_path / "a.txt").symlink_to(tmp_path / "real" / "a.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    _write(tmp_path / "a.txt", "new", force=True)
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "real" / "a.txt").read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "umask"), reason="no permissions here")
def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    _write(tmp_path / "a.txt", "a")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(SendcodeError, match="cannot write in the folder"):
        _write(tmp_path / "a.txt", "a")


def test_a_file_that_is_open_elsewhere_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SendcodeError, match="cannot replace") as refused:
        _write(tmp_path / "a.txt", "a")
    assert "another program" in refused.value.hint
    assert not list(tmp_path.iterdir())


@given(st.lists(st.text(max_size=20), max_size=8))
def test_file_names_are_allowed_and_differ(names: list[str]) -> None:
    found = file_names(names, ".docx")
    assert len(found) == len(names) == len({name.casefold() for name in found})
    for name in found:
        assert Path(name).name == name
        assert not set(name) & set('<>:"/\\|?*\x1b\n\u202e')
        assert name not in (".", "..", ".docx")
        assert name.endswith(".docx")


def test_a_file_keeps_the_name_that_a_person_gave() -> None:
    names = ["school1_ava", "School1_Ava", "../etc/passwd", "con", "  ", "Zoë & co."]
    assert file_names(names, ".html") == [
        "school1_ava.html",
        "School1_Ava (2).html",
        "_etc_passwd.html",
        "_con.html",
        "_.html",
        "Zoë & co.html",
    ]


def test_the_draft_of_a_killed_command_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    dead = tmp_path / ".b-0123abcd.part.xlsx"
    dead.write_text("words")
    with whole_file(tmp_path / "a.xlsx", force=False) as draft:
        _write(tmp_path / "c.xlsx", "whole")
        assert draft.exists()
        draft.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "c.xlsx"]
