"""Codebook files that are not taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sendcode.core.codebook import Code, Codebook
from sendcode.core.codebook_rebase import Conflict
from sendcode.errors import CodebookError
from sendcode.store import Store
from sendcode.workflows import codebook_refusals as refusals
from tests.conftest import accept, record

FILE = Path("book.yaml")
BASE = Codebook("S", (Code("a", "A"),), version=1)


def test_an_older_version_is_told_what_changed_and_a_foreign_one_how_to_go_on() -> None:
    now = replace(BASE, codes=(Code("a", "A"), Code("b", "B")), version=3)
    old = refusals.stale(FILE, replace(BASE, based_on=1), BASE, now)
    assert old.message.endswith("(it is at version 3):\n  b added")
    assert old.hint.startswith("--rebase")
    foreign = refusals.stale(FILE, replace(BASE, based_on=9), Codebook(""), now)
    assert "version 9, which this project does not have" in foreign.message
    assert "--rebase" not in foreign.hint


def test_conflicts_are_listed_with_the_way_out() -> None:
    error = refusals.conflict(FILE, [Conflict("definition of a"), Conflict("name of a")])
    assert error.message.count("\n  ") == 2
    assert error.hint.startswith("--take")


def test_a_code_with_codings_may_not_be_missing(small: Store) -> None:
    current = small.codebooks.current()
    without = replace(current, codes=tuple(c for c in current if c.path != "delays/waiting"))
    refusals.refuse_lost_codes(small, current, without, FILE)
    record(small, accept(small, "first", 1))
    with pytest.raises(CodebookError, match=r"delays/waiting \(1 coded segment\)"):
        refusals.refuse_lost_codes(small, current, without, FILE)
