from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from scipy import sparse

from sendcode.errors import NotFound
from sendcode.vectors import SCALE, SHIPPED, StaticEmbedding, load_embedding, whole_directions

WORDS = ["wait", "soup", "##ing", "list", "letter"]
VECTORS = np.array([[9, 0], [0, 9], [1, 1], [8, 1], [3, 3]], dtype=np.int8)


@pytest.fixture
def tiny() -> StaticEmbedding:
    return StaticEmbedding(WORDS, VECTORS, name="tiny")


def test_a_sentence_is_the_sum_of_its_words_and_of_their_pieces(tiny: StaticEmbedding) -> None:
    found = tiny.embed(["Waiting list.", "soup soup", "zzz ??", ""])
    assert found.tolist() == [[18, 2], [0, 18], [0, 0], [0, 0]]


def test_directions_are_whole_numbers_of_one_length_and_zeros_for_nothing(
    tiny: StaticEmbedding,
) -> None:
    found = tiny.directions(["wait", "soup", "zzz"])
    assert found.tolist() == [[SCALE, 0], [0, SCALE], [0, 0]]
    assert tiny.directions([]).shape == (0, 2)


def test_counted_words_give_the_same_directions(tiny: StaticEmbedding) -> None:
    counts = sparse.csr_matrix(np.array([[1.0, 1, 0], [0, 2, 1]]))
    found = tiny.from_counts(counts, ["waiting", "list", "soup"])
    assert found.tolist() == tiny.directions(["waiting list", "list soup list"]).tolist()


def test_the_shipped_embedding_knows_what_is_alike_and_is_small() -> None:
    embedding = load_embedding()
    assert embedding.name.startswith("static ")
    assert SHIPPED.stat().st_size < 10_000_000
    a, b, c = embedding.directions(
        ["We waited two years.", "The queue took eighteen months.", "I had soup for lunch."]
    )
    assert a @ b > a @ c
    assert load_embedding() is embedding


def test_a_transformer_is_loaded_from_the_disk_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    class Model:
        weight = 1.0

        def __init__(self, name: str, **options: object) -> None:
            asked.update(options, name=name)

        def encode(self, texts: list[str], **_: object) -> np.ndarray:
            return np.array([[len(text), self.weight * 10] for text in texts])

    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    embedding = load_embedding("models/tiny")
    assert re.fullmatch(r"sentence-transformers tiny [0-9a-f]{12}", embedding.name)
    assert asked == {"name": "models/tiny", "device": "cpu", "local_files_only": True}
    assert embedding.directions(["a"]).shape == (1, 2)
    assert len(embedding.directions([])) == 0
    Model.weight = 2.0  # another model in a folder of the same name
    assert load_embedding("elsewhere/tiny").name != embedding.name


def test_a_transformer_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(NotFound, match="not installed"):
        load_embedding(str(tmp_path / "none"))

    def fail(*_: object, **__: object) -> None:
        raise OSError("nothing there")

    found = SimpleNamespace(SentenceTransformer=fail)
    monkeypatch.setitem(sys.modules, "sentence_transformers", found)
    with pytest.raises(NotFound, match="cannot be loaded"):
        load_embedding(str(tmp_path / "none"))


def test_vectors_of_a_spacy_pipeline_are_used_where_it_has_some(tmp_path: Path) -> None:
    import spacy

    with pytest.raises(NotFound, match="cannot be loaded") as missing:
        load_embedding(f"spacy:{tmp_path / 'none'}")
    assert "--embedding" in str(missing.value.hint)
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "empty")
    with pytest.raises(NotFound, match="no word vectors"):
        load_embedding(f"spacy:{tmp_path / 'empty'}")
    for word, vector in zip(("wait", "soup"), np.eye(2, dtype="f"), strict=True):
        blank.vocab.set_vector(word, vector)
    blank.to_disk(tmp_path / "some")
    embedding = load_embedding(f"spacy:{tmp_path / 'some'}")
    assert embedding.name.startswith("spacy ")
    wait, soup = embedding.directions(["wait", "soup"])
    assert (wait @ wait, wait @ soup) == (SCALE**2, 0)


def test_rounding_keeps_zeros_apart() -> None:
    assert whole_directions(np.array([[0.0, 0.0], [3.0, 4.0]])).tolist() == [
        [0, 0],
        [round(SCALE * 0.6), round(SCALE * 0.8)],
    ]
