from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.finding import finder, hits, index_words, said_in


@pytest.mark.parametrize(
    ("text", "wanted", "slop", "found"),
    [
        ("We wait, and wait.", "wait", None, ["wait", "wait"]),
        ("We waited", "wait", None, []),
        ("We waited", "wait*", None, ["waited"]),
        ("The waiting\nlist", "waiting list", None, ["waiting\nlist"]),
        ("list of the waiting", "waiting list", 1, []),
        ("list of the waiting", "waiting list", 2, ["list of the waiting"]),
        ("we’ll see", "we'll", None, ["we’ll"]),
        ("a b", "a a", 5, []),
        ("anything", "...", None, []),
        ("one two", "*", None, ["one", "two"]),
    ],
)
def test_words_are_found(text: str, wanted: str, slop: int | None, found: list[str]) -> None:
    assert [text[start:end] for start, end in hits(text, wanted, slop)] == found


@given(
    st.lists(st.sampled_from("abc"), max_size=7),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    st.integers(0, 4),
)
def test_a_window_of_words_is_what_trying_every_order_finds(words, wanted, slop) -> None:
    text = " ".join(words)
    spans = set()
    for places in permutations(range(len(words)), len(wanted)):
        if all(words[p] == w for p, w in zip(places, wanted, strict=True)):
            first, last = min(places), max(places)
            if last - first + 1 - len(wanted) <= slop:
                spans.add((first, last))
    shortest = {first: min(last for f, last in spans if f == first) for first, _ in spans}
    expected = [(2 * first, 2 * last + 1) for first, last in sorted(shortest.items())]
    assert list(hits(text, " ".join(wanted), slop)) == expected


@given(
    st.text(alphabet="aAbßé’' -_.\u0301", max_size=14),
    st.text(alphabet="aAb*ß’' ", min_size=1, max_size=5),
    st.sampled_from((None, 0, 2)),
)
def test_the_quick_test_says_what_a_search_finds(text: str, wanted: str, slop: int | None) -> None:
    assert finder(wanted, slop)(text) is bool(hits(text, wanted, slop))


def test_words_for_an_index_are_those_every_hit_begins_with() -> None:
    assert index_words("Waiting list") == ((("waiting", False), ("list", False)), True)
    assert index_words("wait* don't *ing caf\u00e9", 3) == ((("wait", True), ("don", False)), False)
    assert index_words("***")[0] == ()


def test_words_are_said_in_a_text_side_by_side_and_in_order() -> None:
    assert said_in("St Mary's School, North", "mary's SCHOOL")
    assert not said_in("St Mary's School, North", "mary's north")
    assert not said_in("School 31", "3")
