from __future__ import annotations

import contextlib
import random

import pytest

from sendcode.core.model import Action, Role
from sendcode.core.replay import replay
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.store.checks import Checks
from sendcode.workflows import marking
from sendcode.workflows.card import card, coded_counts, tree
from sendcode.workflows.desk_items import is_control
from sendcode.workflows.listing import Listing
from sendcode.workflows.review import Filter
from sendcode.workflows.shown import Shown
from tests.conftest import DELAYS, FORMS, VOICE, WAITING
from tests.desk import actions, desk, suggest


@pytest.fixture
def study(small: Store) -> Store:
    return suggest(small)


def codes(store: Store) -> list[tuple[str, str]]:
    return [(c.coder, c.code_guid) for c in store.codings.coded()]


def test_it_opens_on_the_first_suggestion_and_goes_on_after_each_answer(study: Store) -> None:
    at = desk(study)
    assert at.item is not None
    assert (at.item.code, at.item.text) == (
        "delays/waiting",
        "We were on the waiting list. Two years, it was.",
    )
    at.accept()
    assert at.item.code == "delays/forms"
    at.reject()
    at.skip()
    assert (at.item.code, at.item.text) == ("delays/forms", "There is always another form.")
    assert actions(study) == ["accept", "reject", "skip"]
    assert codes(study) == [("anna", WAITING)]
    assert at.tally.actions == {"accept": 1, "reject": 1, "skip": 1}


def test_a_new_session_goes_on_after_the_last_answer(study: Store) -> None:
    at = desk(study)
    at.step(4)
    at.accept()
    again = desk(study)
    assert (again.item.transcript, again.item.code) == ("second", "delays/forms")
    again.reject()
    assert desk(study).item.code == "voice"
    assert desk(study, "ben").at == 0


def test_what_was_skipped_comes_after_what_is_new(study: Store) -> None:
    at = desk(study)
    at.accept()
    at.skip()
    again = desk(study)
    assert again.item.code == "voice"
    for _ in range(6):
        again.accept()
    assert again.item.code == "delays/forms"
    assert again.item.text == "Nobody asked us."


def test_at_the_end_one_comes_back_to_what_was_passed(study: Store) -> None:
    at = desk(study)
    at.step(7)
    at.accept()
    assert at.item is None
    assert at.place is None
    assert at.to_open()
    assert at.at == 0
    for _ in range(7):
        at.reject()
    assert (at.item, at.keys.left, at.to_open()) == (None, 0, False)
    assert desk(study).item is None


def test_a_recode_denies_the_suggested_code_and_settles_the_other(study: Store) -> None:
    at = desk(study)
    at.go(1)  # forms on "Nobody asked us", which is suggested as voice too
    at.recode(VOICE)
    assert codes(study) == [("anna", VOICE)]
    assert not at.keys.is_open(2)
    assert at.at == 3
    assert at.last_code == VOICE


def test_several_codes_go_on_one_segment(study: Store) -> None:
    at = desk(study)
    at.put(VOICE)
    assert at.at == 0
    at.accept()
    assert codes(study) == [("anna", VOICE), ("anna", WAITING)]


def test_a_segment_that_was_shrunk_denies_the_rest(study: Store) -> None:
    at = desk(study)
    assert at.stretch(end=-1)
    assert not at.stretch(end=-1)
    assert not at.stretch(start=-1)
    asked = at.item.place
    at.accept()
    verdicts = study.codings.verdicts()
    assert [verdicts[unit, WAITING] for unit in asked.units] == [True, False]
    at.undo()
    assert (at.at, at.place) == (0, asked)


def test_a_segment_stretches_inside_its_turn_only(study: Store) -> None:
    at = desk(study)
    assert at.stretch(end=+1)
    assert not at.stretch(end=+1)
    at.accept()
    (coding,) = study.codings.coded()
    assert study.transcripts.text(coding.transcript_id)[: coding.end].endswith("Nobody asked us.")


def test_going_back_one_can_change_an_answer(study: Store) -> None:
    at = desk(study)
    at.accept()
    at.step(-1)
    assert at.answer() is True
    at.accept()  # the same again is nothing new
    assert actions(study) == ["accept"]
    at.go(0)
    at.stretch(end=-1)
    at.accept()
    assert actions(study)[-1] == "respan"
    at.go(0)
    at.reject()
    assert actions(study)[-1] == "uncode"
    assert codes(study) == []
    at.go(0)
    assert at.answer() is False
    at.accept()
    assert codes(study) == [("anna", WAITING)]
    at.go(0)
    at.recode(VOICE)
    assert codes(study) == [("anna", VOICE)]
    at.go(0)
    assert at.answer() is False


