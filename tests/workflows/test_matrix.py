from __future__ import annotations

import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action, Role
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.matrix import choose_coder, matrix
from tests.conftest import AT, FORMS, WAITING, accept, place, record


@pytest.fixture
def studied(small: Store) -> Store:
    """Two cases, one of them spoken about in both transcripts; codings of two coders."""
    sheet = CaseSheet(
        cases=("Ava", "Ben"),
        links=(SheetLink("Ava", 1, None), SheetLink("Ava", 2, None), SheetLink("Ben", 2, None)),
    )
    with small.transaction():
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    record(small, accept(small, "first", 1, 2), accept(small, "second", 1))
    record(small, accept(small, "first", 1), accept(small, "first", 5, code=FORMS), coder="ben")
    return small


def cells(store: Store, **how: object) -> dict[tuple[str, str], object]:
    made = matrix(store, **how)
    return {
        (row[0], column[0]): made.values[r][c]
        for r, row in enumerate(made.rows)
        for c, column in enumerate(made.columns)
        if made.values[r][c]
    }


def test_a_project_is_counted_by_code_and_case(studied: Store) -> None:
    assert cells(studied) == {
        ("delays", "Ava"): 4,
        ("delays", "Ben"): 1,
        ("delays/waiting", "Ava"): 3,
        ("delays/waiting", "Ben"): 1,
        ("delays/forms", "Ava"): 1,
    }
    made = matrix(studied)
    assert (made.total, made.coder) == (4, "any")
    assert made.base == (2, 1)


def test_words_of_two_coders_overlapping_codings_count_once(studied: Store) -> None:
    unit = place(studied, "first", 1, 2)
    words = matrix(studied, values="words", columns="transcript")
    assert words.values[1][0] == 10
    assert unit.units
    codings = matrix(studied, values="codings", columns="transcript")
    assert codings.values[1] == (2, 1)


def test_a_matrix_counts_one_coder_s_codings_or_the_agreed_ones(studied: Store) -> None:
    ben = {("delays", "Ava"): 2, ("delays/waiting", "Ava"): 1, ("delays/forms", "Ava"): 1}
    assert cells(studied, coder="ben") == ben
    assert cells(studied, coder="agreed") == {("delays", "Ava"): 2, ("delays/waiting", "Ava"): 2}


def test_the_only_coder_is_the_default_and_otherwise_any(small: Store, studied: Store) -> None:
    assert choose_coder(studied, None) == "any"
    assert choose_coder(studied, "ben") == "ben"
    with pytest.raises(NotFound, match="no coder 'cho'") as raised:
        choose_coder(studied, "cho")
    assert raised.value.hint == "Known: anna, ben, any, agreed."


def test_with_one_coder_the_default_is_that_coder(small: Store) -> None:
    record(small, accept(small, "first", 1), coder="ben")
    assert matrix(small).coder == "ben"


def test_an_unknown_measure_is_refused_with_the_known_ones(small: Store) -> None:
    with pytest.raises(NotFound, match="no measure 'length'") as raised:
        matrix(small, values="length")
    assert "segments" in raised.value.hint


def test_a_speaker_who_turns_out_to_be_the_interviewer_counts_nowhere(small: Store) -> None:
    record(small, accept(small, "first", 1), accept(small, "first", 5, code=FORMS))
    for speaker in small.speakers.all():
        if speaker.label == "TEACHER":
            small.speakers.set_role(speaker.id, Role.INTERVIEWER, "person")
    made = matrix(small, columns="role")
    assert made.columns == (("parent",),)
    assert made.total == 1
    assert any("interviewer's turn" in note for note in made.notes)


def test_read_shares_are_those_of_the_coder(small: Store) -> None:
    record(small, accept(small, "first", 1))
    record(
        small, NewDecision(Action.REJECT, place=place(small, "first", 2), code=WAITING), coder="ben"
    )
    by_ben = matrix(small, columns="transcript", coder="ben")
    by_any = matrix(small, columns="transcript", coder="any")
    assert (by_ben.read_share, by_any.read_share) == ((0.2, 0.0), (0.4, 0.0))


def test_the_note_about_unknown_roles_is_the_one_that_can_be_hidden(small: Store) -> None:
    for speaker in small.speakers.all():
        if speaker.label == "MUM":
            small.speakers.set_role(speaker.id, Role.UNKNOWN, "person")
    record(small, accept(small, "first", 1))
    how = {"columns": "role", "values": "participants"}
    (told,) = matrix(small, **how).notes
    assert told.startswith("Counted too: 2 speakers")
    assert "2" not in matrix(small, **how, threshold=5).notes[0]
