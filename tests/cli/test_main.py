from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from sendcode import __main__ as entry
from sendcode.cli.main import COMMANDS, Boundary, sendcode
from sendcode.cli.words import ACTIONS, ROLES, TOPICS
from sendcode.core import decisions
from sendcode.core.model import Action, Role
from sendcode.errors import SendcodeError
from tests.cli.conftest import Run

HEAVY = ("rich", "sqlite3", "pandas", "numpy", "spacy", "textual", "docx", "openpyxl", "lxml")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from sendcode.cli.main import sendcode\n"
        "try:\n    sendcode(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "sendcode ingest" in done.stdout


def all_commands() -> list[tuple[str, click.Command]]:
    assert isinstance(sendcode, Boundary)
    found: list[tuple[str, click.Command]] = []
    for name in COMMANDS:
        command = sendcode.get_command(click.Context(sendcode), name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", c) for sub, c in command.commands.items()]
    return found


@pytest.mark.parametrize(
    ("name", "command"), all_commands(), ids=lambda v: v if isinstance(v, str) else ""
)
def test_every_command_has_help_with_an_example(name: str, command: click.Command) -> None:
    assert command.help
    assert f"sendcode {name.split()[0]}" in command.help
    assert "Example" in command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} has no help"


def test_the_words_of_options_are_those_of_the_model() -> None:
    assert tuple(Role) == ROLES
    assert tuple(Action) == ACTIONS
    assert decisions.TOPICS == TOPICS


def test_help_lists_every_command_that_there_is(run: Run) -> None:
    shown = run("--help").stdout
    files = (Path(__file__).parents[2] / "src" / "sendcode" / "cli").glob("*_command.py")
    assert {path.stem.removesuffix("_command") for path in files} == set(COMMANDS)
    for name, what in COMMANDS.items():
        assert f"{name} " in shown
        assert what.split()[0] in shown


def test_every_command_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"sendcode {name}" not in readme] == []


def test_a_mistyped_command_is_told_the_nearest(run: Run) -> None:
    assert "Did you mean 'ingest'" in run("inges", code=2).stderr


@pytest.mark.parametrize("command", ["status", "transcripts", "matrix", "code", "log"])
def test_without_a_project_one_clear_line_says_what_to_do(run: Run, command: str) -> None:
    result = run(command, code=1)
    assert result.stdout == ""
    assert "no project" in result.stderr
    assert "sendcode init" in result.stderr


def test_a_bug_of_ours_is_one_line_and_exit_code_70(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SENDCODE_DEBUG")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Ava said something")

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    result = run("init", "study", code=70)
    assert "internal error (RuntimeError)" in result.stderr
    assert "Ava" not in result.output


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_is_a_sentence_whatever_the_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise stop

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    told = run("init", "study", code=130).stderr
    assert told == "\nStopped. Nothing half-done was stored; run the command again to do it.\n"


def test_ctrl_c_while_a_library_is_loaded_is_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()  # as Python does

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    assert run("init", "study", code=130).stderr.startswith("\nStopped. ")


def test_ctrl_c_while_the_command_line_is_loaded_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "sendcode.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "sendcode.cli.main")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as left:
        entry.main()
    assert left.value.code == 130
    assert capsys.readouterr().err.startswith("\nStopped before anything was done; ")


def test_what_we_foresee_is_its_message_and_its_hint(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SendcodeError("this cannot be", "Do that.")

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    assert run("init", "study", code=1).stderr == "this cannot be\nDo that.\n"


def test_an_error_of_the_system_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "study.sendcode")

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    assert run("init", "study", code=1).stderr == "study.sendcode: Input/output error\n"


def test_a_full_disk_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sendcode.workflows.projects.new_project", fail)
    assert "the disk is full" in run("init", "study", code=1).stderr
