"""The desk: everything a coder can do while reviewing, with each decision on disk at once.

It knows no screen. A front end shows `item`, `place` and what `workflows.card` says about
them, and calls one method per key.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action
from sendcode.core.queue import OpenKeys, Pair
from sendcode.core.review import QueueItem
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows import desk_answers as answers
from sendcode.workflows import selection as select
from sendcode.workflows.desk_items import is_control, item_of, suggested_at
from sendcode.workflows.listing import Listing, read_keys
from sendcode.workflows.page import LazyFrame, Page
from sendcode.workflows.renewal import Renewed
from sendcode.workflows.review import decide
from sendcode.workflows.session_tally import Tally
from sendcode.workflows.shown import Shown
from sendcode.workflows.taking_back import Taken, bring_back, take_back


class Desk:
    """A coder's place in the queue, or in a transcript, and what can be done there.

    Args:
        store: The project.
        coder: Who decides.
        now: Gives the time of each decision.
        listing: Which part of the queue.
        shown: What is hidden.

    Raises:
        NotFound: No such order, status, code, transcript or case.
    """

    def __init__(
        self,
        store: Store,
        *,
        coder: str,
        now: Callable[[], str],
        listing: Listing | None = None,
        shown: Shown | None = None,
    ) -> None:
        self.store = store
        self.coder = coder
        self.now = now
        self.shown = shown or Shown()
        self.listing = listing or Listing()
        self.frame = LazyFrame(store)
        self.started = now()
        self.last_code = ""
        self.renewed = Renewed()
        self.tally = Tally()
        self.lists = 0  # how many times the queue was read
        self.said = 0  # how many times something was decided, undone or redone
        self.selection: select.Selection | None = None
        self._changed: set[str] = set()
        self.stretched: Place | None = None  # the segment, where it is not as suggested
        self._item: tuple[int, QueueItem] | None = None
        self.load(self.listing)

    # --- the queue ---------------------------------------------------------------------

    def load(self, listing: Listing) -> None:
        """Read the queue anew and go to where this coder went on last.

        Raises:
            NotFound: No such order, status, code, transcript or case.
        """
        self.codebook_changed()
        listed = read_keys(self.store, self.frame, coder=self.coder_id, listing=listing)
        self.listing = listing
        self.lists += 1
        self.keys = OpenKeys(listed.keys)
        self.other_items = listed.items
        self._item = self.stretched = None
        after = self.keys.look_for(*listed.resume) if listed.resume else None
        self.at = None if after is None else self.keys.next_open(after)
        if self.at is None:
            self.at = self.keys.resume(listed.after, listed.order)

    @property
    def coder_id(self) -> int | None:
        """Return the coder's id; None before the first decision."""
        return self.store.coders.find(self.coder)

    # --- where the coder is ------------------------------------------------------------

    @property
    def item(self) -> QueueItem | None:
        """Return the suggestion to decide; None at the end, and where one reads freely."""
        if self.selection is not None:
            return suggested_at(self, self.place)
        return self._here()

    def _here(self) -> QueueItem | None:
        """Return the item of the queue; what a newer run no longer suggests is passed over."""
        while self.at is not None:
            if self._item is not None and self._item[0] == self.at:
                return self._item[1]
            item = item_of(self, self.keys.keys[self.at])
            if item is not None:
                self._item = (self.at, item)
                return item
            self.keys.set_open(self.at, False)
            self.stretched = None
            self.at = self.keys.next_open(self.at + 1)
        return None

    @property
    def place(self) -> Place | None:
        """Return where a decision would apply now."""
        if self.selection is not None:
            transcript, first, last = self.selection
            return self.frame.page(transcript).place(first, last)
        item = self._here()
        return (self.stretched or item.place) if item else None

    @property
    def page(self) -> Page | None:
        """Return the transcript in which the coder is."""
        place = self.place
        return self.frame.page(place.transcript) if place else None

    @property
    def hidden(self) -> frozenset[str]:
        """Return what of the current suggestion may not show: `score`, `code`, `control`."""
        key = None if self.selection is not None or self.at is None else self.keys.keys[self.at]
        return self.shown.hidden(control=key is not None and is_control(self, key))

    def answer(self) -> bool | None:
        """Return what the coder said about the current suggestion, None while it is open."""
        item = self.item
        if item is None:
            return None
        pairs = [(unit, item.code_guid) for unit in item.place.units]
        return self.store.queue.verdict(pairs, coder=self.coder_id)

    def go(self, index: int) -> None:
        """Go to one place of the queue."""
        self.selection = self.stretched = None
        self.at = index if 0 <= index < len(self.keys) else None

    def step(self, by: int) -> bool:
        """Go forth or back (1, -1) in the queue, over decided ones too; say whether one was there.

        What a newer run no longer suggests is passed over in the same direction.
        """
        at = (len(self.keys) if self.at is None else self.at) + by
        while 0 <= at < len(self.keys):
            item = item_of(self, self.keys.keys[at])
            if item is not None:
                self.go(at)
                self._item = (at, item)
                return True
            at += by
        return False

    def to_open(self, *, after: int = -1) -> bool:
        """Go to the first open suggestion after a place; say whether there is one."""
        found = self.keys.next_open(after + 1)
        if found is not None:
            self.go(found)
        return found is not None

    def coming(self) -> Page | None:
        """Return the transcript of the next suggestion, read now; None where there is none."""
        index = None if self.at is None else self.keys.next_open(self.at + 1)
        return None if index is None else self.frame.page(self.keys.keys[index].transcript)

    # --- reading mode ------------------------------------------------------------------

    def read(self, transcript: int | None = None, unit: int | None = None) -> None:
        """Begin to read freely: at the current segment, or at a unit of a transcript."""
        place = self.place
        if transcript is not None:
            self.selection = (transcript, unit or 0, unit or 0)
        elif place is not None:
            self.selection = select.of_place(self.frame.page(place.transcript), place)
        self.stretched = None

    def stop_reading(self) -> None:
        """Go back to the queue, where it was left."""
        self.selection = None

    def move(self, by: int, *, extend: bool = False) -> None:
        """Move the selection by units, or stretch its end; an extended one stays in its turn."""
        if self.selection is not None:
            go = select.extended if extend else select.moved
            self.selection = go(self.frame.page(self.selection[0]), self.selection, by)

    def move_turn(self, by: int) -> None:
        """Move the selection to the first unit of the next or the previous turn."""
        if self.selection is not None:
            page = self.frame.page(self.selection[0])
            self.selection = select.by_turn(page, self.selection, by)

    def stretch(self, *, start: int = 0, end: int = 0) -> bool:
        """Move either end of the segment by units inside its turn; say whether it moved.

        Nothing is recorded before the segment is accepted.
        """
        place = self.place
        if place is None:
            return False
        page = self.frame.page(place.transcript)
        before = select.of_place(page, place)
        new = select.stretched(page, before, start=start, end=end)
        if new == before:
            return False
        if self.selection is not None:
            self.selection = new
        else:
            self.stretched = page.place(new[1], new[2])
        return True

    # --- answers -----------------------------------------------------------------------

    def accept(self, *, memo: str | None = None) -> None:
        """Put the suggested code on the segment, as far as it was stretched or shrunk."""
        self.record(answers.accepted(self, self._need_item(), memo=memo))
        self.forward()

    def reject(self) -> None:
        """Say that the suggested code does not fit; what was accepted before is taken off."""
        self.record([answers.rejected(self, self._need_item())])
        self.forward()

    def recode(self, code: str) -> None:
        """Put another code (by GUID) on the segment in the place of the suggested one."""
        if made := answers.recoded(self, self._need_item(), code):
            self.record(made)
            self.last_code = code
        self.forward()

    def skip(self) -> None:
        """Leave the item for later; it stands at the end of the next session's queue."""
        self.record([answers.about(self, self._need_item(), Action.SKIP)])
        self.forward()

    def put(self, code: str) -> None:
        """Put a further code (by GUID) on the segment and stay there."""
        place = self.need_place()
        self.record([NewDecision(Action.CODE, place=place, code=code, origin="manual")])
        self.last_code = code

    def take_off(self, code: str) -> bool:
        """Take this coder's code off what is here; say whether there was one."""
        place = self.need_place()
        spot = answers.coded_place(self, code, place.span, place.transcript)
        if spot is not None:
            self.record([NewDecision(Action.UNCODE, place=spot, code=code)])
        return spot is not None

    def record_batch(self, decisions: Sequence[NewDecision], *, why: str) -> int:
        """Record decisions as one batch, which one undo takes back; the project is copied first."""
        if decisions:
            self.store.backups.create(at=self.now(), why=why)
            self.record(decisions, batch=uuid.uuid4().hex)
            if self.selection is None and self.at is not None and not self.keys.is_open(self.at):
                self.forward()
        return len(decisions)

    def _need_item(self) -> QueueItem:
        item = self.item
        if item is None:
            raise NotFound("there is no suggestion here", "Put a code on it with the picker.")
        return item

    def need_place(self) -> Place:
        """Return where a decision would apply.

        Raises:
            NotFound: Nowhere: the queue is at its end.
        """
        place = self.place
        if place is None:
            raise NotFound("nothing is selected")
        return place

    def record(self, decisions: Sequence[NewDecision], *, batch: str | None = None) -> None:
        """Put decisions on disk, and bring what this session knows up to date."""
        if not decisions:
            return
        ids = decide(self.store, decisions, coder=self.coder, at=self.now(), batch=batch)
        self.tally.add(ids, decisions)
        touched = self.store.answers.touched(ids) if len(ids) == 1 else ()
        pairs = [pair for one in touched for pair in one.pairs] or [
            (unit, d.code) for d in decisions if d.place and d.code for unit in d.place.units
        ]
        if any(decision.action is not Action.SKIP for decision in decisions):
            self.refresh(pairs, reviewed=True)

    def refresh(self, pairs: Iterable[Pair], *, reviewed: bool) -> None:
        """Bring the marks of the queue up to date after a decision or an undo."""
        self.said += 1
        self._item = None
        pairs = tuple(pairs)
        self._changed.update(code for _, code in pairs)
        for index in self.keys.touched(pairs):
            if self.listing.status in ("open", "skipped"):
                is_open = self.store.queue.undecided(
                    self.keys.keys[index].pairs, coder=self.coder_id
                )
            else:
                is_open = not reviewed
            self.keys.set_open(index, is_open)

    def forward(self) -> None:
        """Go to the next open suggestion; in reading mode stay."""
        if self.selection is None:
            self.stretched = None
            self.at = self.keys.next_open(len(self.keys) if self.at is None else self.at + 1)

    # --- undo and redo -----------------------------------------------------------------

    def undo(self) -> Taken | None:
        """Take back this coder's last decision or batch, of any session, and go there."""
        return take_back(self)

    def redo(self) -> Taken | None:
        """Bring back what was undone last, as long as nothing was decided since."""
        return bring_back(self)

    # --- what has changed --------------------------------------------------------------

    def take_changed(self) -> frozenset[str]:
        """Return the codes about which something was said since this was asked last."""
        changed = frozenset(self._changed)
        self._changed.clear()
        return changed

    def codebook_changed(self) -> bool:
        """Read the codebook anew if it has a newer version; say whether it had."""
        if self.store.codebooks.version() == self.frame.codebook.version:
            return False
        self.frame = LazyFrame(self.store)
        return True
