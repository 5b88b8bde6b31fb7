"""The re-code queue: a coder's own codings, to be looked at again after a code changed."""

from __future__ import annotations

from dataclasses import replace

from sendcode.core.codebook import Codebook
from sendcode.core.model import Evidence
from sendcode.core.review import QueueItem
from sendcode.store import Store
from sendcode.store.recodes import LiveCoding
from sendcode.workflows.codebook_edits import coding_place
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import make_item

MEANING = ("definition", "include", "exclude")
CHANGED = "codebook"
"""Source of the evidence of an item: not words, but a change of the codebook."""


def recode_queue(
    store: Store, frame: StudyFrame, *, coder: int | None, code: str = ""
) -> tuple[QueueItem, ...]:
    """Return a coder's codings that wait to be looked at again, as spoken.

    Args:
        store: The project.
        frame: Look-ups.
        coder: Id of the coder; None for one who has coded nothing.
        code: Only of this code and those below it; empty for all.

    Raises:
        NotFound: No such code.
    """
    found = store.recodes.queue(coder) if coder is not None else ()
    if code:
        book = frame.codebook
        chosen = {c.guid for c in book.descendants(book.code(code).path)}
        found = tuple(coding for coding in found if coding.code in chosen)
    older = {n: store.codebooks.get(n) for n in sorted({coding.version for coding in found})}
    return tuple(_item(frame, coding, older[coding.version]) for coding in found)


def _item(frame: StudyFrame, coding: LiveCoding, older: Codebook) -> QueueItem:
    code = frame.code(coding.code)
    why = f"coded under version {coding.version}; the codebook is at {frame.codebook.version} now"
    before = older.get(coding.code)
    if before is not None:
        changed = [part for part in MEANING if getattr(before, part) != getattr(code, part)]
        why += "".join(
            f". Before, {part}: {getattr(before, part) or 'nothing'}" for part in changed
        )
    below = [child.path for child in frame.codebook.children(code.path) if not child.retired]
    if below:
        why += f". Codes below it: {', '.join(below)}"
    item = make_item(
        frame,
        place=coding_place(frame, coding),
        code=coding.code,
        score=1.0,
        evidence=(Evidence(CHANGED, why, 1.0),),
    )
    return replace(item, again=True)
