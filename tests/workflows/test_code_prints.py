"""What a run need not do again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sendcode.core.codebook import Code, Codebook
from sendcode.store import Store
from sendcode.workflows.code import Coded, apply_codebook
from tests.conftest import AT, LATER, WAITING, accept, codebook, record

SETS = {"list": ("waiting list", "queue"), "form": ("form",)}


def change(store: Store, edit: Callable[[Code], Code], **parts: object) -> Codebook:
    """Store another version of the codebook, each code edited."""
    old = store.codebooks.current()
    book = replace(old, codes=tuple(map(edit, old.codes)), **parts)  # type: ignore[arg-type]
    with store.transaction():
        store.codebooks.add(book, "", message="edit", coder=1, at=LATER)
    return book


def run(store: Store) -> Coded:
    return apply_codebook(store, coder="anna", at=LATER)


def standing(store: Store) -> list[tuple[object, ...]]:
    guids = {code.guid for code in codebook()}
    return [(s.unit, s.code, s.score, s.evidence) for s in store.suggestions.live(guids)]


@pytest.fixture
def done(small: Store) -> Store:
    """A project with the codebook applied, its rules using sets of terms."""
    first = next(code for code in codebook() if code.guid == WAITING)
    rule = replace(first.rules[0], any=(*first.rules[0].any, "@list"))
    change(small, lambda c: replace(c, rules=(rule,)) if c.guid == WAITING else c, vocabulary=SETS)
    assert run(small).reread == ("delays", "voice")
    return small


def test_nothing_changed_is_nothing_done_again(done: Store) -> None:
    before = standing(done)
    again = run(done)
    assert (again.families, again.renewed, again.reread) == (("delays", "voice"), (), ())
    assert standing(done) == before


def test_another_definition_scores_its_family_anew_but_its_rules_stay(done: Store) -> None:
    change(done, lambda c: replace(c, definition="Paper.") if c.guid == WAITING else c)
    again = run(done)
    assert (again.renewed, again.reread) == (("delays",), ())


def test_what_is_taken_over_is_what_would_have_been_found(done: Store) -> None:
    change(done, lambda c: replace(c, definition="Paper, forms, and lists."))
    assert run(done).reread == ()
    quick = standing(done)
    done.database.execute("UPDATE run SET settings = '{}'")
    assert run(done).reread == ("delays", "voice")
    assert standing(done) == quick


def test_another_rule_or_a_set_that_a_rule_uses_is_looked_for_again(done: Store) -> None:
    change(done, lambda c: c, vocabulary={**SETS, "form": ("paper",)})
    assert run(done).renewed == ()
    change(done, lambda c: c, vocabulary={"list": ("queue",), "form": ("paper",)})
    assert run(done).reread == ("delays",)
    change(done, lambda c: replace(c, rules=()) if c.guid == WAITING else c)
    assert run(done).reread == ("delays",)


def test_a_decision_teaches_its_family_and_no_rule(done: Store) -> None:
    record(done, accept(done, "first", 1))
    again = run(done)
    assert (again.renewed, again.reread) == (("delays",), ())


def test_another_role_changes_everything(done: Store) -> None:
    done.database.execute("UPDATE speaker SET role = 'interviewer' WHERE label = 'TEACHER'")
    again = run(done)
    assert again.reread == ("delays", "voice")
    assert {s.unit for s in done.suggestions.live({WAITING})} <= {
        unit.id for turn in done.transcripts.turn_texts() for unit in turn.units
    }


def test_a_set_that_another_set_uses_counts_too(done: Store) -> None:
    change(done, lambda c: c, vocabulary={"list": ("@form", "queue"), "form": ("form",)})
    assert run(done).reread == ("delays",)
    change(done, lambda c: c, vocabulary={"list": ("@form", "queue"), "form": ("paper",)})
    assert run(done).reread == ("delays",)


def test_a_run_at_another_time_is_the_same(done: Store) -> None:
    before = standing(done)
    apply_codebook(done, coder="anna", at=AT)
    assert standing(done) == before
