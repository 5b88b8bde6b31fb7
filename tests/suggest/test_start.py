"""The starting model: what coded examples taught before a study has decisions of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.corpus import Corpus
from sendcode.suggest.start import SHARE, SHIPPED, Start, load, save, starting_model, teach
from sendcode.vectors import load_embedding

WAITS = ("we waited months for the clinic", "the clinic never rang back", "months of waiting again")
PLAYS = ("she likes football and drawing", "drawing is her favourite lesson", "football at break")


def corpus(texts: tuple[str, ...], role: Role = Role.PARENT) -> Corpus:
    turns = []
    for n, text in enumerate(texts, start=1):
        turns.append(TurnText(n, n, role, None, text, 0, (UnitRef(n, 0, len(text)),)))
    return Corpus(turns, load_embedding())


def taught(times: int = 3):  # type: ignore[no-untyped-def]
    known = corpus((WAITS + PLAYS) * times)
    truth = np.array(([1.0] * 3 + [0.0] * 3) * times)
    asked = [("delays", ("delays/waiting", "delays/forms"), np.zeros(len(known)), truth)]
    return teach(known, asked, passages=len(known))


def test_it_tells_what_sounds_like_the_coded_examples() -> None:
    model = taught()
    start = Start(corpus(("months at the clinic", "drawing and football")), model)
    waits, plays = start.moved(model.families["delays"], np.zeros(2))
    assert waits > 0.3
    assert plays < -0.3


def test_what_was_believed_counts_on() -> None:
    model = taught()
    found = model.families["delays"]
    start = Start(corpus(("months at the clinic", "months at the clinic")), model)
    low, high = start.moved(found, np.array([-2.0, 2.0]))
    assert high - low == pytest.approx(4 * SHARE * found.prior)


def test_units_of_which_nobody_knows_teach_nothing() -> None:
    known = corpus(WAITS + PLAYS + ("the boat sails",) * 9)
    truth = np.array([1.0] * 3 + [0.0] * 3 + [np.nan] * 9)
    model = teach(known, [("delays", (), np.zeros(len(known)), truth)], passages=6)
    start = Start(corpus(("boat sails",)), model)
    weights = start.word_weights(model.families["delays"], ["boat", "unheard"])
    assert weights.tolist() == [0, 0]


def test_a_file_brings_back_what_was_saved(tmp_path: Path) -> None:
    model = taught()
    save(model, tmp_path / "start.npz")
    again = load(tmp_path / "start.npz")
    assert (again.name, again.words) == (model.name, model.words)
    known = corpus(WAITS)
    before = Start(known, model).moved(model.families["delays"], np.zeros(3))
    after = Start(known, again).moved(again.families["delays"], np.zeros(3))
    assert np.allclose(before, after, atol=1e-4)


def test_a_codebook_without_most_of_the_codes_of_a_family_starts_without_it() -> None:
    model = starting_model()
    leaves = sorted(model.families["delays"].codes)
    assert model.family("delays", leaves) is model.families["delays"]
    assert model.family("delays", [*leaves, "delays/transport"]) is model.families["delays"]
    assert model.family("delays", leaves[:1]) is None
    assert model.family("waiting", leaves) is None


def test_the_shipped_model_is_small_and_described() -> None:
    assert SHIPPED.stat().st_size < 200_000
    card = SHIPPED.with_suffix(".md").read_text("utf-8")
    assert starting_model().name.split()[0] in card.replace(",", "")
