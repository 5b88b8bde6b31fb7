from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Evidence, Role, Span, Suggestion
from sendcode.errors import ProjectError
from sendcode.store import Store
from sendcode.store.suggestions import NewRun, RunResult, evidence_from_json, evidence_to_json
from tests.conftest import AT, DELAYS, FORMS, VOICE, WAITING, accept, place, record

RUN = NewRun("rules-1", {"b": "2", "a": "1"}, {"spacy": "3"}, "s", 1, "hash", 2, 14)
REASON = Evidence("rule", "delays/waiting#1", 0.5, (Span(30, 42), Span(50, 52)))


def units(store: Store, name: str = "first") -> list[int]:
    grouped = store.transcripts.units_by_turn(store.transcripts.id(name))
    return [unit.id for found in grouped.values() for unit in found]


def run(store: Store, *suggestions: Suggestion) -> RunResult:
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        return store.suggestions.store_run(RUN, suggestions, coder=coder, at=AT)


def open_ids(store: Store, coder: str | None = None, **which: object) -> list[int]:
    number = store.coders.find(coder) if coder else None
    return [u.suggestion for u in store.suggestions.open_units(coder=number, **which)]


@given(
    st.lists(
        st.builds(
            Evidence,
            st.text(max_size=5),
            st.text(max_size=9),
            st.floats(0, 1),
            st.lists(st.tuples(st.integers(0, 9), st.integers(10, 19)), max_size=3).map(
                lambda ends: tuple(Span(*pair) for pair in ends)
            ),
        ),
        max_size=3,
    ).map(tuple)
)
def test_evidence_survives_the_store(evidence: tuple[Evidence, ...]) -> None:
    assert evidence_from_json(evidence_to_json(evidence)) == evidence


def test_the_same_run_twice_keeps_the_suggestions_with_their_ids(small: Store) -> None:
    one, two, *_ = units(small)
    both = (Suggestion(one, WAITING, 1 / 3, (REASON,)), Suggestion(two, FORMS, 0.5))
    assert run(small, *both) == RunResult(1, found=2, new=2, kept=0, gone=0)
    before = small.suggestions.open_units(coder=None)
    assert run(small, *reversed(both)) == RunResult(2, found=2, new=0, kept=2, gone=0)
    assert small.suggestions.open_units(coder=None) == before
    assert small.suggestions.last_run() == 2


def test_what_a_later_run_no_longer_finds_is_gone_and_a_new_score_is_a_new_row(
    small: Store,
) -> None:
    a, b, c, d, *_ = units(small)
    run(small, *(Suggestion(unit, WAITING, 0.5) for unit in (a, b, c)))
    first = {u.unit: u.suggestion for u in small.suggestions.open_units(coder=None)}
    result = run(
        small,
        Suggestion(b, WAITING, 0.5),
        Suggestion(c, WAITING, 0.6),
        Suggestion(d, WAITING, 0.5),
    )
    assert (result.found, result.new, result.kept, result.gone) == (3, 1, 1, 1)
    now = {u.unit: u.suggestion for u in small.suggestions.open_units(coder=None)}
    assert set(now) == {b, c, d}
    assert now[b] == first[b]
    assert now[c] != first[c]
    assert small.database.value("SELECT count(*) FROM suggestion") == 5


def test_scores_are_kept_to_six_decimals(small: Store) -> None:
    one = units(small)[0]
    run(small, Suggestion(one, WAITING, 0.12345678))
    assert small.suggestions.open_units(coder=None) == ()  # the interviewer's
    mum = units(small)[1]
    run(small, Suggestion(mum, WAITING, 0.12345678, (REASON,)))
    (found,) = small.suggestions.open_units(coder=None)
    assert (found.score, found.evidence, found.position) == (0.123457, (REASON,), 1)
    assert (found.unit, found.code, found.run) == (mum, WAITING, 2)


