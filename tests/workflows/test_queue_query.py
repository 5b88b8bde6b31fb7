from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.core.query import QueryError
from sendcode.core.segments import Status
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.queue_query import found_by
from sendcode.workflows.where import narrowed
from tests.conftest import FORMS, WAITING, accept, record
from tests.desk import desk, suggest

QUERIES = (
    "role:parent",
    "code:delays",
    "code:waiting and code:forms",
    "not code:waiting",
    "status:suggested",
    "status:coded or status:rejected",
    "coder:ben",
    "score>0.55",
    "origin:manual",
    "memo:interesting",
    'text:"waiting list"',
    "coded",
    "read",
    "transcript:second and not text:soup",
    "text:waiting near/2 text:asked",
)


def by_whole_rows(store: Store, query: str) -> frozenset[tuple[int, str]]:
    """Return the same by the rows of the table of segments: the slow twin."""
    frame = StudyFrame(store)
    kept, _ = narrowed(frame, query, frame.segments(Status.ALL).rows, ())
    return frozenset((unit, row.code_guid) for row in kept for unit in row.units)


@pytest.fixture
def study(small: Store) -> Store:
    """Suggestions, some of them decided by two coders."""
    suggest(small)
    anna, ben = desk(small), desk(small, "ben")
    anna.accept(memo="interesting")
    anna.reject()
    ben.recode(WAITING)
    ben.go(5)
    ben.reject()
    anna.put(FORMS)
    record(small, accept(small, "second", 5, code=FORMS), coder="ben")
    return small


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_what_whole_rows_find(study: Store, query: str) -> None:
    assert found_by(study, query) == by_whole_rows(study, query)


def test_what_was_said_by_who_turned_out_to_ask_is_neither_found_nor_in_the_queue(
    study: Store,
) -> None:
    before = len(desk(study, "cleo").keys)
    speaker = next(row.id for row in study.speakers.all() if row.label == "TEACHER")
    with study.transaction():
        study.database.execute(
            "UPDATE speaker SET role = 'interviewer', role_source = 'sheet' WHERE id = ?",
            (speaker,),
        )
    assert len(desk(study, "cleo").keys) == before - 1
    assert found_by(study, "score>0") == by_whole_rows(study, "score>0")


def test_a_query_that_cannot_be_read_is_refused(study: Store) -> None:
    with pytest.raises(QueryError):
        found_by(study, f"{Role.PARENT.value} and")
