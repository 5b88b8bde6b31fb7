"""Trying a rule."""

from __future__ import annotations

import pytest

from sendcode.core.model import Evidence, Span, Suggestion
from sendcode.errors import CodebookError, NotFound, ProjectError
from sendcode.store import Store
from sendcode.store.suggestions import NewRun
from sendcode.workflows.rule_trial import try_rule
from tests.conftest import AT, FORMS, VOICE, accept, place, record


def suggest(store: Store, code: str, name: str, unit: int) -> None:
    run = NewRun("rules-1", {}, {}, "s", 1, "x", 1, 1)
    found = Suggestion(
        place(store, name, unit).units[0], code, 0.5, (Evidence("rule", "x#1", 0.5, (Span(0, 1),)),)
    )
    with store.transaction():
        store.suggestions.store_run(run, [found], coder=1, at=AT)


def test_a_trial_counts_what_a_rule_finds(small: Store) -> None:
    done = try_rule(small, "soup")
    assert (len(done.lines), done.units, done.transcripts, done.cases) == (2, 10, 2, 0)
    assert [line.kwic.words for line in done.lines] == ["soup", "soup"]
    assert done.lines[0].kwic.left == "There is always another form. I had "
    assert done.new == 2
    assert small.suggestions.runs() == ()


def test_it_says_what_is_added_to_a_code(small: Store) -> None:
    done = try_rule(small, 'any: ["waiting list", years]', code="delays/waiting")
    assert (done.code, done.known, done.new) == ("delays/waiting", 2, 2)
    assert [line.new for line in done.lines] == [True, True, False, False]


def test_it_says_which_other_codes_are_there_already(small: Store) -> None:
    suggest(small, VOICE, "first", 2)
    record(small, accept(small, "second", 2, code=FORMS))
    done = try_rule(small, "years", code="delays/waiting")
    assert done.confused == {"voice": 1, "delays/forms": 1}
    alone = try_rule(small, "years")
    assert [line.new for line in alone.lines] == [False, False]
    family = try_rule(small, "years", code="delays")
    assert family.confused == {"voice": 1}


def test_a_list_of_rules_is_tried_together(small: Store) -> None:
    assert len(try_rule(small, "[{any: soup}, {any: form, role: teacher}]").lines) == 4


@pytest.mark.parametrize("text", ["", "any: [soup", "anny: soup", "any: ['@nothing']", "weight: 1"])
def test_what_is_no_rule_is_refused(small: Store, text: str) -> None:
    with pytest.raises(CodebookError):
        try_rule(small, text)


def test_a_code_and_transcripts_have_to_be_there(small: Store) -> None:
    with pytest.raises(NotFound):
        try_rule(small, "soup", code="nowhere")


def test_without_transcripts_nothing_is_tried(store: Store) -> None:
    with pytest.raises(ProjectError, match="no transcripts"):
        try_rule(store, "soup")


def test_the_rules_of_a_code_are_those_below_it_too(small: Store) -> None:
    below = try_rule(small, "years", code="delays/waiting").known
    assert try_rule(small, "years", code="delays").known > below > 0


def test_what_is_odd_in_a_rule_is_said(small: Store) -> None:
    assert try_rule(small, "soup").warnings == ()
    assert "very common" in try_rule(small, "the").warnings[0]
    assert "may take very long" in try_rule(small, "regex: '(a|a)+$'").warnings[0]