def test_a_recode_to_what_was_accepted_is_nothing_new(study: Store) -> None:
    at = desk(study)
    at.accept()
    at.go(0)
    at.recode(WAITING)
    assert (actions(study), at.at) == (["accept"], 1)


def test_undo_and_redo_reach_over_sessions(study: Store) -> None:
    first = desk(study)
    first.accept()
    first.reject()
    again = desk(study)
    assert again.at == 0
    assert again.keys.left == 6
    taken = again.undo()
    assert (taken.count, taken.about.action) == (1, "reject")
    assert again.item.code == "delays/forms"
    again.undo()
    assert (again.item.code, codes(study)) == ("delays/waiting", [])
    assert again.undo() is None
    again.redo()
    assert (again.item.code, codes(study)) == ("delays/forms", [("anna", WAITING)])
    again.redo()
    assert again.redo() is None
    assert again.item.code == "voice"
    assert desk(study, "ben").undo() is None
    assert desk(study, "ben").redo() is None


def test_marks_toggle_and_do_not_move_on(study: Store) -> None:
    at = desk(study)
    for kind in (Action.FLAG, Action.STAR, Action.DO_NOT_QUOTE):
        assert marking.mark(at, kind)
    marking.memo(at, "Look at this again.")
    shown = card(at)
    assert shown.marks == ("flag", "star", "do-not-quote")
    assert [m.text for m in shown.memos] == ["Look at this again."]
    assert not marking.mark(at, Action.FLAG)
    assert at.at == 0
    at.undo()
    assert "flag" in card(at).marks


def test_a_case_is_marked_by_its_id(study: Store) -> None:
    with study.transaction():
        study.database.execute("INSERT INTO study_case (id, guid, name) VALUES (7, 'g', 'Ava')")
        study.database.execute(
            "INSERT INTO case_link (case_id, transcript_id, source) VALUES (7, 1, 'sheet')"
        )
    at = desk(study)
    assert marking.mark(at, Action.DO_NOT_QUOTE, case=7)
    assert card(at).unquotable == ("Ava",)
    assert not marking.mark(at, Action.DO_NOT_QUOTE, case=7)
    assert len(desk(study, listing=Listing(where=Filter(case="Ava"))).keys) == 4


def test_reading_mode_moves_by_unit_and_turn_and_codes_by_hand(study: Store) -> None:
    at = desk(study)
    at.read()
    assert at.selection[1:] == (1, 2)
    at.move_turn(+1)
    at.move_turn(+1)
    at.move(+1)
    assert at.page.text[at.place.span.start : at.place.span.end] == "I had soup for lunch."
    assert at.item is None
    at.put(DELAYS)
    assert at.take_off(DELAYS)
    assert not at.take_off(DELAYS)
    at.move(-1)
    at.move(+1, extend=True)
    at.move(+5, extend=True)
    assert len(at.place.units) == 2
    at.put(at.last_code)
    assert codes(study) == [("anna", DELAYS)]
    at.move_turn(-1)
    at.move_turn(-1)
    at.move_turn(-1)
    at.move(-9)
    assert at.selection[1] == 0
    at.stop_reading()
    assert at.item.code == "delays/waiting"


def test_in_reading_mode_a_suggestion_under_the_cursor_can_be_answered(study: Store) -> None:
    at = desk(study)
    at.read(1, 5)
    assert at.item.code == "delays/forms"
    at.accept()
    assert (at.item, at.selection[1]) == (None, 5)
    with pytest.raises(NotFound, match="no suggestion"):
        at.accept()
    at.undo()
    assert at.item.code == "delays/forms"
    at.stretch(end=+1)
    assert at.selection[1:] == (5, 6)


def test_a_transcript_is_marked_read_once(study: Store) -> None:
    at = desk(study)
    at.read(1, 1)
    assert marking.mark_read(at, up_to_here=True) == 1
    assert marking.mark_read(at) == 4
    assert marking.mark_read(at) == 0
    assert actions(study) == ["read", "read"]
    assert len(study.codings.readers()) == 5