def test_an_impossible_score_is_refused(small: Store) -> None:
    with pytest.raises(ProjectError):
        run(small, Suggestion(units(small)[1], WAITING, 1.5))
    assert small.suggestions.last_run() == 0


def test_what_one_coder_decided_is_hidden_from_that_coder_only(small: Store) -> None:
    mum = units(small)[1]
    run(small, Suggestion(mum, WAITING, 0.5), Suggestion(mum, FORMS, 0.5))
    both = open_ids(small)
    (decision,) = record(small, accept(small, "first", 1))
    assert open_ids(small, "anna") == both[1:]
    record(small, NewDecision(Action.REJECT, place=place(small, "first", 1), code=FORMS))
    assert open_ids(small, "anna") == []
    assert open_ids(small, "ben") == open_ids(small) == both
    record(small, NewDecision(Action.SKIP, place=place(small, "first", 1), code=FORMS), coder="ben")
    assert open_ids(small, "ben") == both
    with small.transaction():
        small.decisions.undo([decision], coder=small.coders.id("anna", at=AT), at=AT)
    assert open_ids(small, "anna") == both[:1]


def test_open_units_are_chosen_by_code_and_score(small: Store) -> None:
    _, one, two, *_ = units(small)
    run(small, Suggestion(one, WAITING, 0.9), Suggestion(two, FORMS, 0.4))
    high, low = open_ids(small)
    assert open_ids(small, codes=[FORMS]) == [low]
    assert open_ids(small, codes=[]) == []
    assert open_ids(small, min_score=0.5) == [high]


def test_neighbours_have_neighbouring_positions_in_every_transcript(small: Store) -> None:
    every = [*units(small, "second"), *units(small, "first")]
    for speaker in small.speakers.all():
        small.speakers.set_role(speaker.id, Role.OTHER, "person")
    run(small, *(Suggestion(unit, VOICE, 0.5) for unit in every))
    found = small.suggestions.open_units(coder=None)
    assert [u.position for u in found] == [*range(7), *range(7)]
    assert {u.transcript for u in found[:7]} == {small.transcripts.id("first")}


def test_a_turn_that_turns_out_to_be_an_interviewer_s_is_no_longer_open(small: Store) -> None:
    run(small, Suggestion(units(small)[1], WAITING, 0.5))
    mum = next(s for s in small.speakers.all() if s.label == "MUM")
    small.speakers.set_role(mum.id, Role.INTERVIEWER, "person")
    assert open_ids(small) == []
    small.speakers.set_role(mum.id, Role.PARENT, "person")
    assert len(open_ids(small)) == 1


def test_suggestions_and_those_that_anybody_has_decided_are_counted_by_code(small: Store) -> None:
    _, one, two, *_ = units(small)
    run(small, *(Suggestion(u, WAITING, 0.5) for u in (one, two)), Suggestion(one, DELAYS, 0.5))
    record(small, accept(small, "first", 1), coder="ben")
    record(small, accept(small, "first", 1))
    assert small.suggestions.counts() == {WAITING: (2, 1), DELAYS: (1, 0)}


def test_a_run_is_on_record_with_its_settings(small: Store) -> None:
    run(small)
    (row,) = small.suggestions.runs()
    assert row == {
        "id": 1,
        "at": AT,
        "coder": "anna",
        "method": "rules-1",
        "settings": {"a": "1", "b": "2"},
        "software": {"spacy": "3"},
        "splitter": "s",
        "codebook_version": 1,
        "texts_sha256": "hash",
        "transcripts": 2,
        "units": 14,
        "suggestions": 0,
    }


def test_a_project_without_a_run_has_no_last_one(small: Store) -> None:
    assert small.suggestions.last_run() == 0
    assert small.suggestions.open_units(coder=None) == ()
    unknown = replace(RUN, codebook_version=9)
    with pytest.raises(ProjectError), small.transaction():
        small.suggestions.store_run(unknown, [], coder=1, at=AT)
