from __future__ import annotations

from dataclasses import replace

from sendcode.core.cases import CaseSheet, Level, SheetAttribute, SheetLink
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.core.segments import NOT_QUOTED, Status
from sendcode.store import Store
from sendcode.workflows import review
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import Filter
from tests.conftest import AT, FORMS, WAITING, accept, codebook, place, record


def sheet(store: Store, *attributes: SheetAttribute, links: tuple[SheetLink, ...] = ()) -> None:
    cases = tuple(dict.fromkeys([a.case for a in attributes if a.case] + [k.case for k in links]))
    with store.transaction():
        made = CaseSheet(cases=cases, links=links, attributes=attributes)
        store.cases.apply(made, file_name="c", sha256="", coder=1, at=AT)


def mum(store: Store):
    return next(s for s in store.speakers.all() if s.label == "MUM")


# --- units and words ----------------------------------------------------------------------


def test_units_in_a_span_are_those_that_share_a_character_with_it(small: Store) -> None:
    frame = StudyFrame(small)
    units = frame.units(1)
    for start in range(0, units[-1].end + 2, 3):
        for end in range(start + 1, start + 60, 7):
            expected = [u for u in units if u.start < end and start < u.end]
            assert list(frame.units_in(1, start, end)) == expected


def test_words_of_a_span_are_those_that_begin_in_it(small: Store) -> None:
    frame = StudyFrame(small)
    text = frame.text(1)
    assert frame.words("first", 0, len(text)) == len(text.split())
    assert frame.words("first", 0, 3) == 1
    assert frame.words("first", 1, 3) == 0


# --- cases and attributes -----------------------------------------------------------------


def test_a_turn_s_cases_are_those_of_its_transcript_its_speaker_and_its_range(
    small: Store,
) -> None:
    links = (SheetLink("Ben", 1, None), SheetLink("Ava", 1, mum(small).id))
    sheet(small, links=links)
    with small.transaction():
        small.database.execute("INSERT INTO study_case (id, guid, name) VALUES (9, 'g', 'Cho')")
        small.database.execute(
            "INSERT INTO case_link (case_id, transcript_id, turn_first, turn_last, source) "
            "VALUES (9, 1, 3, 3, 'person')"
        )
    frame = StudyFrame(small)
    turns = [turn for turn in frame.turns.values() if turn.transcript_id == 1]
    assert [frame.cases(turn) for turn in turns] == [
        ("Ben",),
        ("Ava", "Ben"),
        ("Ben", "Cho"),
        ("Ben",),
    ]


def test_a_speaker_s_attribute_stands_before_the_transcript_s_and_that_before_the_case_s(
    small: Store,
) -> None:
    who = mum(small)
    sheet(
        small,
        SheetAttribute(Level.CASE, "a", "case", case="Ava"),
        SheetAttribute(Level.CASE, "b", "case", case="Ava"),
        SheetAttribute(Level.CASE, "c", "one", case="Ava"),
        SheetAttribute(Level.CASE, "c", "two", case="Ben"),
        SheetAttribute(Level.TRANSCRIPT, "a", "transcript", owner=1),
        SheetAttribute(Level.TRANSCRIPT, "b", "transcript", owner=1),
        SheetAttribute(Level.SPEAKER, "a", "speaker", owner=who.id),
        links=(SheetLink("Ava", 1, None), SheetLink("Ben", 1, None)),
    )
    frame = StudyFrame(small)
    first = next(u for u in frame.population() if u.transcript == "first")
    assert first.attributes == {"a": "speaker", "b": "transcript", "c": "one; two"}
    assert frame.attribute_names == ("a", "b", "c")
    assert frame.case_attributes == {
        "Ava": {"a": "case", "b": "case", "c": "one"},
        "Ben": {"c": "two"},
    }
    second = next(u for u in frame.population() if u.transcript == "second")
    assert second.attributes == {}