def test_filters_and_orders_choose_what_is_in_the_queue(study: Store) -> None:
    def held(**changes: object) -> list[tuple[int, float]]:
        listing = Listing(**changes)
        return [(k.transcript, k.score) for k in desk(study, listing=listing).keys.keys]

    assert len(held()) == 8
    assert held(where=Filter(code="delays", transcript="second")) == [(2, 0.8), (2, 0.3), (2, 0.9)]
    assert held(where=Filter(role=Role.TEACHER)) == [(1, 0.9), (2, 0.9)]
    assert held(where=Filter(min_score=0.7), order="priority")[0] == (1, 0.9)
    assert held(order="code")[0] == (1, 0.8)
    for listing in (Listing(order="x"), Listing(status="x"), Listing(where=Filter(case="x"))):
        with pytest.raises(NotFound):
            desk(study, listing=listing)


def test_what_was_answered_can_be_gone_through_again(study: Store) -> None:
    at = desk(study)
    at.accept()
    at.reject()
    marking.mark(at, Action.FLAG)
    at.skip()
    sizes = {s: len(desk(study, listing=Listing(status=s)).keys) for s in
             ("open", "accepted", "rejected", "flagged", "skipped", "all")}  # fmt: skip
    assert sizes == {"open": 6, "accepted": 1, "rejected": 1, "flagged": 2, "skipped": 1, "all": 8}
    again = desk(study, listing=Listing(status="accepted"))
    again.reject()
    assert codes(study) == []
    assert again.item is None
    again.undo()
    assert again.item.code == "delays/waiting"
    assert desk(study).keys.keys[-1].code == VOICE  # skipped: at the end


def test_hidden_scores_and_codes_are_said_in_the_log(study: Store) -> None:
    at = desk(study, shown=Shown(hide="score"))
    at.accept()
    at = desk(study, shown=Shown(hide="code"))
    assert card(at).why == ()
    assert card(at).others == ()
    at.recode(VOICE)
    entries = study.decisions.log()
    assert [e.score for e in entries] == [None, None]
    rows = study.database.rows("SELECT payload FROM decision ORDER BY seq")
    assert '"hidden": ["score"]' in rows[0][0]
    assert '"hidden": ["code", "score"]' in rows[1][0]
    assert desk(study).item.code == "delays/forms"


def test_the_control_share_is_drawn_by_chance_and_stays_the_same(study: Store) -> None:
    at = desk(study, shown=Shown(control=0.5))
    drawn = [is_control(at, key) for key in at.keys.keys]
    again = desk(study, shown=Shown(control=0.5))
    assert drawn == [is_control(again, key) for key in again.keys.keys]
    assert not any(is_control(desk(study), key) for key in again.keys.keys)
    at = desk(study, shown=Shown(control=1.0))
    assert at.hidden == {"score", "code", "control"}
    at.accept()
    assert '"control": true' in study.database.value("SELECT payload FROM decision")


def test_blind_coders_see_their_own_decisions_only(study: Store) -> None:
    desk(study, "ben").accept()
    seeing, blind = desk(study), desk(study, shown=Shown(blind=True))
    assert [c.coder for c in card(seeing).codings] == ["ben"]
    assert card(blind).codings == ()
    assert coded_counts(seeing, [WAITING]) == {WAITING: 1, DELAYS: 1}
    assert coded_counts(blind, [WAITING]) == {WAITING: 0, DELAYS: 0}
    cleo = desk(study, "cleo", shown=Shown(blind=True))
    assert coded_counts(cleo, [WAITING]) == {WAITING: 0, DELAYS: 0}


def test_two_coders_decide_on_one_file(study: Store) -> None:
    anna, ben = desk(study), desk(study, "ben")
    anna.accept()
    ben.reject()
    ben.undo()
    assert codes(study) == [("anna", WAITING)]
    assert anna.undo().about.action == "accept"


def test_the_card_names_reasons_and_other_codes(study: Store) -> None:
    at = desk(study)
    at.go(1)
    shown = card(at)
    assert (shown.why, shown.words, shown.cases) == (("rule 2",), ("asked",), ())
    assert [code.path for code in shown.others] == ["voice", "delays/waiting"]
    counts = {row.code.path: row.open for row in tree(at, coded_counts(at, [FORMS]))}
    assert counts == {"delays": 6, "delays/waiting": 2, "delays/forms": 4, "voice": 2}


