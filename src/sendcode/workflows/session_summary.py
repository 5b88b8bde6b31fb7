"""What a session came to: how much was decided, in what time, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sendcode.workflows.desk import Desk


@dataclass(frozen=True, slots=True)
class Summary:
    """One session of one coder, without what was undone.

    Attributes:
        actions: How many decisions, by action, in the order in which they first came.
        codes: Path of a code to (coded, rejected) in this session, in the codebook's order.
        minutes: From the start until now, rounded to whole minutes.
        left: Suggestions of the queue that are still open.
        total: Suggestions of the queue.
    """

    actions: dict[str, int]
    codes: dict[str, tuple[int, int]]
    minutes: int
    left: int
    total: int

    @property
    def decided(self) -> int:
        """Return how many decisions put a code on or kept it off."""
        kinds = ("accept", "reject", "recode", "code", "uncode", "respan")
        return sum(self.actions.get(kind, 0) for kind in kinds)


def summary(desk: Desk) -> Summary:
    """Return what a session came to so far."""
    by_code = desk.tally_by_code
    codes = {}
    for code in desk.frame.codebook.codes:
        tally = by_code.get(code.guid)
        if tally:
            put = tally["accept"] + tally["recode"] + tally["code"]
            codes[code.path] = (put, tally["reject"] + tally["uncode"])
    started, ended = (datetime.fromisoformat(at) for at in (desk.started, desk.now()))
    return Summary(
        actions=dict(desk.tally),
        codes=codes,
        minutes=round((ended - started).total_seconds() / 60),
        left=desk.keys.left,
        total=len(desk.keys),
    )


def told(made: Summary) -> tuple[str, ...]:
    """Return a summary in lines."""
    words = {
        "accept": "accepted", "reject": "rejected", "recode": "recoded", "code": "coded by hand",
        "uncode": "taken off", "respan": "moved", "skip": "skipped", "flag": "flags",
        "star": "stars", "do-not-quote": "not to be quoted", "memo": "memos", "read": "marked read",
    }  # fmt: skip
    counts = ", ".join(
        f"{made.actions[action]:,} {word}"
        for action, word in words.items()
        if action in made.actions
    )
    lines = [
        f"{made.decided:,} decided in {made.minutes} min" + (f": {counts}." if counts else ".")
    ]
    lines += [
        f"  {path}: {put:,} coded, {kept_off:,} rejected"
        for path, (put, kept_off) in made.codes.items()
    ]
    lines.append(f"{made.left:,} of {made.total:,} suggestions are left." if made.total else "")
    return tuple(line for line in lines if line)
