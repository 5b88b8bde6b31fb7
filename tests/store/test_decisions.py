from __future__ import annotations

import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.errors import DependentsError, NotFound, ProjectError
from sendcode.store import Store
from tests.conftest import AT, FORMS, LATER, VOICE, WAITING, accept, place, record


def state(store: Store) -> tuple[object, ...]:
    return (
        [(c.start, c.end, c.code_guid, c.coder) for c in store.codings.coded()],
        sorted(store.codings.verdicts().items()),
        {unit for unit, names in store.codings.readers().items() if names},
    )


def undo(store: Store, *ids: str, dependents: bool = False) -> tuple[str, ...]:
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        return store.decisions.undo(ids, coder=coder, at=LATER, with_dependents=dependents)


def redo(store: Store, *ids: str) -> tuple[str, ...]:
    with store.transaction():
        return store.decisions.redo(ids, coder=store.coders.id("anna", at=AT), at=LATER)


def test_accepting_puts_a_coding_a_verdict_and_a_read_mark(small: Store) -> None:
    record(small, accept(small, "first", 1, 2))
    codings, verdicts, read = state(small)
    spot = place(small, "first", 1, 2)
    assert codings == [(spot.span.start, spot.span.end, WAITING, "anna")]
    assert verdicts == [((unit, WAITING), True) for unit in spot.units]
    assert read == set(spot.units)


def test_rejecting_leaves_a_verdict_and_no_coding(small: Store) -> None:
    spot = place(small, "first", 1)
    record(small, NewDecision(Action.REJECT, place=spot, code=WAITING, also_not=(FORMS,)))
    codings, verdicts, read = state(small)
    assert codings == []
    assert verdicts == sorted([((spot.units[0], WAITING), False), ((spot.units[0], FORMS), False)])
    assert read == set(spot.units)


def test_recoding_denies_the_suggested_code_and_gives_the_other(small: Store) -> None:
    spot = place(small, "first", 1)
    record(small, NewDecision(Action.RECODE, place=spot, code=VOICE, from_code=WAITING))
    codings, verdicts, _ = state(small)
    assert [c[2] for c in codings] == [VOICE]
    assert dict(verdicts) == {(spot.units[0], WAITING): False, (spot.units[0], VOICE): True}


def test_skipping_leaves_only_a_row_in_the_log(small: Store) -> None:
    spot = place(small, "first", 1)
    record(small, NewDecision(Action.SKIP, place=spot, code=WAITING))
    assert state(small) == ([], [], set())
    coder = small.coders.find("anna")
    assert coder is not None
    assert small.decisions.skipped(coder) == {(spot.units[0], WAITING)}


def test_accepting_twice_makes_one_coding(small: Store) -> None:
    record(small, accept(small, "first", 1), accept(small, "first", 1))
    assert len(state(small)[0]) == 1


def test_codings_belong_to_a_coder(small: Store) -> None:
    record(small, accept(small, "first", 1))
    record(small, accept(small, "first", 1), coder="ben")
    assert [c.coder for c in small.codings.coded()] == ["anna", "ben"]
    assert len({c.segment_id for c in small.codings.coded()}) == 1


@pytest.mark.parametrize("action", ["accept", "reject", "recode", "code", "uncode", "memo"])
def test_undo_and_redo_restore_the_state_exactly(small: Store, action: str) -> None:
    record(small, accept(small, "first", 1))
    before = state(small)
    spot = place(small, "first", 1)
    made = {
        "accept": NewDecision(Action.ACCEPT, place=spot, code=FORMS),
        "reject": NewDecision(Action.REJECT, place=spot, code=WAITING),
        "recode": NewDecision(Action.RECODE, place=spot, code=VOICE, from_code=WAITING),
        "code": NewDecision(Action.CODE, place=spot, code=VOICE, origin="manual"),
        "uncode": NewDecision(Action.UNCODE, place=spot, code=WAITING),
        "memo": NewDecision(Action.MEMO, place=spot, memo="ask again"),
    }[action]
    decision = record(small, made)
    after = state(small)
    undone = undo(small, *decision)
    assert state(small) == before
    redone = redo(small, *undone)
    assert state(small) == after
    undo(small, *decision)
    assert state(small) == before
    log = small.decisions.log()
    assert [e.action for e in log[-4:]] == [Action(action), Action.UNDO, Action.REDO, Action.UNDO]
    assert [e.undoes for e in log[-3:]] == [decision[0], undone[0], decision[0]]
    assert redone == (log[-2].id,)


def test_undoing_what_later_decisions_build_on_names_them_and_asks(small: Store) -> None:
    first = record(small, accept(small, "first", 1))
    later = record(small, NewDecision(Action.UNCODE, place=place(small, "first", 1), code=WAITING))
    with pytest.raises(DependentsError) as raised:
        undo(small, *first)
    assert raised.value.dependents == tuple(later)
    undo(small, *first, dependents=True)
    assert state(small) == ([], [], set())


def test_undoing_a_removal_after_the_code_was_given_again_is_a_conflict(small: Store) -> None:
    spot = place(small, "first", 1)
    record(small, accept(small, "first", 1))
    removal = record(small, NewDecision(Action.UNCODE, place=spot, code=WAITING))
    again = record(small, accept(small, "first", 1))
    with pytest.raises(DependentsError) as raised:
        undo(small, *removal)
    assert raised.value.dependents == tuple(again)