def test_a_suggestion_that_a_newer_run_dropped_is_passed_over(study: Store) -> None:
    at = desk(study)
    with study.transaction():
        study.database.execute(
            "UPDATE suggestion SET ended_run = 1 WHERE code_guid = ?", (WAITING,)
        )
    assert at.item.code == "delays/forms"
    with study.transaction():
        study.database.execute("UPDATE suggestion SET ended_run = 1")
    at.forward()
    assert (at.item, at.place) == (None, None)


def test_what_is_passed_over_leaves_no_longer_passage_behind(study: Store) -> None:
    at = desk(study)
    assert at.stretch(end=+1)
    marking.mark(at, Action.FLAG)
    with study.transaction():
        study.database.execute(
            "UPDATE suggestion SET ended_run = 1 WHERE code_guid = ?", (WAITING,)
        )
    assert at.item.code == "delays/forms"
    assert at.place == at.item.place


def test_one_goes_back_over_what_a_newer_run_dropped(study: Store) -> None:
    at = desk(study)
    first, dropped = at.keys.keys[0], at.keys.keys[1]
    at.go(2)
    with study.transaction():
        study.database.execute(
            "UPDATE suggestion SET ended_run = 1 WHERE id = ?", (dropped.suggestion,)
        )
    assert at.step(-1)
    assert (at.at, at.item.code_guid) == (0, first.code)
    assert at.step(+1)
    assert at.at == 2
    at.go(0)
    assert not at.step(-1)
    assert at.at == 0


def test_only_a_few_transcripts_stay_in_memory(study: Store, monkeypatch) -> None:
    monkeypatch.setattr("sendcode.workflows.page.KEPT", 1)
    at = desk(study)
    at.go(0)
    assert at.item.transcript == "first"
    at.go(5)
    assert card(at).item.transcript == "second"
    assert set(at.frame._pages) == {2}
    at.go(0)
    assert at.item.speaker == "MUM"


def test_an_empty_queue_is_at_its_end(small: Store) -> None:
    at = desk(small)
    assert (at.item, at.place, at.page, at.answer(), card(at)) == (None, None, None, None, None)
    assert not at.step(1)
    assert not at.stretch(end=1)
    at.read()
    at.move(1)
    at.move_turn(1)
    assert at.selection is None
    for act in (at.accept, at.reject, at.skip):
        with pytest.raises(NotFound):
            act()


def test_a_newer_codebook_is_seen(study: Store) -> None:
    from sendcode.workflows.new_code import add_code

    at = desk(study)
    assert not at.codebook_changed()
    add_code(study, name="Soup", coder="anna", at="2024-03-01T10:00:00Z")
    assert at.codebook_changed()
    assert at.frame.codebook.code("soup").origin == "inductive"


def test_whatever_one_does_the_log_leads_to_the_state(study: Store) -> None:
    chance = random.Random(3)
    at = desk(study)
    codes_ = [WAITING, FORMS, VOICE]
    doings = (
        *(at.accept, at.accept, at.reject, at.skip, at.undo, at.undo, at.redo),
        lambda: at.recode(chance.choice(codes_)),
        lambda: at.put(chance.choice(codes_)),
        lambda: (
            at.stretch(start=chance.choice([-1, 0, 1]), end=chance.choice([-1, 1])),
            at.accept(),
        ),
        lambda: at.step(-1),
        lambda: marking.mark(at, chance.choice([Action.FLAG, Action.STAR, Action.DO_NOT_QUOTE])),
        lambda: marking.memo(at, "words"),
        lambda: at.take_off(chance.choice(codes_)),
        lambda: (at.read(), at.move(1), at.put(VOICE), marking.mark_read(at, up_to_here=True)),
        at.stop_reading,
    )
    for _ in range(150):
        if at.item is None and at.selection is None:
            at.go(chance.randrange(8))
        with contextlib.suppress(NotFound):
            chance.choice(doings)()
    assert len(study.decisions.log()) > 80
    checks = Checks(study.database)
    assert replay(checks.log()).differences(checks.state()) == ()


def test_the_transcript_of_the_next_suggestion_is_known_ahead(study: Store) -> None:
    at = desk(study)
    assert at.coming().name == "first"
    at.go(3)
    assert at.coming().name == "second"
    at.go(len(at.keys) - 1)
    assert at.coming() is None
    at.accept()
    assert (at.item, at.coming()) == (None, None)
