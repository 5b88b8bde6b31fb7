from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.codebook import Codebook
from sendcode.core.model import Action, Role
from sendcode.core.query import QueryError
from sendcode.core.review import decision_for
from sendcode.errors import InputError, NotFound
from sendcode.store import Store
from sendcode.store.backups import list_backups
from sendcode.workflows import review
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.listing import Listing
from sendcode.workflows.review import Filter
from tests.conftest import AT, FORMS, LATER, VOICE, WAITING, place
from tests.desk import actions, desk


def shown(items) -> list[tuple[str, str]]:
    return [(item.transcript, item.code) for item in items]


def queue(store: Store, coder: str = "anna", **how: object):
    return review.queue(store, coder=coder, **how)


FIRST = [("first", "delays/waiting"), ("first", "voice"), ("first", "delays/forms")]
SECOND = [("second", code) for _, code in FIRST]


# --- the queue ----------------------------------------------------------------------------


def test_the_queue_stands_in_the_order_of_the_talk_with_its_words(coded: Store) -> None:
    items = queue(coded)
    assert shown(items) == FIRST + SECOND
    item = items[0]
    assert item.text == coded.transcripts.text(1)[item.start : item.end]
    assert (item.speaker, item.role, item.turn) == ("MUM", Role.PARENT, 2)
    assert item.place == place(coded, "first", 1)
    assert item.evidence[0].detail == "delays/waiting#1"


def test_a_queue_is_ordered_by_code_or_by_score(coded: Store) -> None:
    by_code = shown(queue(coded, order="code"))
    assert [code for _, code in by_code] == (
        ["delays/waiting"] * 2 + ["delays/forms"] * 2 + ["voice"] * 2
    )
    scores = [item.score for item in queue(coded, order="priority")]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(NotFound, match="no order 'random'"):
        queue(coded, order="random")


def test_a_queue_is_narrowed_and_limited(coded: Store) -> None:
    sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", 2, None),))
    with coded.transaction():
        coded.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    assert shown(queue(coded, where=Filter(code="voice"))) == [FIRST[1], SECOND[1]]
    assert shown(queue(coded, where=Filter(code="delays", transcript="first"))) == [
        FIRST[0],
        FIRST[2],
    ]
    assert shown(queue(coded, where=Filter(case="Ava"))) == SECOND
    assert shown(queue(coded, where=Filter(role=Role.TEACHER))) == [FIRST[2], SECOND[2]]
    assert queue(coded, where=Filter(min_score=1.01)) == ()
    assert shown(queue(coded, limit=2)) == FIRST[:2]


@pytest.mark.parametrize(
    "where", [Filter(code="nonsense"), Filter(transcript="third"), Filter(case="Zoe")]
)
def test_a_filter_that_names_nothing_is_refused(coded: Store, where: Filter) -> None:
    with pytest.raises(NotFound, match=r"no (code|transcript|case)"):
        queue(coded, where=where)


# --- a session, end to end ----------------------------------------------------------------


def test_a_session_decides_undoes_and_is_taken_up_again(coded: Store) -> None:
    first = desk(coded)
    first.accept(memo="ask")
    first.reject()
    first.recode(VOICE)
    assert first.undo() is not None
    first.recode(WAITING)
    first.skip()
    assert {(c.code_guid, c.memo) for c in coded.codings.coded()} == {
        (WAITING, "ask"),
        (WAITING, ""),
    }
    assert [r.code_guid for r in coded.codings.rejected()] == [VOICE]
    assert actions(coded) == ["accept", "reject", "recode", "undo", "recode", "skip"]
    again = desk(coded)
    assert shown(queue(coded)) == [*SECOND[1:], SECOND[0]]
    assert again.item == queue(coded)[0]
    assert again.tally.actions == {}


def test_what_was_skipped_comes_last_until_it_is_decided(coded: Store) -> None:
    desk(coded).skip()
    assert shown(queue(coded)) == [*FIRST[1:], *SECOND, FIRST[0]]
    again = desk(coded)
    again.go(5)
    again.accept()
    assert shown(queue(coded)) == [*FIRST[1:], *SECOND]


def test_every_coder_has_a_queue(coded: Store) -> None:
    desk(coded).accept()
    assert len(queue(coded)) == 5
    assert len(queue(coded, "ben")) == 6


def test_a_decision_is_on_disk_before_the_next_item_shows(coded: Store) -> None:
    going = desk(coded)
    for done in range(1, 4):
        going.accept()
        assert len(coded.codings.coded()) == done


def test_an_empty_queue_is_at_its_end(small: Store) -> None:
    assert desk(small).item is None


def test_a_query_narrows_the_queue_and_the_list_alike(coded: Store) -> None:
    for query, left in (
        ("role:teacher", [FIRST[2], SECOND[2]]),
        ("code:delays and not role:teacher", [FIRST[0], SECOND[0]]),
        ("transcript:second and score>0.1", SECOND),
        ("text:nonsense", []),
    ):
        where = Filter(query=query)
        assert shown(queue(coded, where=where)) == left
        keys = desk(coded, listing=Listing(where=where)).keys
        assert len(keys) == len(left)
    with pytest.raises(QueryError):
        desk(coded, listing=Listing(where=Filter(query="role:")))


# --- in bulk, and taking back -------------------------------------------------------------


