"""Fixtures for the command line: run a command in an empty folder, see its two streams."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sendcode.cli.main import sendcode

Run = Callable[..., Result]

INTERVIEW = """INT: How long did you wait?
MUM: We were on the waiting list for eighteen months. Nobody told us a thing.
INT: And then?
MUM: Then it came. I had soup that day.
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `sendcode` in the test's folder; an exit code other than the expected one fails."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()

    def call(*words: str, code: int = 0, stdin: str | None = None) -> Result:
        result = runner.invoke(sendcode, [str(word) for word in words], input=stdin)
        assert result.exit_code == code, (result.exit_code, result.output, result.exception)
        return result

    return call


_BUILT: list[Path] = []


@pytest.fixture
def study(run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A project with one coded interview in the current folder: a copy of one made before."""
    if not _BUILT:
        _build(run, tmp_path)
        kept = tmp_path_factory.mktemp("study")
        shutil.copytree(tmp_path, kept, dirs_exist_ok=True)
        _BUILT.append(kept)
    shutil.copytree(_BUILT[0], tmp_path, dirs_exist_ok=True)
    return run


def _build(run: Run, folder: Path) -> None:
    (folder / "transcripts").mkdir()
    (folder / "transcripts" / "mum.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "cases.csv").write_text(
        "transcript,speaker,participant,role,case,school\nmum,MUM,Jo,parent,Ava,School 1\n",
        encoding="utf-8",
    )
    run("init", "study", "--codebook", "send")
    run("ingest", "transcripts", "--cases", "cases.csv")
    run("code")
