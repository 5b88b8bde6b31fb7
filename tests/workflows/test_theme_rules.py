from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.codebook import Codebook
from sendcode.core.codebook_diff import diff
from sendcode.core.model import Role
from sendcode.interchange import codebook_yaml
from sendcode.store import Store
from sendcode.workflows.theme_decisions import adopt
from sendcode.workflows.theme_rules import starting_rules
from tests.conftest import AT
from tests.workflows.test_themes import fill, propose, said


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def about(store: Store, role: Role) -> frozenset[int]:
    """Return the units of one role that say something."""
    turns = (turn for turn in store.transcripts.turn_texts() if turn.role is role)
    return frozenset(turn.units[0].id for turn in turns)


def test_rules_are_phrases_that_find_the_theme_and_little_else(study: Store) -> None:
    found = starting_rules(study, about(study, Role.PARENT))
    terms = {term for rule in found.rules for term in rule.any}
    assert terms & {"bus", "village", "taxi"}
    assert not terms & {"lunch", "hall"}
    assert found.found >= 0.8 * found.of
    assert found.right == 1
    assert all(rule.draft and 0 < rule.weight < 1 for rule in found.rules)


def test_a_phrase_that_is_mostly_said_elsewhere_is_no_rule(store: Store) -> None:
    everywhere = ("The hall is cold.", "A cold hall.", "It is cold in that hall.")
    with store.transaction():
        for name, role, lines in (
            ("a", Role.PARENT, ("The hall and the taxi.", "One hall, one taxi.")),
            ("b", Role.PARENT, ("The hall, then a taxi.",)),
            ("c", Role.SENCO, everywhere),
            ("d", Role.SENCO, everywhere),
        ):
            talk = said(name, role, *lines)
            store.transcripts.add(talk, file_name=name, part="", roles={}, at=AT)
    (rule,) = starting_rules(store, about(store, Role.PARENT)).rules
    assert rule.any == ("taxi",)


def test_capitals_stay_and_names_are_left_out(store: Store) -> None:
    lines = ("He is EAL, says Okafor.", "They said EAL to Okafor.", "It is EAL and Okafor knows.")
    with store.transaction():
        for name, role, talk in (
            ("a", Role.PARENT, lines),
            ("b", Role.PARENT, lines),
            ("c", Role.SENCO, ("The weather is fine.", "So it rains.")),
        ):
            store.transcripts.add(said(name, role, *talk), file_name=name, part="", roles={}, at=AT)
    terms = {t for rule in starting_rules(store, about(store, Role.PARENT)).rules for t in rule.any}
    assert "EAL" in terms
    assert not any("okafor" in term.lower() for term in terms)


def test_a_theme_without_a_phrase_of_its_own_has_no_rules(study: Store) -> None:
    assert starting_rules(study, ()).rules == ()
    one = starting_rules(study, sorted(about(study, Role.PARENT))[:1])
    assert (one.rules, one.found, one.of, one.right) == ((), 0, 1, 0)


def test_draft_rules_say_so_in_the_codebook_until_somebody_takes_it_out(
    study: Store, tmp_path: Path
) -> None:
    done = adopt(study, propose(study)[0].id, name="Transport", coder="anna", at=AT)
    book = study.codebooks.current()
    assert book.code("transport").rules == done.draft.rules
    assert all(rule.draft for rule in done.draft.rules)
    file = tmp_path / "book.yaml"
    file.write_text(codebook_yaml.write(book), encoding="utf-8")
    assert "draft: true" in file.read_text(encoding="utf-8")
    assert codebook_yaml.read(file).code("transport").rules == done.draft.rules
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true", "draft: false"))
    looked_at: Codebook = codebook_yaml.read(file)
    assert all("draft" in line for line in diff(book, looked_at))
