from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.contrasts import contrast
from tests.conftest import AT
from tests.workflows.test_themes import DINNER, fill, said


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def test_a_contrast_finds_what_one_role_says(study: Store) -> None:
    found = contrast(study, "role:parent", "role:senco")
    phrases = {term.phrase.lower() for term in found.terms}
    assert any("bus" in phrase for phrase in phrases)
    assert not any("lunch" in phrase for phrase in phrases)
    for term in found.terms:
        assert term.ratio > 0
        assert term.parts > 1
        assert term.lines[0].words.lower() == term.phrase.lower()


def test_a_contrast_counts_the_forms_of_a_word_as_one_and_no_names(store: Store) -> None:
    parent = ("We ring Okafor and ring.", "I rang Okafor again.", "They rung and Okafor rang.")
    with store.transaction():
        for name, role, lines in (
            ("a", Role.PARENT, parent),
            ("b", Role.PARENT, parent),
            ("c", Role.SENCO, DINNER),
            ("d", Role.SENCO, DINNER),
        ):
            store.transcripts.add(
                said(name, role, *lines), file_name=name, part="", roles={}, at=AT
            )
    (term,) = contrast(store, "role:parent", "role:senco").terms
    assert (term.phrase, term.count, term.elsewhere, term.parts) == ("ring", 10, 0, 2)


def interviews(store: Store, role: Role, *sentences: tuple[str, ...]) -> None:
    """Store an interview of one person for each of some lists of sentences."""
    with store.transaction():
        for number, lines in enumerate(sentences):
            name = f"{role.value}{number}"
            store.transcripts.add(
                said(name, role, *lines), file_name=name, part="", roles={}, at=AT
            )


def test_one_talkative_person_makes_no_theme(store: Store) -> None:
    talkative = ("The minibus again, always the minibus.",) * 8
    interviews(
        store, Role.PARENT, talkative, ("We wait for a letter.",) * 3, ("A letter came.",) * 3
    )
    interviews(store, Role.SENCO, DINNER, DINNER)
    found = {term.phrase: term for term in contrast(store, "role:parent", "role:senco").terms}
    assert "minibus" not in found
    assert (found["letter"].people, found["letter"].people_elsewhere) == (2, 0)


def test_what_is_evenly_spread_comes_first(store: Store) -> None:
    letter = ("We wait for a letter.", "A letter came.")
    uneven = ("The minibus, the minibus and the minibus.", "That minibus.")
    interviews(store, Role.PARENT, (*letter, *uneven), (*letter, "One minibus."), letter)
    interviews(store, Role.SENCO, DINNER, DINNER)
    first, second, *_ = contrast(store, "role:parent", "role:senco").terms
    assert (first.phrase, second.phrase) == ("letter", "minibus")
    assert first.dispersion < second.dispersion


def test_the_rest_is_what_the_first_query_does_not_find(study: Store) -> None:
    rest = contrast(study, "role:parent")
    assert [term.phrase for term in rest.terms] == [
        term.phrase for term in contrast(study, "role:parent", "role:senco").terms
    ]
    assert (rest.people, rest.people_elsewhere) == (2, 2)
    both = contrast(study, "role:parent", "transcript:a or transcript:b")
    assert "10 sentences that both find count for the first only" in both.note
    assert both.people_elsewhere == 1


def test_nothing_to_compare_with_is_refused(study: Store) -> None:
    with pytest.raises(NotFound, match="nothing is left"):
        contrast(study, "role:parent", "transcript:a")
    with pytest.raises(NotFound, match="no sentence"):
        contrast(study, "text:helicopter")


def test_places_show_what_is_said_before_and_after(study: Store) -> None:
    term = next(t for t in contrast(study, "role:parent").terms if "bus" in t.phrase.lower())
    line = term.lines[0]
    assert len({one.transcript for one in term.lines}) == len(term.lines) == 2
    said_there = f"{line.before} {line.words} {line.after}".lower()
    assert "bus" in said_there
    assert "village" in said_there


def test_a_capital_of_the_first_word_is_not_the_phrases_own(store: Store) -> None:
    interviews(store, Role.PARENT, ("Taxi first.",), ("Taxi again.",), ("One taxi.",))
    interviews(store, Role.SENCO, DINNER, DINNER)
    (term,) = contrast(store, "role:parent", "role:senco").terms
    assert (term.phrase, term.count) == ("taxi", 3)
    assert {line.words for line in term.lines} == {"Taxi", "taxi"}
