"""What decisions were, in few words: said when they are taken back or brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sendcode.core.printable import plain

if TYPE_CHECKING:
    from sendcode.store import Store

_ABOUT_OTHERS = ("undo", "redo")
_NAMED = 3


def decisions_in_words(store: Store, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the first few decisions in words; an undo or redo stands for what it was about.

    What is the same is said once; the last line counts what there is beyond.
    """
    said: dict[str, None] = {}
    for one in ids[: _NAMED * 4]:
        (entry,) = store.decisions.log(only=one)
        while entry.action in _ABOUT_OTHERS and entry.undoes:
            (entry,) = store.decisions.log(only=entry.undoes)
        code = f"{entry.from_code} → {entry.code}" if entry.from_code else entry.code or ""
        what = entry.detail or code
        where = f"in {entry.transcript}" if entry.transcript else ""
        action = f"{entry.action}:" if what else entry.action
        said[plain(" ".join(filter(None, (action, what, where))))] = None
    shown = tuple(said)[:_NAMED]
    more = len(ids) - len(shown)
    return (*shown, f"and {more:,} more") if more > 0 else shown
