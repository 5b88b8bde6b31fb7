from __future__ import annotations

from sendcode.core.asked import All, Fails, IsCoded, OfTurn, OfVoice, Some
from sendcode.store.asking_turns import TurnTerms

EARLY = OfTurn(lambda number: number < 3)
HERS = OfVoice(lambda voice: voice == "Ava")
"""Of turns 10 to 15, numbered from 1, Ava says every other one."""


def terms() -> TurnTerms:
    return TurnTerms(("Ava", "Ben"), {10 + n: (n + 1, n % 2) for n in range(6)})  # type: ignore[arg-type]


def test_a_term_leaves_the_turns_of_its_voices_or_its_numbers():
    assert terms().left_by(HERS) == {10, 12, 14}
    assert terms().left_by(EARLY) == {10, 11}


def test_joined_terms_leave_what_all_or_any_of_them_leave():
    assert terms().left_by(All((HERS, EARLY))) == {10}
    assert terms().left_by(Some((HERS, EARLY))) == {10, 11, 12, 14}
    assert terms().left_by(Fails(HERS)) == {11, 13, 15}
    everything = terms().left_by(Some((HERS, Fails(HERS))))
    assert terms().are_all(everything)
    assert not terms().are_all({10})


def test_what_is_also_about_codings_leaves_no_turns_by_itself():
    assert terms().left_by(IsCoded()) is None
    assert terms().left_by(All((HERS, IsCoded()))) is None


def test_each_voice_is_asked_once_however_often_its_term_stands_in_the_query():
    asked = []
    term = OfVoice(lambda voice: bool(asked.append(voice)))
    found = terms()
    assert found.left_by(All((term, Fails(term), term))) == frozenset()
    assert asked == ["Ava", "Ben"]
