from __future__ import annotations

import re
from pathlib import Path

from sendcode.tui.keys import COMMANDS

ROOT = Path(__file__).parents[2]


def test_every_command_that_can_get_another_key_is_documented() -> None:
    text = (ROOT / "docs" / "reviewer.md").read_text(encoding="utf-8")
    listed = text.split("taken from the command that had it.")[1].split("## When")[0]
    assert re.findall(r"\w+", listed) == [command.id for command in COMMANDS]


def test_the_pictures_of_the_page_are_there_and_ask_for_nothing_from_the_net() -> None:
    text = (ROOT / "docs" / "reviewer.md").read_text(encoding="utf-8")
    names = re.findall(r"\]\((img/[^)]+)\)", text)
    assert len(names) >= 5
    for name in names:
        picture = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert "url(" not in picture.replace("url(#", "")
