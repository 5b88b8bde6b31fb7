from __future__ import annotations

from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.store import Store
from tests.conftest import AT, FORMS, LATER, WAITING, accept, place, record
from tests.store.test_decisions import redo, state, undo


def spans(store: Store) -> list[tuple[int, int, str]]:
    return [(c.start, c.end, c.code_guid) for c in store.codings.coded()]


def test_a_respan_moves_the_coding_and_denies_what_it_leaves(small: Store) -> None:
    record(small, accept(small, "first", 1, 2))
    before, after = place(small, "first", 1, 2), place(small, "first", 2, 3)
    (moved,) = record(small, NewDecision(Action.RESPAN, place=after, before=before, code=WAITING))
    assert spans(small) == [(after.span.start, after.span.end, WAITING)]
    verdicts = small.codings.verdicts()
    assert [verdicts[unit, WAITING] for unit in (*before.units, after.units[1])] == [
        False,
        True,
        True,
    ]
    (back,) = undo(small, moved)
    assert spans(small) == [(before.span.start, before.span.end, WAITING)]
    assert {v for (u, _), v in small.codings.verdicts().items() if u in before.units} == {True}
    redo(small, back)
    assert spans(small) == [(after.span.start, after.span.end, WAITING)]


def test_what_was_cut_off_a_suggestion_is_denied_in_the_same_decision(small: Store) -> None:
    spot, cut = place(small, "first", 1), place(small, "first", 2).units
    (made,) = record(small, NewDecision(Action.ACCEPT, place=spot, code=WAITING, cut=cut))
    assert small.codings.verdicts() == {(spot.units[0], WAITING): True, (cut[0], WAITING): False}
    undo(small, made)
    assert small.codings.verdicts() == {}


def test_a_recode_takes_the_first_code_off_the_segment(small: Store) -> None:
    record(small, accept(small, "first", 1))
    spot = place(small, "first", 1)
    record(small, NewDecision(Action.RECODE, place=spot, code=FORMS, from_code=WAITING))
    assert [code for *_, code in spans(small)] == [FORMS]


def test_marks_are_set_taken_off_and_undone(small: Store) -> None:
    spot = place(small, "first", 1)
    for kind in (Action.FLAG, Action.STAR, Action.DO_NOT_QUOTE):
        (made,) = record(small, NewDecision(kind, place=spot))
        record(small, NewDecision(kind, place=spot))  # once is enough
        assert [m.kind for m in small.memos.marks(kind=kind.value)] == [kind.value]
        (off,) = record(small, NewDecision(kind, place=spot, on=False))
        assert small.memos.marks(kind=kind.value) == ()
        undo(small, off)
        undo(small, made)
        assert small.memos.marks(kind=kind.value) == ()
    assert all(not names for names in small.codings.readers().values())


def test_a_case_can_be_kept_from_being_quoted(small: Store) -> None:
    with small.transaction():
        small.database.execute("INSERT INTO study_case (id, guid, name) VALUES (7, 'g', 'Ava')")
    topic = Topic("case", case=7)
    record(small, NewDecision(Action.DO_NOT_QUOTE, topic=topic))
    record(small, NewDecision(Action.MEMO, topic=topic, memo="Withdrew consent for quotes."))
    (mark,) = small.memos.marks(kind="do-not-quote")
    assert (mark.case, mark.transcript) == ("Ava", None)
    assert [m.case for m in small.memos.all(case=7)] == ["Ava"]


def test_memos_know_what_they_are_about(small: Store) -> None:
    number = small.transcripts.id("first")
    record(
        small,
        NewDecision(Action.MEMO, topic=Topic("project"), memo="one"),
        NewDecision(Action.MEMO, topic=Topic("journal"), memo="two"),
        NewDecision(Action.MEMO, topic=Topic("transcript", transcript=number), memo="three"),
        NewDecision(Action.MEMO, topic=Topic("code"), code=WAITING, memo="four"),
        NewDecision(Action.MEMO, place=place(small, "first", 1), memo="five"),
    )
    assert [(m.about, m.text) for m in small.memos.all()] == [
        ("project", "one"),
        ("journal", "two"),
        ("transcript", "three"),
        ("code", "four"),
        ("segment", "five"),
    ]
    assert [m.text for m in small.memos.all(transcript=number)] == ["three", "five"]
    assert [m.text for m in small.memos.all(code=WAITING)] == ["four"]
    assert state(small) == ([], [], set())


def test_the_newest_undo_can_be_redone_until_something_is_decided(small: Store) -> None:
    anna = small.coders.id("anna", at=AT)
    first, second = record(small, accept(small, "first", 1), accept(small, "first", 2))
    assert small.decisions.redoable(coder=anna) == ()
    undo(small, second)
    (newest,) = undo(small, first)
    assert small.decisions.redoable(coder=anna) == (newest,)
    assert small.decisions.targets((newest,)) == (first,)
    redo(small, newest)
    (other,) = small.decisions.redoable(coder=anna)
    assert small.decisions.targets((other,)) == (second,)
    record(small, accept(small, "second", 1), at=LATER)
    assert small.decisions.redoable(coder=anna) == ()


def test_a_batch_is_undone_and_redone_whole(small: Store) -> None:
    anna = small.coders.id("anna", at=AT)
    with small.transaction():
        ids = small.decisions.record(
            [accept(small, "first", 1), accept(small, "second", 1)],
            coder=anna,
            at=AT,
            codebook_version=1,
            batch="b",
        )
    assert small.decisions.last(coder=anna) == ids
    undone = undo(small, *ids)
    assert set(small.decisions.redoable(coder=anna)) == set(undone)
    redo(small, *undone)
    assert len(spans(small)) == 2
    assert small.decisions.last(coder=anna, count=5) == ids
