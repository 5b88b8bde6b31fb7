from __future__ import annotations

import numpy as np

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.corpus import PASSAGE, Corpus
from sendcode.vectors import ModelEmbedding, load_embedding


def turn(sentences: list[str], *, start: int = 0, first: int = 1) -> TurnText:
    text, units = "", []
    for number, sentence in enumerate(sentences, start=first):
        units.append(UnitRef(number, start + len(text), start + len(text) + len(sentence)))
        text += sentence + " "
    return TurnText(first, 1, Role.PARENT, "MUM", text, start, tuple(units))


def test_a_long_turn_is_cut_into_passages_of_about_the_same_size() -> None:
    corpus = Corpus([turn(["Yes."] * (PASSAGE + 1))], load_embedding())
    assert corpus.passages == 2
    assert np.bincount(corpus.passage).tolist() == [7, 6]


def test_words_stand_where_the_transcript_has_them() -> None:
    made = turn(["We waited.", "The list\u00ad was long, the LIST."], start=100)
    corpus = Corpus([made], load_embedding())
    spans = corpus.spans(1, {"list"})
    text = "x" * 100 + made.text
    assert [text[s.start : s.end].lower() for s in spans] == ["list", "list"]


def test_the_product_with_weights_is_the_same_as_with_the_rows() -> None:
    corpus = Corpus([turn(["We wait.", "We wait long."]), turn(["No."], first=9)], load_embedding())
    rows = corpus.rows(np.arange(3), np.ones((3, 1)))
    random = np.random.default_rng(0)
    from sendcode.suggest.corpus import Weights

    weights = Weights(
        random.normal(size=rows.words.shape[1]),
        random.normal(size=rows.near.shape[1]),
        random.normal(size=rows.dense.shape[1]),
        0.0,
        1.0,
    )
    direct = rows.words @ weights.words + rows.near @ weights.near + rows.dense @ weights.dense
    assert np.allclose(corpus.all_rows(weights, np.ones((3, 1))), direct)


def test_another_embedding_is_asked_for_sentences_and_passages() -> None:
    model = ModelEmbedding(lambda texts: [[len(t), 1.0] for t in texts], name="len")
    corpus = Corpus([turn(["We wait.", "So long."])], model)
    assert corpus.directions.shape == (2, 2)
    assert corpus.near_directions.shape == (1, 2)
