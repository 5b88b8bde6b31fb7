from __future__ import annotations

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.corpus import Corpus
from sendcode.suggest.similar import Likeness, SimilarSuggester, references
from sendcode.vectors import load_embedding

WAITING = Code(
    "waiting",
    "Waiting",
    definition="Waiting lists for services; slow assessments.",
    include="months and years until a diagnosis",
    examples=("We were on the waiting list for two years.",),
)
FOOD = Code("food", "Food", definition="School dinners.", examples=("The lunch was nice soup.",))
BOOK = Codebook("Small", (WAITING, FOOD))


def turn(*sentences: str) -> TurnText:
    units, text = [], ""
    for number, sentence in enumerate(sentences, start=1):
        units.append(UnitRef(number, len(text) + 10, len(text) + 10 + len(sentence)))
        text += sentence + " "
    return TurnText(1, 1, Role.PARENT, "MUM", text, 10, tuple(units))


TALK = turn("The list for an assessment is a year long.", "Then we had soup.", "Zzz.")


def test_the_sentences_of_a_code_are_named_by_where_they_stand() -> None:
    assert [ref.detail for ref in references(WAITING)] == [
        "waiting definition",
        "waiting definition",
        "waiting include",
        "waiting example 1",
    ]


def test_a_unit_is_more_like_its_own_code() -> None:
    embedding = load_embedding()
    corpus = Corpus([TALK], embedding)
    waiting, food = (Likeness([code], embedding).of(corpus) for code in (WAITING, FOOD))
    assert waiting[0] > food[0]
    assert food[1] > waiting[1]


def test_the_nearest_sentence_is_the_evidence() -> None:
    embedding = load_embedding()
    corpus = Corpus([TALK], embedding)
    found = Likeness([WAITING], embedding).nearest(corpus.directions[0], "waiting")
    assert found is not None
    assert found.source == "similarity"
    assert found.detail.startswith("waiting ")
    assert Likeness([WAITING], embedding).nearest(corpus.directions[2], "waiting") is None
    assert Likeness([WAITING], embedding).nearest(corpus.directions[0], "food") is None


def test_it_suggests_from_the_threshold_on_and_says_how_it_was_made() -> None:
    suggester = SimilarSuggester(BOOK, threshold=0.5)
    found = list(suggester.suggest([TALK]))
    assert (1, "waiting") in {(s.unit, s.code) for s in found}
    assert all(0.5 <= s.score <= 1 for s in found)
    assert suggester.settings["threshold"] == "0.5"
    assert list(SimilarSuggester(BOOK).suggest([])) == []
    assert list(SimilarSuggester(Codebook("None")).suggest([TALK])) == []
