"""Pictures of the screen at three sizes; SENDCODE_PICTURES=write draws them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sendcode.store import Store
from sendcode.tui.app import ReviewApp
from tests.desk import desk as make_desk
from tests.tui.conftest import Play

PICTURES = Path(__file__).parent / "pictures"
SIZES = [(80, 24), (120, 36), (160, 50)]


def drawn(app: ReviewApp) -> str:
    """Return the screen as SVG, with names that do not change from run to run."""
    found = re.sub(r"@font-face \{.*?\}", "", app.export_screenshot(), flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", found)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("first", []),
        ("decided", ["a", "f", "p", "asterisk"]),
        ("reading", ["v", "n", "n", "plus", *"voice", "enter"]),
        ("picker", ["c", "f", "o"]),
        ("end", [*"arararar"]),
    ],
)
def test_the_screen_looks_as_it_did(
    play: Play, study: Store, size: tuple[int, int], name: str, keys: list[str]
) -> None:
    make_desk(study, "ben").accept()
    found = play(*keys, size=size, look=drawn)
    picture = PICTURES / f"{name}-{size[0]}x{size[1]}.svg"
    if os.environ.get("SENDCODE_PICTURES") == "write":
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(found, encoding="utf-8", newline="\n")
    assert picture.read_text(encoding="utf-8") == found, f"{picture.name} changed: look at it"
