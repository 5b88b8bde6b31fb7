from __future__ import annotations

import pytest

from sendcode.core.asked import OfWords
from sendcode.core.finding import finder, index_words
from sendcode.core.model import Role
from sendcode.store import Store
from sendcode.store.asking_text import Texts, in_index
from tests.conftest import AT, transcript


@pytest.mark.parametrize(
    ("wanted", "slop", "asked"),
    [
        ("waiting list", None, '"waiting list"'),
        ("waiting list", 3, '"waiting" AND "list"'),
        ("wait* list", None, '"wait" * AND "list"'),
        ("list list", 2, '"list"'),
        ("*", None, None),
    ],
)
def test_the_index_is_asked_for_words_that_every_passage_has(wanted, slop, asked) -> None:
    assert in_index(OfWords(finder(wanted, slop), *index_words(wanted, slop))) == asked


def test_texts_that_the_index_may_cut_otherwise_are_named(store: Store) -> None:
    with store.transaction():
        for name, said in (("plain", "We wait’s fine – é."), ("other", "Wai\u0301t. 待つ")):
            made = transcript(name, ("A", Role.PARENT, said))
            store.transcripts.add(made, file_name=name, part="", roles={}, at=AT)
    names = store.transcripts.names()
    texts = Texts(store.database)
    assert texts.text(names["plain"]) == store.transcripts.text(names["plain"])
    assert texts.special == [names["other"]]
    assert texts.text(names["other"]) == store.transcripts.text(names["other"])
