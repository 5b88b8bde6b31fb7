from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from sendcode.core.model import Role
from sendcode.errors import NotFound, ProjectError, SendcodeError
from sendcode.store import Store
from sendcode.workflows.code import Settings, apply_codebook
from tests.conftest import AT, LATER, accept, codebook, record


def suggested(store: Store) -> list[tuple[object, ...]]:
    return [
        (u.suggestion, u.unit, u.code, u.score) for u in store.suggestions.open_units(coder=None)
    ]


def test_the_rules_suggest_on_every_turn_that_can_be_coded(coded: Store) -> None:
    found = apply_codebook(coded, coder="anna", at=AT, method="rules")
    assert found.by_code == {"delays/waiting": 2, "delays/forms": 2, "voice": 2}
    assert (found.turns, found.units, found.codebook_version) == (4, 10, 1)
    assert found.result.found == 6


def test_coding_twice_gives_the_same_and_names_the_run_before(coded: Store) -> None:
    before = suggested(coded)
    again = apply_codebook(coded, coder="anna", at=LATER, method="rules")
    assert suggested(coded) == before
    assert (again.result.new, again.result.kept, again.result.gone) == (0, 6, 0)
    assert (again.result.run, again.same_as) == (2, 1)


def test_another_codebook_version_is_another_run(coded: Store) -> None:
    book = codebook()
    fewer = replace(book, codes=tuple(replace(c, rules=()) for c in book.codes))
    with coded.transaction():
        coded.codebooks.add(fewer, "", message="", coder=1, at=LATER)
    again = apply_codebook(coded, coder="anna", at=LATER, method="rules")
    assert (again.same_as, again.codebook_version, again.by_code) == (0, 2, {})
    assert (again.result.gone, suggested(coded)) == (6, [])


def test_a_decided_unit_stays_decided_after_another_run(coded: Store) -> None:
    record(coded, accept(coded, "first", 1))
    anna = coded.coders.find("anna")
    before = coded.suggestions.open_units(coder=anna)
    apply_codebook(coded, coder="anna", at=LATER, method="rules")
    assert coded.suggestions.open_units(coder=anna) == before


def test_what_an_interviewer_says_gets_no_suggestion(coded: Store) -> None:
    roles = {s.label: s.role for s in coded.speakers.all()}
    assert roles["INT"] is Role.INTERVIEWER
    turns = {u.turn for u in coded.suggestions.open_units(coder=None)}
    spoken = {t.id: t.label for n in (1, 2) for t in coded.transcripts.turns(n)}
    assert {spoken[turn] for turn in turns} == {"MUM", "TEACHER"}


def test_progress_is_watched_turn_by_turn(small: Store) -> None:
    seen: list[tuple[str, int | None, int]] = []

    def track(things, description, *, total=None):
        made = list(things)
        seen.append((description, total, len(made)))
        return made

    apply_codebook(small, coder="anna", at=AT, track=track)
    assert seen == [("Applying the codebook", 4, 4)]


def test_a_project_without_a_codebook_or_without_transcripts_is_told_what_comes_first(
    store: Store,
) -> None:
    with pytest.raises(ProjectError, match="no codebook"):
        apply_codebook(store, coder="anna", at=AT)
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        store.codebooks.add(codebook(), "", message="", coder=coder, at=AT)
    with pytest.raises(ProjectError, match="no transcripts"):
        apply_codebook(store, coder="anna", at=AT)


def test_an_unknown_method_or_pipeline_is_refused_and_nothing_is_recorded(small: Store) -> None:
    with pytest.raises(NotFound, match="no suggest for 'magic'"):
        apply_codebook(small, coder="anna", at=AT, method="magic")
    with pytest.raises(SendcodeError):
        apply_codebook(small, coder="anna", at=AT, settings=Settings("xx_no_such_pipeline"))
    assert small.suggestions.last_run() == 0
    assert small.database.value("SELECT count(*) FROM lease") == 0


def test_two_runs_at_once_are_refused(small: Store, tmp_path: Path) -> None:
    small.database.execute(
        "INSERT INTO lease VALUES ('code', 'ben', ?, ?, ?)",
        (socket.gethostname(), os.getppid(), AT),
    )
    with pytest.raises(ProjectError, match="already running"):
        apply_codebook(small, coder="anna", at=AT)
    assert small.suggestions.last_run() == 0
