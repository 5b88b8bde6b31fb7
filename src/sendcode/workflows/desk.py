"""The desk: everything a coder can do while reviewing, with each decision on disk at once.

It knows no screen. A front end shows `item`, `place` and what `workflows.card` says about
them, and calls one method per key.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Span
from sendcode.core.queue import OpenKeys, Pair
from sendcode.core.review import QueueItem, decision_for
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows import selection as select
from sendcode.workflows.desk_items import is_control, item_of
from sendcode.workflows.listing import Listing, read_keys
from sendcode.workflows.page import LazyFrame, Page
from sendcode.workflows.renewal import Renewed
from sendcode.workflows.review import decide
from sendcode.workflows.session_tally import Tally
from sendcode.workflows.taking_back import Taken, bring_back, take_back


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of the machine, and of others, a coder sees.

    Attributes:
        hide: `score` hides scores and bands; `code` also the suggested code and its evidence,
            until the coder has chosen; empty hides nothing.
        control: Share of the queue, drawn at random, that is shown without any suggestion.
        blind: Hide what other coders decided.
    """

    hide: str = ""
    control: float = 0.0
    blind: bool = False


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
        self._span: Place | None = None
        self._item: tuple[int, QueueItem] | None = None
        self.load(self.listing)

    # --- the queue ---------------------------------------------------------------------

    def load(self, listing: Listing) -> None:
        """Read the queue anew and go to where this coder went on last.

        Raises:
            NotFound: No such order, status, code, transcript or case.
        """
        listed = read_keys(self.store, self.frame, coder=self.coder_id, listing=listing)
        self.listing = listing
        self.lists += 1
        self.keys = OpenKeys(listed.keys)
        self.other_items = listed.items
        self._item = self._span = None
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
            return self._suggested_here()
        return None if self.at is None else self._load_item(self.at)

    def _load_item(self, index: int) -> QueueItem | None:
        if self._item is None or self._item[0] != index:
            item = item_of(self, self.keys.keys[index])
            if item is None:
                return None
            self._item = (index, item)
        return self._item[1]

    def _suggested_here(self) -> QueueItem | None:
        """Return the best open suggestion on what is selected in reading mode, if any."""
        place = self.place
        if place is None:
            return None
        for hit in self.store.queue.on_units(place.units):
            index = self.keys.find(hit.unit, hit.code)
            if index is not None and self.keys.is_open(index):
                return item_of(self, self.keys.keys[index])
        return None

    @property
    def place(self) -> Place | None:
        """Return where a decision would apply now."""
        if self.selection is not None:
            transcript, first, last = self.selection
            return self.frame.page(transcript).place(first, last)
        if self._span is not None:
            return self._span
        item = None if self.at is None else self._load_item(self.at)
        return item.place if item else None

    @property
    def page(self) -> Page | None:
        """Return the transcript in which the coder is."""
        place = self.place
        return self.frame.page(place.transcript) if place else None

    @property
    def hidden(self) -> frozenset[str]:
        """Return what of the current suggestion may not show: `score`, `code`, `control`."""
        if (
            self.selection is None
            and self.at is not None
            and is_control(self, self.keys.keys[self.at])
        ):
            return frozenset(("score", "code", "control"))
        return {
            "score": frozenset(("score",)),
            "code": frozenset(("score", "code")),
        }.get(self.shown.hide, frozenset())

    def answer(self) -> bool | None:
        """Return what the coder said about the current suggestion, None while it is open."""
        item = self.item
        if item is None:
            return None
        pairs = [(unit, item.code_guid) for unit in item.place.units]
        return self.store.queue.verdict(pairs, coder=self.coder_id)

    def go(self, index: int) -> None:
        """Go to one place of the queue."""
        self.selection = self._span = None
        self.at = index if 0 <= index < len(self.keys) else None

    def step(self, by: int) -> bool:
        """Go forth or back in the queue, over decided ones too; say whether there was a next."""
        at = len(self.keys) if self.at is None else self.at
        if not 0 <= at + by < len(self.keys):
            return False
        self.go(at + by)
        return True

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
        self._span = None

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
            self._span = page.place(new[1], new[2])
        return True

    # --- answers -----------------------------------------------------------------------

    def accept(self, *, memo: str | None = None) -> None:
        """Put the suggested code on the segment, as far as it was stretched or shrunk.

        What was accepted before and then stretched is moved.
        """
        item = self._need_item()
        before = self._accepted_place(item)
        if before is not None and self._span is not None and before != self._span:
            moved = NewDecision(Action.RESPAN, place=self._span, code=item.code_guid, before=before)
            self.record([moved])
        elif before is None or item.again:
            self.record([replace(self._decision(item, Action.ACCEPT), memo=memo)])
        self.forward()

    def _coded_place(self, code: str, span: Span, transcript: int) -> Place | None:
        """Return where this coder's code stands that touches a span, exactly as it was put."""
        page = self.frame.page(transcript)
        for coding in self.store.queue.codings(transcript):
            found = Span(coding.start, coding.end)
            if (coding.code, coding.coder) == (code, self.coder) and found.overlaps(span):
                place = page.place(page.unit_at(coding.start), page.unit_at(coding.end - 1))
                return replace(place, span=found)
        return None

    def _accepted_place(self, item: QueueItem) -> Place | None:
        if not self.answer():
            return None
        return self._coded_place(item.code_guid, item.place.span, item.place.transcript)

    def reject(self) -> None:
        """Say that the suggested code does not fit; what was accepted before is taken off."""
        item = self._need_item()
        before = self._accepted_place(item)
        if before is not None:
            self.record([NewDecision(Action.UNCODE, place=before, code=item.code_guid)])
        else:
            self.record([self._decision(item, Action.REJECT)])
        self.forward()

    def recode(self, code: str) -> None:
        """Put another code (by GUID) on the segment in the place of the suggested one."""
        item = self._need_item()
        if self.answer() and code == item.code_guid and not item.again:
            self.forward()
            return
        self.record([self._decision(item, Action.RECODE, code=code)])
        self.last_code = code
        self.forward()

    def skip(self) -> None:
        """Leave the item for later; it stands at the end of the next session's queue."""
        self.record([self._decision(self._need_item(), Action.SKIP)])
        self.forward()

    def put(self, code: str) -> None:
        """Put a further code (by GUID) on the segment and stay there."""
        place = self.need_place()
        self.record([NewDecision(Action.CODE, place=place, code=code, origin="manual")])
        self.last_code = code

    def take_off(self, code: str) -> bool:
        """Take this coder's code off what is here; say whether there was one."""
        place = self.need_place()
        spot = self._coded_place(code, place.span, place.transcript)
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

    def _decision(self, item: QueueItem, action: Action, *, code: str | None = None) -> NewDecision:
        """Return a decision about an item that says what was asked and what was hidden."""
        hidden = self.hidden
        payload: dict[str, object] = {}
        if hidden:
            payload["hidden"] = sorted(hidden - {"control"})
            payload["score"] = item.score
        if "control" in hidden:
            payload["control"] = True
        if self.selection is None and self.listing.order == "priority":
            after = self.keys.next_open(len(self.keys) if self.at is None else self.at + 1)
            if after is not None:  # the next session goes on there, however it is ranked
                key = self.keys.keys[after]
                payload["next"] = [key.units[0], key.code]
        place = self._span if self.selection is None else None
        if place is not None:
            payload["asked"] = list(item.place.units)
        decision = decision_for(item, action, code=code, place=place, payload=payload)
        return replace(decision, score=None) if hidden else decision

    def record(self, decisions: Sequence[NewDecision], *, batch: str | None = None) -> None:
        """Put decisions on disk, and bring what this session knows up to date."""
        ids = decide(self.store, decisions, coder=self.coder, at=self.now(), batch=batch)
        self.tally.add(ids, decisions)
        touched = self.store.queue.touched(ids) if len(ids) == 1 else ()
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
            self._span = None
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
