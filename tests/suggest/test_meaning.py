from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sendcode.suggest.meaning import Space, leading, unit_rows
from sendcode.vectors import general_shares, load_embedding

WORDS = """months weeks dinner lunch dog horse bus taxi music guitar river teacher doctor money
    window garden football church computer colour angry proud winter shoe hospital letter
    phone friend school""".split()
PASSAGES = tuple(f"{word} school" for word in WORDS[:-1])


def space(*passages: str) -> tuple[Space, sparse.csr_matrix]:
    """Return a space of passages, whose words are given, and those words counted."""
    rows = [[passage.split().count(word) for word in WORDS] for passage in passages]
    counts = sparse.csr_matrix(np.array(rows, dtype=np.float64))
    transcripts = np.arange(counts.shape[0])
    return Space.of(counts, transcripts, WORDS, passages, load_embedding()), counts


def test_words_that_mean_nearly_the_same_share_their_weight() -> None:
    found, counts = space(*PASSAGES)
    rows = found.spread(counts)
    assert rows[0] @ rows[1] > rows[0] @ rows[4] + 0.02
    assert (rows >= 0).all()
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(PASSAGES)))


def test_a_word_in_every_passage_tells_nothing() -> None:
    found, _ = space(*PASSAGES)
    assert [WORDS[n] for n in found.kept.tolist()] == WORDS[:-1]


def test_rows_are_directions_and_nothing_stays_nothing() -> None:
    found, counts = space(*PASSAGES, "nothing known")
    placed = found.spread(counts)
    assert np.linalg.norm(placed[:-1], axis=1) == pytest.approx(np.ones(len(PASSAGES)))
    assert not placed[-1].any()


def test_a_projection_is_the_product_with_the_spread_rows() -> None:
    found, counts = space(*PASSAGES, "nothing known")
    weights = np.random.default_rng(1).random((len(found.kept), 4))
    assert found.project(counts, weights) == pytest.approx(found.spread(counts) @ weights, rel=1e-5)


def test_what_all_passages_share_is_no_meaning_of_one() -> None:
    found, _ = space(*PASSAGES)
    meant = found.meant(PASSAGES, load_embedding())
    assert np.linalg.norm(meant, axis=1) == pytest.approx(np.ones(len(PASSAGES)))
    assert np.abs(meant.mean(axis=0)).max() < 0.1
    assert meant[0] @ meant[1] > meant[0] @ meant[4] + 0.1


def test_no_word_left_gives_an_empty_space() -> None:
    found, counts = space("school", "school")
    assert not found.spread(counts).any()
    assert not found.project(counts, np.ones((0, 2))).any()


def test_leading_vectors_are_those_of_the_largest_values() -> None:
    gram = np.diag(np.arange(1.0, 101.0))
    values, vectors = leading(gram, 3)
    assert values == pytest.approx([100, 99, 98])
    assert np.abs(vectors[99, 0]) == pytest.approx(1)
    assert leading(np.zeros((80, 80)), 2)[0] == pytest.approx([0, 0])


def test_rows_of_length_nought_stay() -> None:
    assert unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]


def test_general_shares_fall_with_the_rank() -> None:
    the, school, paediatrician = general_shares(["the", "school", "paediatricianish"])
    assert the > school > paediatrician > 0
