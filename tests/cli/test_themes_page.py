from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sendcode.workflows.demo import Demo
from tests.cli.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "themes.md"


def lines() -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def test_every_line_of_the_page_on_themes_works_on_the_demo(
    demo: Demo, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, *others = lines()
    assert (first, second) == ("sendcode demo", "cd sendcode-demo")
    name, coder = third.removeprefix("export ").split("=")
    monkeypatch.setenv(name, coder)
    monkeypatch.chdir(demo.project.parent)
    assert len(others) > 12
    for line in others:
        program, *words = shlex.split(line)
        assert program == "sendcode"
        result = run(*words, stdin="")
        assert result.stdout.strip(), line


def test_every_way_of_suggest_is_on_the_page() -> None:
    from sendcode.cli.suggest_command import command

    page = PAGE.read_text(encoding="utf-8")
    on_their_own = {"--id", "--name", "--why", "--pipeline", "--json", "--coder"}
    options = {opt for param in command.params for opt in param.opts if opt.startswith("--")}
    missing = [option for option in options - on_their_own if option not in page]
    assert missing == []
