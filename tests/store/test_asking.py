"""The full-text index and our own words: where they cut a text alike."""

from __future__ import annotations

import re

from sendcode.core.finding import SPECIAL
from sendcode.core.model import Role
from sendcode.store import Store
from sendcode.store.asking_sql import ALWAYS, NEVER, Condition, both, either, joined, opposite
from tests.conftest import AT, transcript


def test_words_of_ordinary_characters_are_cut_by_the_index_as_by_us(store: Store) -> None:
    ordinary = [chr(n) for n in range(0x20, 0x2200) if not SPECIAL.search(chr(n))]
    assert len(ordinary) > 600
    said = " ".join(f"aa{c}bb {c}cc{c} dd {c} ee" for c in ordinary if c not in "\r\n\x85\x1c\x1d")
    with store.transaction():
        made = transcript("t", ("A", Role.PARENT, said))
        store.transcripts.add(made, file_name="t", part="", roles={}, at=AT)
        store.database.execute(
            "CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'turn_index', 'row')"
        )
        indexed = {row[0] for row in store.database.tuples("SELECT term FROM words")}
    ours = {word.casefold() for word in re.findall(r"\w+(?:['’]\w+)*", made.text)}
    plain = {word for word in ours if word.isascii() and word.isalnum()}
    assert {"aa", "bb", "cc", "dd", "ee"} <= plain <= indexed
    assert all(c.lower() == c.casefold() for c in ordinary)


def test_conditions_that_are_settled_leave_nothing_to_ask() -> None:
    assert both([]) == ALWAYS
    assert either(["a", ALWAYS]) == ALWAYS
    assert both(["a", NEVER]) == NEVER
    assert both(["a", "b", "a"]) == "(a AND b)"
    assert opposite(opposite(ALWAYS)) == ALWAYS


def test_a_code_that_fits_and_a_place_that_fits_need_both_but_one_coding() -> None:
    code, place = Condition("c", "own", NEVER), Condition("p", NEVER, "p")
    assert joined([code, place], every=True).found == "(own AND (c AND p))"
    assert joined([code, place], every=False).found == "(own OR p)"
