from __future__ import annotations

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.model import Role
from sendcode.store import Store
from sendcode.workflows import review
from sendcode.workflows.overview import status
from sendcode.workflows.repair import remove_transcript
from sendcode.workflows.review import Filter
from tests.conftest import AT, TALK, accept, codebook, record, transcript


def test_each_step_of_the_way_names_the_next(store: Store) -> None:
    def step() -> str:
        return status(store, coder="anna").next[0]

    assert step() == "sendcode ingest FOLDER"
    with store.transaction():
        store.transcripts.add(transcript("one", *TALK), file_name="", part="", roles={}, at=AT)
    assert step() == "sendcode codebook import send"
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        store.codebooks.add(codebook(), "", message="", coder=coder, at=AT)
    assert step() == "sendcode code"


def test_a_coded_project_waits_for_review_and_then_for_export(coded: Store) -> None:
    assert status(coded, coder="anna").next == (
        "sendcode review",
        "6 suggested sentences wait for you",
    )
    review.accept_all(coded, coder="anna", at=AT, where=Filter())
    assert status(coded, coder="anna").next[0] == "sendcode export study.xlsx"
    assert status(coded, coder="ben").next[0] == "sendcode review"


def test_a_project_at_a_glance(coded: Store) -> None:
    record(coded, accept(coded, "first", 1))
    mum = next(s for s in coded.speakers.all() if s.label == "MUM")
    coded.speakers.set_role(mum.id, Role.UNKNOWN, "person")
    seen = status(coded, coder="anna")
    assert (seen.name, seen.transcripts, seen.words, seen.cases) == ("study", 2, 64, 0)
    assert (seen.speakers, seen.unknown_roles, seen.units, seen.read) == (4, 1, 10, 1)
    assert (seen.codebook, seen.codebook_version, seen.runs, seen.open) == ("Small", 1, 1, 5)
    assert (seen.decisions, seen.coders) == ({"accept": 1}, ("anna",))
    waiting = next(code for code in seen.codes if code.path == "delays/waiting")
    assert (waiting.segments, waiting.suggested, waiting.decided) == (1, 2, 1)
    assert status(coded, coder="ben").read == 0


def test_a_person_who_speaks_in_two_interviews_is_one_person(small: Store) -> None:
    for speaker in small.speakers.all():
        if speaker.label == "MUM":
            small.speakers.set_participant(speaker.id, "Dee")
            small.speakers.set_role(speaker.id, Role.UNKNOWN, "person")
    seen = status(small, coder="anna")
    assert (seen.speakers, seen.people, seen.unknown_roles) == (4, 3, 1)


def test_a_case_whose_transcript_is_out_is_not_counted(small: Store) -> None:
    with small.transaction():
        sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", 1, None),))
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    assert status(small, coder="anna").cases == 1
    remove_transcript(small, "first", coder="anna", at=AT)
    assert (status(small, coder="anna").cases, status(small, coder="anna").transcripts) == (0, 1)
