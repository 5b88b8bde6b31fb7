from __future__ import annotations

import pytest

from sendcode.core.asked import (
    All,
    Close,
    Fails,
    HasCode,
    IsMarked,
    IsRead,
    OfCoding,
    OfTurn,
    OfVoice,
    OfWords,
    Some,
    about_codings,
    possible,
)

VOICE, TURN, READ = OfVoice(bool), OfTurn(bool), IsRead(True)
LONG, SAID = OfWords(bool, about_length=True), OfWords(bool)
CODE, SCORE, STAR = HasCode(frozenset("c")), OfCoding("score", bool), IsMarked("star", True)
NEAR = Close(VOICE, CODE, 2)
OPEN = All(())


@pytest.mark.parametrize("term", [VOICE, TURN, READ, LONG])
def test_what_is_about_places_is_asked_of_denominators_too(term) -> None:
    assert possible(term) == term
    assert possible(Fails(term)) == Fails(term)
    assert possible(All((term, CODE))) == All((term, OPEN))


@pytest.mark.parametrize("term", [SAID, CODE, SCORE, STAR, NEAR])
def test_the_rest_is_left_open_in_denominators(term) -> None:
    assert possible(term) == OPEN
    assert possible(Fails(term)) == OPEN
    assert possible(Some((VOICE, term))) == Some((VOICE, OPEN))


def test_a_query_is_about_codings_when_one_of_its_terms_is() -> None:
    for term in (SCORE, STAR, Fails(SCORE), All((VOICE, STAR)), Close(VOICE, SCORE, 1)):
        assert about_codings(term)
    for term in (VOICE, CODE, NEAR, Fails(READ), Some((SAID, TURN)), OPEN):
        assert not about_codings(term)
