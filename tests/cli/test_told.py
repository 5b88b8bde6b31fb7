"""What an undo took back is said."""

from __future__ import annotations

from sendcode.cli.told import decisions_in_words
from sendcode.store import Store
from tests.cli.conftest import Run
from tests.conftest import FORMS, VOICE, WAITING, accept, record


def test_undo_and_redo_say_what_they_were_about(study: Run) -> None:
    study("review", "--plain", stdin="a\nq\n")
    code = study("log", "--json").stdout.rpartition('"code": "')[2].partition('"')[0]
    told = study("undo").stdout
    assert f"1 decision taken back:\n  accept: {code} in mum\n" in told
    assert f"1 decision brought back:\n  accept: {code} in mum\n" in study("redo").stdout


def test_a_repair_and_an_edit_of_the_codebook_are_named(study: Run) -> None:
    study("codebook", "retire", "delays/waiting")
    assert "delays/waiting taken into use again" in study("undo").stdout
    study("speakers", "role", "MUM", "teacher")
    assert "\n  repair: " in study("undo").stdout


def test_a_batch_is_said_with_its_first_and_a_count(small: Store) -> None:
    codes = (WAITING, WAITING, FORMS, VOICE, WAITING, FORMS)
    ids = record(small, *(accept(small, "first", 1, code=code) for code in codes))
    assert decisions_in_words(small, ids) == (
        "accept: delays/waiting in first",
        "accept: delays/forms in first",
        "accept: voice in first",
        "and 3 more",
    )
