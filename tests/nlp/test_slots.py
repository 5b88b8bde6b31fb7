"""The words of terms: spellings, and which forms satisfy them."""

from fnmatch import fnmatchcase
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.terms import Word
from sendcode.nlp.pipelines import load_pipeline
from sendcode.nlp.slots import MAX_PATTERNS, Slots, cut, patterns, spellings

BLANK = load_pipeline()


def written(*words: str) -> set[str]:
    return {" ".join(w.text for w in found) for found in spellings(tuple(map(Word, words)))}


def test_a_term_may_be_written_joined_or_apart():
    assert written("class", "room") == {"class room", "classroom"}
    assert written("coproduction") == {"coproduction", "co production"}
    assert written("coproduc*") == {"coproduc*", "co produc*"}


def test_small_words_are_not_run_together_with_their_neighbours():
    assert written("drag", "on") == {"drag on"}
    assert written("a", "maze") == {"a maze"}
    assert written("re", "refer") == {"re refer", "rerefer"}
    assert written("no", "one") == {"no one", "noone"}


def test_capitals_quotes_and_lone_stars_stay_as_they_are():
    assert written("TA", "led") == {"TA led"}
    assert written("took", "*", "out") == {"took * out"}
    assert spellings((Word("Left", exact=True),)) == [(Word("Left", exact=True),)]


def test_a_long_term_has_not_more_spellings_than_allowed():
    assert len(spellings((Word("classroom"),) * 100)) == MAX_PATTERNS


def test_terms_are_cut_as_texts_are():
    words = [Word("can't"), Word("therap*"), Word("TA/teacher", exact=True)]
    assert [w.text for w in cut(words, BLANK)] == ["ca", "n't", "therap*", "TA", "teacher"]


def test_a_term_with_an_apostrophe_may_be_written_otherwise():
    ways = {" ".join(word.text for word in way) for way in patterns("it's time", BLANK)}
    assert {"it 's time", "it is time", "it has time"} <= ways
    ways = {" ".join(word.text for word in way) for way in patterns("mums' group", BLANK)}
    assert {"mums group", "mum 's group"} <= ways
    ways = {" ".join(word.text for word in way) for way in patterns("mum's", BLANK)}
    assert ways == {"mum 's"}


def test_a_form_satisfies_the_words_that_it_can_be():
    slots = Slots()
    numbers = {w: slots.number(Word(w)) for w in ("wait", "wait*", "waiting", "*", "WAIT")}
    by_number = {number: word for word, number in numbers.items()}
    assert {by_number[n] for n in slots.satisfied("waits", "")} == {"wait", "wait*", "waiting", "*"}
    assert {by_number[n] for n in slots.satisfied("WAITs", "")} == set(numbers)
    assert numbers["wait"] == slots.number(Word("wait"))


@settings(max_examples=200, deadline=None)
@given(st.text("ab*", min_size=1, max_size=8), st.text("ab'", min_size=1, max_size=10))
def test_a_wildcard_finds_what_a_plain_scan_finds(term: str, word: str) -> None:
    slots = Slots()
    pattern = f"{term}*a" if set(term) == {"*"} else f"{term}*"
    number = slots.number(Word(pattern))
    assert (number in slots.satisfied(word, "")) is fnmatchcase(word, pattern)


def test_many_wildcards_take_no_longer_than_one() -> None:
    slots = Slots()
    slots.number(Word("a*" * 30 + "b"))
    before = process_time()
    assert slots.satisfied("a" * 200, "") == frozenset()
    assert process_time() - before < 1