def test_accepting_all_is_one_batch_behind_a_copy_and_one_undo_takes_it_back(
    coded: Store,
) -> None:
    accepted = review.accept_all(coded, coder="anna", at=AT, where=Filter(code="delays"))
    assert len(accepted) == 4
    assert {c.origin for c in coded.codings.coded()} == {"bulk"}
    assert len({e.batch_id for e in coded.decisions.log()}) == 1
    (copy,) = list_backups(coded.path)
    assert copy.why == "before-accept-all"
    assert shown(queue(coded)) == [FIRST[1], SECOND[1]]
    assert len(review.undo_last(coded, coder="anna", at=LATER)) == 4
    assert coded.codings.coded() == ()
    assert len(queue(coded)) == 6


def test_accepting_nothing_makes_no_copy(coded: Store) -> None:
    assert review.accept_all(coded, coder="anna", at=AT, where=Filter(min_score=1.01)) == ()
    assert list_backups(coded.path) == ()
    assert coded.decisions.log() == ()


def test_undoing_the_last_goes_back_step_by_step_and_ends_quietly(coded: Store) -> None:
    assert review.undo_last(coded, coder="nobody", at=AT) == ()
    going = desk(coded)
    going.accept()
    going.reject()
    going.accept()
    assert len(review.undo_last(coded, coder="anna", at=LATER, count=2)) == 2
    assert [c.code_guid for c in coded.codings.coded()] == [WAITING]
    assert review.undo_last(coded, coder="ben", at=LATER) == ()
    assert len(review.undo_last(coded, coder="anna", at=LATER, count=9)) == 1
    assert review.undo_last(coded, coder="anna", at=LATER) == ()


# --- the whole ranking of a family ---------------------------------------------------------


def test_a_family_s_ranking_has_every_undecided_unit_once_likeliest_first(coded: Store) -> None:
    items = review.ranked(coded, coder="anna", code="delays")
    assert len(items) == 10
    assert len({item.place.units for item in items}) == 10
    assert [item.score for item in items] == sorted((i.score for i in items), reverse=True)
    assert {item.code for item in items[:4]} == {"delays/waiting", "delays/forms"}
    assert {item.role for item in items} == {Role.PARENT, Role.TEACHER}
    alike = [(i.transcript, i.start) for i in items if i.score == items[0].score]
    assert alike == sorted(alike)
    assert review.ranked(coded, coder="anna", code="delays", limit=3) == items[:3]


def test_a_rejection_in_a_family_denies_every_leaf_and_the_unit_leaves_the_queue(
    coded: Store,
) -> None:
    item = review.ranked(coded, coder="anna", code="delays")[0]
    review.decide(coded, [decision_for(item, Action.REJECT)], coder="anna", at=AT)
    unit = item.place.units[0]
    verdicts = coded.codings.verdicts(coded.coders.find("anna"))
    assert verdicts == {(unit, WAITING): False, (unit, FORMS): False}
    left = review.ranked(coded, coder="anna", code="delays")
    assert unit not in {u for i in left for u in i.place.units}
    assert len(left) == 9
    assert len(review.ranked(coded, coder="ben", code="delays")) == 10


@pytest.mark.parametrize(("action", "code"), [("accept", None), ("recode", VOICE)])
def test_an_answer_takes_the_unit_out_of_the_family_s_queue(
    coded: Store, action: str, code: str | None
) -> None:
    item = review.ranked(coded, coder="anna", code="delays")[-1]
    assert item.id.startswith("at-")
    review.decide(coded, [decision_for(item, Action(action), code=code)], coder="anna", at=AT)
    assert len(review.ranked(coded, coder="anna", code="delays")) == 9
    (entry,) = coded.decisions.log()
    assert (entry.suggestion_id, entry.run_id, entry.score) == (None, 1, item.score)


def test_a_skipped_unit_stays_in_the_ranking(coded: Store) -> None:
    item = review.ranked(coded, coder="anna", code="delays")[0]
    review.decide(coded, [decision_for(item, Action.SKIP)], coder="anna", at=AT)
    assert len(review.ranked(coded, coder="anna", code="delays")) == 10


def test_the_likeliest_of_several_leaves_stands_for_the_family(coded: Store) -> None:
    unit = place(coded, "first", 1).units[0]
    coded.database.execute(
        "INSERT INTO suggestion (unit_id, code_guid, score, evidence, run_id) "
        "VALUES (?, ?, 0.5, '[]', 1)",
        (unit, FORMS),
    )
    items = review.ranked(coded, coder="anna", code="delays")
    (item,) = [item for item in items if item.place.units == (unit,)]
    assert (item.code, item.also_not) == ("delays/waiting", (FORMS,))


def test_a_code_without_children_is_ranked_by_itself(coded: Store) -> None:
    items = review.ranked(coded, coder="anna", code="voice")
    assert {item.code for item in items} == {"voice"}
    assert {item.also_not for item in items} == {()}


def test_a_family_that_is_retired_has_nothing_to_rank(coded: Store) -> None:
    book = coded.codebooks.current()
    retired = Codebook(book.name, tuple(replace(c, retired=True) for c in book.codes))
    with coded.transaction():
        coded.codebooks.add(retired, "", message="", coder=1, at=AT)
    assert review.ranked(coded, coder="anna", code="delays") == ()


# --- places -------------------------------------------------------------------------------


def test_a_place_is_the_turn_and_all_units_that_a_span_touches(small: Store) -> None:
    frame = StudyFrame(small)
    spot = place(small, "first", 1, 2)
    assert review.place_of(frame, "first", spot.span.start, spot.span.end) == spot
    inside = review.place_of(frame, "first", spot.span.start + 3, spot.span.end - 3)
    assert inside.units == spot.units
    with pytest.raises(NotFound, match="no transcript 'third'"):
        review.place_of(frame, "third", 0, 1)
    with pytest.raises(InputError, match="there are no words to code"):
        review.place_of(frame, "first", 9_000, 9_001)