def test_a_redo_that_later_decisions_stand_in_the_way_of_is_refused(small: Store) -> None:
    spot = place(small, "first", 1)
    first = record(small, NewDecision(Action.REJECT, place=spot, code=WAITING))
    second = record(small, accept(small, "first", 1))
    undone = undo(small, *second)
    undo(small, *first)
    record(small, NewDecision(Action.CODE, place=spot, code=WAITING, origin="manual"))
    before = state(small)
    with pytest.raises(DependentsError):
        redo(small, *undone)
    assert state(small) == before


def test_nothing_is_undone_twice(small: Store) -> None:
    decision = record(small, accept(small, "first", 1))
    undo(small, *decision)
    with pytest.raises(NotFound, match="undone already"):
        undo(small, *decision)


def test_the_last_batch_counts_as_one(small: Store) -> None:
    record(small, accept(small, "first", 1))
    with small.transaction():
        anna = small.coders.id("anna", at=AT)
        batch = small.decisions.record(
            [accept(small, "second", 1), accept(small, "second", 2)],
            coder=anna,
            at=AT,
            codebook_version=1,
            batch="b1",
        )
    assert small.decisions.last(coder=anna) == batch
    assert len(small.decisions.last(coder=anna, count=2)) == 3
    undo(small, *batch)
    assert len(state(small)[0]) == 1
    assert small.decisions.last(coder=anna) != batch


def test_a_decision_is_found_by_the_beginning_of_its_id_or_by_its_batch(small: Store) -> None:
    decision = record(small, accept(small, "first", 1))[0]
    assert small.decisions.group(decision[:10]) == (decision,)
    with pytest.raises(NotFound):
        small.decisions.group("zzzz")
    with pytest.raises(NotFound):
        small.decisions.group("")


@pytest.mark.parametrize(
    "sql",
    ["UPDATE decision SET at = 'x'", "DELETE FROM decision", "UPDATE transcript SET text = ''"],
)
def test_the_log_and_the_text_cannot_be_rewritten(small: Store, sql: str) -> None:
    record(small, accept(small, "first", 1))
    with pytest.raises(ProjectError):
        small.database.execute(sql)


def test_a_decision_without_a_place_or_a_code_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs a place and a code"):
        NewDecision(Action.ACCEPT)
    with pytest.raises(ValueError, match="by undoing"):
        NewDecision(Action.UNDO)


def test_a_batch_is_found_by_its_own_id_and_by_one_of_its_decisions(small: Store) -> None:
    with small.transaction():
        batch = small.decisions.record(
            [accept(small, "second", 1), accept(small, "second", 2)],
            coder=small.coders.id("anna", at=AT),
            at=AT,
            codebook_version=1,
            batch="b1",
        )
    assert small.decisions.group("b1") == small.decisions.group(batch[1]) == batch


def test_what_is_no_live_decision_cannot_be_undone_or_redone(small: Store) -> None:
    (decision,) = record(small, accept(small, "first", 1))
    (undone,) = undo(small, decision)
    with pytest.raises(NotFound, match="no decision 'nothing'"):
        undo(small, "nothing")
    with pytest.raises(NotFound, match="is a 'undo'"):
        undo(small, undone)
    for wrong in (decision, "nothing"):
        with pytest.raises(NotFound, match="no undo that can be redone"):
            redo(small, wrong)
    redo(small, undone)
    with pytest.raises(NotFound, match="no undo that can be redone"):
        redo(small, undone)


def test_the_first_codebook_is_not_undone_by_the_log(small: Store) -> None:
    (changed,) = record(small, NewDecision(Action.CODEBOOK, payload={"version": 1}))
    with pytest.raises(NotFound, match="first codebook is not taken back"):
        undo(small, changed)
    anna = small.coders.find("anna")
    assert anna is not None
    assert small.decisions.last(coder=anna) == ()


def test_the_log_is_read_by_coder_by_id_and_from_its_end(small: Store) -> None:
    one, two = record(small, accept(small, "first", 1), accept(small, "first", 2))
    (three,) = record(small, accept(small, "first", 1), coder="ben", at=LATER)

    def ids(**how: object) -> list[str]:
        return [entry.id for entry in small.decisions.log(**how)]

    assert ids() == [one, two, three]
    assert ids(coder="anna") == [one, two]
    assert ids(newest=2) == [two, three]
    assert ids(only=two) == [two]
    assert small.decisions.newest_time() == LATER
    assert small.decisions.counts() == {"accept": 3}


def test_a_log_row_names_code_transcript_and_segment(small: Store) -> None:
    record(
        small,
        NewDecision(Action.RECODE, place=place(small, "first", 1), code=VOICE, from_code=WAITING),
    )
    (entry,) = small.decisions.log()
    assert (entry.code, entry.from_code, entry.transcript) == ("voice", "delays/waiting", "first")
    assert (entry.segment_id, entry.codebook_version, entry.undone) == (1, 1, False)
    spot = place(small, "first", 1)
    assert (entry.start, entry.end) == (spot.span.start, spot.span.end)


def test_the_log_names_the_case_that_was_marked_and_says_what_was_taken_off(small: Store) -> None:
    with small.transaction():
        number = small.transcripts.id("first")
        sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", number, None),))
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    (case,) = small.cases.names()
    spot = place(small, "first", 1)
    record(small, NewDecision(Action.DO_NOT_QUOTE, topic=Topic("case", case=case)))
    record(small, NewDecision(Action.DO_NOT_QUOTE, topic=Topic("case", case=case), on=False))
    record(small, NewDecision(Action.DO_NOT_QUOTE, place=spot))
    record(small, NewDecision(Action.STAR, place=spot, on=False))
    told = [entry.detail for entry in small.decisions.log()][-4:]
    assert told == ["case Ava", "case Ava, taken off", "", "taken off"]
