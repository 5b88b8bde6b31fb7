from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from sendcode.workflows.demo import Demo

ROOT = Path(__file__).parents[1]


def readme_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme_tool", ROOT / "tools" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_console_blocks_are_what_the_commands_print(demo: Demo) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("```console\n$ ") >= 3
    assert readme_tool().renewed(text, demo.project.parent) == text


def test_ci_runs_the_very_test_command_of_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^.*\.venv/bin/python -m pytest -n auto$", text, re.MULTILINE)
    assert len(commands) == 1
    assert r"\.venv/bin/python -m pytest -n auto$' README.md" in (ROOT / ".ci" / "run").read_text(
        "utf-8"
    )


def test_the_python_example_runs(demo: Demo, monkeypatch, capsys) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example is not None
    folder = demo.project.parent.parent
    monkeypatch.chdir(folder)
    assert demo.project.parent.name == "sendcode-demo"
    exec(compile(example[1], "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) >= 5


def test_the_pictures_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\((docs/[^)]+)\)", text):
        assert (ROOT / name).stat().st_size > 1_000
