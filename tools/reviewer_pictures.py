"""Makes the pictures of docs/reviewer.md: `python tools/reviewer_pictures.py DEMO_FOLDER`.

The demo's project is copied first; the pictures ask for no font from anywhere.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sendcode.store import open_store
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import COMMANDS
from sendcode.workflows.desk import Desk
from sendcode.workflows.listing import Listing
from sendcode.workflows.ranker import Ranker
from sendcode.workflows.review import Filter

PICTURES = Path(__file__).parents[1] / "docs" / "img"
AT = "2024-01-01T10:00:00Z"
SCENES: dict[str, tuple[str, ...]] = {
    "review-first": (),
    "review-accepted": ("r", "r", "r", "a", "p"),
    "review-picker": ("c", "h", "o", "u", "r"),
    "review-alike": (*"n" * 34, "l"),
    "review-reading": ("v", "n", "n"),
    "review-help": ("question_mark",),
    "review-ranked": (),
}
RANKED = "review-ranked"
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


async def draw(project: Path, name: str, keys: tuple[str, ...]) -> None:
    """Draw one scene at 110 by 32."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "study.sendcode"
        shutil.copy(project, copy)
        with open_store(copy, at=AT) as store:
            listing = Listing(where=Filter(transcript="school1_ava_parent"))
            coder, ranker = "anna", None
            if name == RANKED:
                listing, coder = Listing("priority", Filter(code="co-production")), "demo"
                ranker = Ranker(copy, coder, blind=False)
            desk = Desk(store, coder=coder, now=lambda: AT, listing=listing)
            app = ReviewApp(desk, {command.id: command.keys for command in COMMANDS}, ranker)
            async with app.run_test(size=(110, 32)) as pilot:
                await pilot.pause()
                while ranker is not None and not desk.renewed.at:
                    await pilot.pause(0.5)
                for key in keys:
                    await pilot.press(key)
                    while app.answers:
                        await pilot.pause()
                await pilot.pause(0.2)
                drawn = app.export_screenshot(title="sendcode review")
            if ranker is not None:
                ranker.stop()
    drawn = re.sub(r"terminal-\d+", name, _FONT.sub("", drawn))
    drawn = drawn.replace("Fira Code", "DejaVu Sans Mono")
    (PICTURES / f"{name}.svg").write_text(drawn, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    for scene, pressed in SCENES.items():
        asyncio.run(draw(Path(sys.argv[1]) / "study.sendcode", scene, pressed))
