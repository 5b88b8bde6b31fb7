"""The starting model: what coded examples taught before a study has decisions of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.suggest.corpus import Corpus
from sendcode.suggest.start import (
    SHARE,
    SHIPPED,
    Asked,
    Start,
    load,
    save,
    starting_model,
    teach,
)
from sendcode.vectors import load_embedding

WAITS = ("we waited months for the clinic", "the clinic never rang back", "months of waiting again")
CODES = ("delays/waiting", "delays/forms")
PLAYS = ("she likes football and drawing", "drawing is her favourite lesson", "football at break")


def corpus(texts: tuple[str, ...], role: Role = Role.PARENT) -> Corpus:
    turns = []
    for n, text in enumerate(texts, start=1):
        turns.append(TurnText(n, n, role, None, text, 0, (UnitRef(n, 0, len(text)),)))
    return Corpus(turns, load_embedding())


def taught(times: int = 3):  # type: ignore[no-untyped-def]
    known = corpus((WAITS + PLAYS) * times)
    truth = np.array(([1.0] * 3 + [0.0] * 3) * times)
    forms = np.zeros(len(known))
    asked = Asked("delays", CODES, np.zeros(len(known)), np.stack([truth, truth, forms], axis=1))
    return teach(known, [asked], passages=len(known))


def test_it_tells_what_sounds_like_the_coded_examples() -> None:
    model = taught()
    start = Start(corpus(("months at the clinic", "drawing and football")), model)
    (waits, plays), codes = start.moved(model.families["delays"], CODES, np.zeros(2))
    assert waits - plays > 0.6
    waiting, forms = codes.T
    assert waiting[0] > waiting[1]
    assert (forms < -0.5).all()


def test_a_code_that_was_not_learned_takes_its_part_of_the_family() -> None:
    model = taught()
    start = Start(corpus(("months at the clinic", "drawing and football")), model)
    found = model.families["delays"]
    _, codes = start.moved(found, (*CODES, "delays/transport"), np.zeros(2))
    _, learned = start.moved(found, CODES, np.zeros(2))
    assert (codes[:, :2] == learned).all()
    assert codes[0, 2] > codes[1, 2]


def test_what_was_believed_counts_on() -> None:
    model = taught()
    found = model.families["delays"]
    start = Start(corpus(("months at the clinic", "months at the clinic")), model)
    _, codes = start.moved(found, CODES, np.array([-2.0, 2.0]))
    assert codes[1] - codes[0] == pytest.approx(4 * SHARE * found.prior[1:])


def test_units_of_which_nobody_knows_teach_nothing() -> None:
    known = corpus(WAITS + PLAYS + ("the boat sails",) * 9)
    truth = np.array([1.0] * 3 + [0.0] * 3 + [np.nan] * 9)
    asked = Asked("delays", (), np.zeros(len(known)), truth[:, None])
    model = teach(known, [asked], passages=6)
    start = Start(corpus(("boat sails",)), model)
    weights = start.word_weights(model.families["delays"], ["boat", "unheard"])
    assert weights.tolist() == [0, 0]


def test_a_file_brings_back_what_was_saved(tmp_path: Path) -> None:
    model = taught()
    save(model, tmp_path / "start.npz")
    again = load(tmp_path / "start.npz")
    assert (again.name, again.words) == (model.name, model.words)
    known = corpus(WAITS)
    before, codes = Start(known, model).moved(model.families["delays"], CODES, np.zeros(3))
    after, same = Start(known, again).moved(again.families["delays"], CODES, np.zeros(3))
    assert np.allclose(before, after, atol=1e-4)
    assert np.allclose(codes, same, atol=1e-4)


def test_a_codebook_without_most_of_the_codes_of_a_family_starts_without_it() -> None:
    model = starting_model()
    leaves = sorted(model.families["delays"].codes)
    assert model.family("delays", leaves) is model.families["delays"]
    assert model.family("delays", [*leaves, "delays/transport"]) is model.families["delays"]
    assert model.family("delays", leaves[:1]) is None
    assert model.family("waiting", leaves) is None


def test_the_shipped_model_is_small_and_described() -> None:
    assert SHIPPED.stat().st_size < 400_000
    card = SHIPPED.with_suffix(".md").read_text("utf-8")
    assert starting_model().name.split()[0] in card.replace(",", "")
