"""The re-code queue: a coder's own codings, to be looked at again after a code changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Evidence
from sendcode.core.review import QueueItem, ReviewSession
from sendcode.store import Store
from sendcode.store.recodes import LiveCoding
from sendcode.workflows.codebook_edits import coding_place
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import StoreJournal, make_item

CHANGED = "codebook"
"""Source of the evidence of an item: not words, but a change of the codebook."""


def recode_queue(
    store: Store, *, coder: str, code: str = "", frame: StudyFrame | None = None
) -> tuple[QueueItem, ...]:
    """Return a coder's codings that wait to be looked at again, as spoken.

    Args:
        store: The project.
        coder: Whose codings.
        code: Only of this code and those below it; empty for all.
        frame: Look-ups, where the caller has them already.

    Raises:
        NotFound: No such code.
    """
    frame = frame or StudyFrame(store)
    coder_id = store.coders.find(coder)
    found = store.recodes.queue(coder_id) if coder_id is not None else ()
    if code:
        book = frame.codebook
        chosen = {c.guid for c in book.descendants(book.code(code).path)}
        found = tuple(coding for coding in found if coding.code in chosen)
    return tuple(_item(frame, coding) for coding in found)


def _item(frame: StudyFrame, coding: LiveCoding) -> QueueItem:
    code = frame.code(coding.code)
    why = f"coded under version {coding.version}; {code.path} changed later"
    below = [child.path for child in frame.codebook.children(code.path) if not child.retired]
    if below:
        why += f". Codes below it: {', '.join(below)}"
    return make_item(
        frame,
        place=coding_place(frame, coding),
        code=coding.code,
        score=1.0,
        evidence=(Evidence(CHANGED, why, 1.0),),
    )


class _RecodeJournal(StoreJournal):
    """Puts answers on disk as what they mean here: to reject a coding is to take it off."""

    def record(self, decision: NewDecision) -> str:
        """Store one decision and return its id."""
        meant = replace(decision, score=None, run=None, suggestion=None, origin="manual")
        if decision.action is Action.REJECT:
            meant = replace(meant, action=Action.UNCODE)
        return super().record(meant)


def recode_session(
    store: Store, items: tuple[QueueItem, ...], *, coder: str, now: Callable[[], str]
) -> ReviewSession:
    """Return a session over the re-code queue: accept keeps, reject takes off, recode moves."""
    return ReviewSession(items, _RecodeJournal(store, coder=coder, now=now))
