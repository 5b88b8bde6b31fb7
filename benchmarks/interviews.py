"""Makes interviews of any size from the turns of the sample study, the same for the same seed."""

from __future__ import annotations

import random
from pathlib import Path

from sendcode.core.model import ReadOptions
from sendcode.core.text import count_words
from sendcode.data import folder
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import load

TRANSCRIPTS = (".docx", ".vtt", ".srt", ".txt", ".md")


def sample_turns() -> list[tuple[str, str]]:
    """Return every turn of the sample study: INT or PARTICIPANT, and its words."""
    turns = []
    for path in sorted(folder("transcripts_sample").iterdir()):
        if path.suffix not in TRANSCRIPTS or path.name == "README.md":
            continue
        for interview in load(GROUP, path.suffix, BUILTIN)(path, ReadOptions()).interviews:
            for turn in interview.turns:
                label = (turn.label or "UNKNOWN").upper()
                asks = label in ("INT", "MOD", "RESEARCHER", "INTERVIEWER", "MODERATOR")
                words = " ".join(" ".join(p.text for p in turn.pieces).split())
                turns.append(("INT" if asks else "PARTICIPANT", words))
    return turns


def write_interviews(target: Path, *, number: int, words: int, seed: int = 1) -> int:
    """Write plain-text interviews (`LABEL: words` lines) and return how many words they hold.

    Args:
        target: An existing folder.
        number: How many files.
        words: About how many words each.
        seed: The same seed gives the same files.
    """
    random_turns = random.Random(seed)
    turns = sample_turns()
    total = 0
    for n in range(number):
        lines, size = [], 0
        while size < words:
            label, text = random_turns.choice(turns)
            lines.append(f"{label}: {text}")
            size += count_words(text) + 1
        (target / f"interview_{n + 1:03d}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")
        total += size
    return total
