"""The re-code queue."""

from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.store import Store
from sendcode.workflows.codebook_edits import Who, queue_recode, split_code
from sendcode.workflows.codebooks import export_codebook, import_codebook
from sendcode.workflows.desk import Desk
from sendcode.workflows.listing import Listing
from sendcode.workflows.review import Filter
from sendcode.workflows.session_summary import summary, told
from tests.conftest import LATER, WAITING, accept, record
from tests.desk import actions, desk

ANNA = Who("anna", LATER)


@pytest.fixture
def split(small: Store) -> Store:
    """Three codings of a code that was split, and one of another coder."""
    record(small, accept(small, "first", 1), accept(small, "first", 2), accept(small, "second", 1))
    record(small, accept(small, "second", 2), coder="ben")
    split_code(small, "delays/waiting", ["long", "short"], who=ANNA)
    return small


def paths(store: Store, coder: str = "anna") -> list[str]:
    book = store.codebooks.current()
    return [book.code(c.code_guid).path for c in store.codings.coded() if c.coder == coder]


def recode(store: Store, coder: str = "anna", **where: str) -> Desk:
    return desk(store, coder, listing=Listing(status="recode", where=Filter(**where)))


def waiting(store: Store, coder: str = "anna") -> list[str]:
    return [key.code for key in recode(store, coder).keys.keys]


def test_keeping_moving_and_taking_off_each_leave_the_queue(split: Store) -> None:
    at = recode(split)
    assert [at.frame.names[key.transcript] for key in at.keys.keys] == ["first", "first", "second"]
    assert "Codes below it: delays/waiting/long" in at.item.evidence[0].detail
    assert at.item.again
    assert "coded under version 1; the codebook is at 2 now" in at.item.evidence[0].detail
    at.accept()
    assert told(summary(at))[-1] == "2 of 3 codings to look at again are left."
    at.recode(split.codebooks.current().code("delays/waiting/long").guid)
    at.reject()
    assert at.item is None
    assert waiting(split) == []
    assert paths(split) == ["delays/waiting", "delays/waiting/long"]
    assert paths(split, "ben") == ["delays/waiting"]
    assert len(waiting(split, "ben")) == 1
    for left in (1, 2, 3):
        at.undo()
        assert at.keys.left == left
        assert len(waiting(split)) == left
    assert paths(split) == ["delays/waiting"] * 3


def test_keeping_with_the_same_code_is_keeping(split: Store) -> None:
    recode(split).recode(WAITING)
    assert len(waiting(split)) == 2
    assert actions(split)[-1] == "accept"


def test_a_coding_that_is_stretched_leaves_the_queue(split: Store) -> None:
    at = recode(split)
    assert at.stretch(end=+1)
    at.accept()
    assert actions(split)[-1] == "respan"
    assert len(waiting(split)) == 2


def test_a_skipped_coding_stays_and_a_filter_narrows(split: Store) -> None:
    recode(split).skip()
    assert len(waiting(split)) == 3
    assert len(recode(split, code="delays").keys) == 3
    assert len(recode(split, transcript="second").keys) == 1
    assert len(recode(split, code="voice").keys) == 0
    assert waiting(split, "nobody") == []


def test_what_is_asked_for_twice_is_shown_once(split: Store) -> None:
    queue_recode(split, "delays/waiting", everything=True, who=ANNA)
    assert waiting(split) == [WAITING] * 3


def test_it_says_what_the_code_meant_when_it_was_given(small: Store, tmp_path: Path) -> None:
    record(small, accept(small, "first", 1))
    path = tmp_path / "book.yaml"
    for text in ("Waiting of any kind.", "Waiting for services only."):
        exported = export_codebook(small)
        lines = [line for line in exported.splitlines() if "definition:" not in line]
        at = next(n for n, line in enumerate(lines) if line.strip() == "- id: waiting")
        lines.insert(at + 1, f"        definition: {text}")
        path.write_text("\n".join(lines), encoding="utf-8")
        import_codebook(small, path, coder="anna", at=LATER)
        if "any" in text:
            with small.transaction():
                small.decisions.record(
                    [accept(small, "second", 1)], coder=1, at=LATER, codebook_version=2
                )
    assert queue_recode(small, "delays/waiting", who=ANNA) == 2
    whys = [recode(small).item.evidence[0].detail]
    at = recode(small)
    at.accept()
    whys.append(at.item.evidence[0].detail)
    assert "Before, definition: nothing" in whys[0]
    assert "Before, definition: Waiting of any kind." in whys[1]
