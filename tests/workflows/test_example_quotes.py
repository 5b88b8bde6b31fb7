"""Which examples of a codebook may be quoted: what is marked do-not-quote is found in them."""

from __future__ import annotations

import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.store import Store
from sendcode.workflows.example_quotes import ExampleQuotes
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.repair import remove_transcript
from tests.conftest import AT, place, record
from tests.workflows.test_frame import mum

WAITED = "We were on the waiting list."
SOUP = "I had soup for lunch."


def may(store: Store, words: str, source: str = "first") -> bool:
    return ExampleQuotes(StudyFrame(store)).may_quote(words, source)


@pytest.fixture
def marked(small: Store) -> Store:
    """The small project; the first sentence of the mother in `first` is marked."""
    record(small, NewDecision(Action.DO_NOT_QUOTE, place=place(small, "first", 1)))
    return small


def test_where_nothing_is_marked_everything_may_be_quoted(small: Store) -> None:
    assert may(small, WAITED)
    assert may(small, WAITED, "transcript")


def test_only_what_touches_the_mark_may_not_be_quoted(marked: Store) -> None:
    assert not may(marked, WAITED)
    assert may(marked, SOUP)
    assert may(marked, WAITED, "second")
    assert may(marked, "Long gone.")
    assert may(marked, "…")


@pytest.mark.parametrize(
    "written",
    [
        "we were on the WAITING list",
        "“We were on the waiting list”",
        "We were … the waiting list.",
        "We [...] list",
        "… on the waiting list …",
        "We were on the [laughs] waiting\u00a0list.",
        "waiting list. Two years",
    ],
)
def test_it_is_found_however_it_is_written(marked: Store, written: str) -> None:
    assert not may(marked, written)


def test_a_part_of_a_word_is_no_quote_of_it(marked: Store) -> None:
    assert may(marked, "We were on the wait")


@pytest.mark.parametrize("source", ["transcript", "first.docx", "renamed since"])
def test_without_the_name_of_a_transcript_it_is_looked_for_in_all(
    marked: Store, source: str
) -> None:
    assert not may(marked, WAITED, source)
    assert may(marked, SOUP, source)


@pytest.mark.parametrize("source", ["first", "transcript"])
def test_a_mark_holds_when_its_transcript_is_removed(marked: Store, source: str) -> None:
    remove_transcript(marked, "first", sure=True, coder="anna", at=AT)
    assert not may(marked, WAITED, source)
    assert may(marked, SOUP, source)


@pytest.mark.parametrize("removed", [False, True])
def test_words_of_a_marked_case_may_not_be_quoted(small: Store, *, removed: bool) -> None:
    with small.transaction():
        sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", 1, mum(small).id),))
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    record(small, NewDecision(Action.DO_NOT_QUOTE, topic=Topic("case", case=1)))
    if removed:
        remove_transcript(small, "first", sure=True, coder="anna", at=AT)
    assert not may(small, WAITED)
    assert not may(small, "Nobody asked us. And the school?")
    assert not may(small, "Not there, perhaps changed.")
    assert may(small, SOUP)
    assert may(small, WAITED, "second")
    assert may(small, "Not there, perhaps changed.", "transcript")
