"""numpy's home for word vectors: sentences to vectors, by the static embedding that ships.

Vectors are whole numbers (int8 per word, summed), so that every sum and every product is
exact: the same sentences give the same similarities on any machine, with any number of threads.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from sendcode.core.spelling import plain
from sendcode.errors import NotFound

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SHIPPED = Path(__file__).parent / "data" / "embedding.npz"
SCALE = 2048
"""Length to which directions are rounded: products stay below 2^24 and are exact in float32."""
_WORD = re.compile(r"[a-z]+|[0-9]+")
_CHUNK = 4096
_PROBE = "We waited for the report and then for somebody to read it."


class Embedding(Protocol):
    """Whatever turns texts into vectors; `name` is what a run records."""

    name: str

    def directions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row per text: a direction of length `SCALE` in whole numbers, or zeros."""
        ...


def whole_directions(vectors: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
    """Return rows scaled to the length `SCALE` and rounded to whole numbers; zeros stay zeros."""
    exact = vectors.astype(np.float64)
    norms = np.sqrt((exact * exact).sum(axis=1, keepdims=True))
    scaled = exact * (SCALE / np.maximum(norms, 1e-9))
    return np.rint(np.where(norms > 1e-9, scaled, 0)).astype(np.float32)


class StaticEmbedding:
    """A table of words and word pieces; a sentence is the sum of its words.

    Args:
        words: Words, and pieces that begin with `##` and go on a word.
        vectors: One int8 row per word.
        name: What a run records.
    """

    def __init__(self, words: Sequence[str], vectors: npt.NDArray[np.int8], *, name: str) -> None:
        self.name = name
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors = np.vstack([vectors, np.zeros((1, vectors.shape[1]), np.int8)])
        self._known: dict[str, tuple[int, ...]] = {}

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.int32]:
        """Return the sum of the words' vectors for each text."""
        found = [
            np.zeros((0, self._vectors.shape[1]), np.int32),
            *(self._sums(texts[n : n + _CHUNK]) for n in range(0, len(texts), _CHUNK)),
        ]
        return np.concatenate(found)

    def directions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the direction of each text; zeros for no known word."""
        return whole_directions(self.embed(texts).astype(np.float64))

    def from_counts(self, counts: Any, words: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the same for texts whose words are counted already.

        Args:
            counts: Texts by words, sparse.
            words: The words of its columns.
        """
        table = self.embed(words).astype(np.float32)
        found = [
            whole_directions(counts[n : n + _CHUNK] @ table)
            for n in range(0, counts.shape[0], _CHUNK)
        ]
        return np.concatenate([np.zeros((0, table.shape[1]), np.float32), *found])

    def rank(self, word: str) -> int:
        """Return the place of a word in the vocabulary, most frequent first; its end if unknown."""
        return self._rows.get(word, len(self._rows))

    def _sums(self, texts: Sequence[str]) -> npt.NDArray[np.int32]:
        nothing = len(self._vectors) - 1
        rows: list[int] = []
        starts: list[int] = []
        for text in texts:
            starts.append(len(rows))
            rows.append(nothing)
            rows.extend(self.rows_of(text))
        taken = self._vectors[np.array(rows)]
        sums: npt.NDArray[np.int32] = np.add.reduceat(taken, np.array(starts), 0, dtype=np.int32)
        return sums

    def rows_of(self, text: str) -> list[int]:
        """Return the rows of a text's words, in order; a word of pieces has several."""
        rows: list[int] = []
        for word in _WORD.findall(plain(text)[0].lower()):
            found = self._known.get(word)
            rows.extend(self._pieces(word) if found is None else found)
        return rows

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Return the rows of a word: its own, else those of its longest pieces, else none."""
        rows: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                row = self._rows.get(mark + word[start:end])
                if row is not None:
                    rows.append(row)
                    start = end
                    break
            else:
                rows = []
                break
        self._known[word] = tuple(rows)
        return self._known[word]


class ModelEmbedding:
    """Vectors of a sentence-transformer, or of a spaCy pipeline that has some."""

    def __init__(self, encode: object, *, name: str) -> None:
        self.name = name
        self._encode = encode

    def directions(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the model's direction for each text."""
        if not texts:
            return np.zeros((0, 1), np.float32)
        return whole_directions(np.asarray(self._encode(list(texts)), dtype=np.float64))  # type: ignore[operator]


def load_embedding(name: str | None = None) -> Embedding:
    """Return the shipped embedding, or another one by name or path; nothing is downloaded.

    Args:
        name: None for the shipped one; `spacy:NAME` for the vectors of an installed spaCy
            pipeline; else a sentence-transformers model by path or by the name under which
            it lies on this computer.

    Raises:
        NotFound: It is not installed, has no vectors, or cannot be loaded.
    """
    if not name:
        return _shipped(SHIPPED)
    if name.startswith("spacy:"):
        return _spacy(name.removeprefix("spacy:"))
    return _transformer(name)


def general_shares(words: Sequence[str]) -> Floats:
    """Return about which share of all words each word has in general English.

    The shipped vocabulary stands in the order of frequency in English books and encyclopedias,
    after the single signs; frequencies follow from ranks by the law of Zipf and Mandelbrot.
    """
    shipped = _shipped(SHIPPED)
    first = shipped.rank("the")
    ranks = np.array([shipped.rank(word) - first for word in words], dtype=np.float64)
    found: Floats = 0.1 / (np.maximum(ranks, 0) + 2.7)
    return found


@lru_cache(maxsize=1)
def _shipped(path: Path) -> StaticEmbedding:
    content = path.read_bytes()
    with np.load(path) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        name = f"static {hashlib.sha256(content).hexdigest()[:12]}"
        return StaticEmbedding(words, stored["vectors"], name=name)


def _spacy(name: str) -> Embedding:
    from sendcode.nlp import describe, load_pipeline

    try:
        pipeline = load_pipeline(name)
    except NotFound as error:
        raise NotFound(
            f"the spaCy pipeline '{name}' cannot be loaded",
            "sendcode never downloads one; install it yourself (python -m spacy download "
            "en_core_web_md) or leave --embedding out.",
        ) from error
    if not pipeline.vocab.vectors_length:
        raise NotFound(
            f"the spaCy pipeline '{name}' has no word vectors",
            "Pipelines whose names end in _md or _lg have; or leave --embedding out.",
        )

    def encode(texts: Iterable[str]) -> Floats:
        return np.array([pipeline.make_doc(text).vector for text in texts], dtype=np.float64)

    return ModelEmbedding(encode, name=f"spacy {describe(pipeline)}")


def _transformer(name: str) -> Embedding:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise NotFound(
            "sentence-transformers is not installed",
            "pip install 'sendcode[transformer]', or leave --embedding out.",
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise NotFound(
            f"the model '{name}' cannot be loaded",
            "Name a folder, or a model that lies on this computer; sendcode downloads none.",
        ) from error

    def encode(texts: Sequence[str]) -> Floats:
        return np.asarray(model.encode(list(texts), show_progress_bar=False), dtype=np.float64)

    # folders of other models may bear the same name: what the model says of one sentence tells
    said = whole_directions(np.asarray(encode([_PROBE]), dtype=np.float64))
    mark = hashlib.sha256(said.astype("<i4").tobytes()).hexdigest()[:12]
    return ModelEmbedding(encode, name=f"sentence-transformers {Path(name).name} {mark}")