def test_a_person_is_the_participant_across_transcripts_or_a_label_in_one(small: Store) -> None:
    frame = StudyFrame(small)
    assert {u.person for u in frame.population() if u.speaker == "MUM"} == {
        "first / MUM",
        "second / MUM",
    }
    with small.transaction():
        for speaker in small.speakers.all():
            if speaker.label == "MUM":
                small.speakers.set_participant(speaker.id, "P1")
    assert {u.person for u in StudyFrame(small).population() if u.speaker == "MUM"} == {"P1"}


def test_the_population_is_every_unit_that_nobody_but_an_interviewer_said(small: Store) -> None:
    frame = StudyFrame(small)
    assert len(frame.population()) == 10
    assert len(frame.population(interviewers=True)) == 14
    assert Role.INTERVIEWER not in {unit.role for unit in frame.population()}
    assert sum(unit.words for unit in frame.population()) == 46


# --- segments -----------------------------------------------------------------------------


def test_codings_suggestions_and_rejections_are_one_table(coded: Store) -> None:
    record(coded, replace(accept(coded, "first", 1), memo="m"))
    record(coded, NewDecision(Action.REJECT, place=place(coded, "first", 5), code=FORMS))
    frame = StudyFrame(coded)
    table = frame.segments(Status.ALL, coder="anna")
    found = [(r.transcript, r.code_path, r.status.value, r.coder) for r in table.rows]
    assert found == [
        ("first", "delays/waiting", "coded", "anna"),
        ("first", "voice", "suggested", ""),
        ("first", "delays/forms", "rejected", "anna"),
        ("second", "delays/waiting", "suggested", ""),
        ("second", "voice", "suggested", ""),
        ("second", "delays/forms", "suggested", ""),
    ]
    row = table.rows[0]
    assert (row.levels, row.memo, row.turn) == (("Delays", "Waiting"), "m", 2)
    assert row.text == "We were on the waiting list."
    assert table.depth == 2
    assert len(frame.segments(Status.SUGGESTED, coder="ben").rows) == 6
    assert len(frame.segments(Status.SUGGESTED).rows) == 4
    assert frame.segments(Status.REJECTED).rows[0].text == "There is always another form."


def test_the_words_that_speak_for_a_suggestion_are_in_its_row(coded: Store) -> None:
    rows = StudyFrame(coded).segments(Status.SUGGESTED).rows
    assert rows[0].evidence_words == ("waiting list",)
    assert rows[0].score == 1.0


def test_a_code_that_a_later_version_dropped_is_still_told(coded: Store) -> None:
    record(coded, accept(coded, "first", 1))
    shorter = replace(codebook(), codes=codebook().codes[3:])
    with coded.transaction():
        coded.codebooks.add(shorter, "", message="", coder=1, at=AT)
    (row,) = StudyFrame(coded).segments().rows
    assert (row.code_path, row.code_name, row.levels) == ("delays/waiting", "Waiting", ("Waiting",))


def test_a_hand_made_coding_keeps_its_exact_offsets(small: Store) -> None:
    turn = place(small, "first", 1).turn
    units = place(small, "first", 1).units
    spot = Place(1, turn, Span(44, 56), units)
    record(small, NewDecision(Action.CODE, place=spot, code=WAITING, origin="manual"))
    (row,) = StudyFrame(small).segments().rows
    assert (row.start, row.end, row.origin) == (44, 56, "manual")
    assert row.text == StudyFrame(small).text(1)[44:56]
    assert row.units == units


def test_bulk_codings_say_so(coded: Store) -> None:
    review.accept_all(coded, coder="anna", at=AT, where=Filter())
    assert {row.origin for row in StudyFrame(coded).segments().rows} == {"bulk"}


def test_words_that_must_not_be_quoted_stand_in_no_table(small: Store) -> None:
    spot = place(small, "first", 1)
    record(small, accept(small, "first", 1, 2), accept(small, "second", 1))
    record(small, NewDecision(Action.DO_NOT_QUOTE, place=spot))
    rows = {row.transcript: row for row in StudyFrame(small).segments().rows}
    assert rows["first"].text == NOT_QUOTED
    assert rows["first"].evidence_words == ()
    assert rows["second"].text != NOT_QUOTED
    assert (rows["first"].start, rows["first"].end) == (
        spot.span.start,
        place(small, "first", 2).span.end,
    )
