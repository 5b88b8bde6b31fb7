"""What a session came to: how much was decided, in what time, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sendcode.core.printable import plain, so_many
from sendcode.core.stopping import Recall
from sendcode.workflows.desk import Desk
from sendcode.workflows.renewal import asked_about

_EVERYTHING = 0.95


@dataclass(frozen=True, slots=True)
class Summary:
    """One session of one coder, without what was undone.

    Attributes:
        actions: How many decisions, by action, in the order in which they first came.
        codes: Path of a code to (coded, rejected) in this session, in the codebook's order.
        minutes: From the start until now, rounded to whole minutes.
        left: Suggestions of the queue that are still open.
        total: Suggestions of the queue.
        again: They are codings that are looked at again.
        found: Name of a code or family to how much of it was found, where that is known.
    """

    actions: dict[str, int]
    codes: dict[str, tuple[int, int]]
    minutes: int
    left: int
    total: int
    again: bool = False
    found: dict[str, Recall] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Return how many decisions put a code on or kept it off."""
        kinds = ("accept", "reject", "recode", "code", "uncode", "respan")
        return sum(self.actions.get(kind, 0) for kind in kinds)


def summary(desk: Desk) -> Summary:
    """Return what a session came to so far."""
    by_code = desk.tally.codes
    codes = {}
    for code in desk.frame.codebook.codes:
        tally = by_code.get(code.guid)
        if tally:
            put = tally["accept"] + tally["recode"] + tally["code"]
            kept_off = tally["reject"] + tally["uncode"]
            if put or kept_off:
                codes[code.path] = (put, kept_off)
    started, ended = (datetime.fromisoformat(at) for at in (desk.started, desk.now()))
    return Summary(
        actions=dict(desk.tally.actions),
        codes=codes,
        minutes=round((ended - started).total_seconds() / 60),
        left=desk.keys.left,
        total=len(desk.keys),
        again=desk.listing.status == "recode",
        found={
            code.name: desk.renewed.recalls[code.guid]
            for code in asked_about(desk)
            if code.guid in desk.renewed.recalls
        },
    )


def told(made: Summary) -> tuple[str, ...]:
    """Return a summary in lines."""
    words = {
        "accept": "accepted", "reject": "rejected", "recode": "recoded", "code": "coded by hand",
        "uncode": "taken off", "respan": "moved", "skip": "skipped", "flag": "flagged",
        "star": "starred", "do-not-quote": "not to be quoted", "memo": "with a memo",
        "read": "marked read",
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
    what = "codings to look at again" if made.again else "suggestions"
    lines.append(f"{made.left:,} of {made.total:,} {what} are left." if made.total else "")
    if made.found:
        lines.append("Found so far, by estimate, of all there is in the study:")
    lines += [f"  {plain(name)}: {_share(found)}" for name, found in made.found.items()]
    return tuple(line for line in lines if line)


def is_told(found: Recall) -> bool:
    """Say whether an estimate tells anything: its interval is not everything there is."""
    return found.found > 0 and found.high - found.low < _EVERYTHING


def _share(found: Recall) -> str:
    if not is_told(found):
        return f"{so_many(found.found, 'sentence')}; too early to say which share that is"
    share = f"{found.share:.0%} ({found.low:.0%} to {found.high:.0%})"
    return f"{so_many(found.found, 'sentence')}, {share}"
