"""Which code a proposed theme is nearest to, and how near: perhaps it belongs there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sendcode.core.codebook import Code, Codebook
from sendcode.suggest.themes import SHOWN
from sendcode.vectors import Embedding

_SAMPLE = 5_000
"""What people usually talk about is told from so many sentences."""

Floats = npt.NDArray[np.float64]


class NearestCode:
    """Finds the code that is most like a theme, beyond what all codes and all talk share.

    Every description of a code is about school, and so is nearly everything that is said: that
    much likeness tells nothing. So what codes have in common is taken away from each, and what
    the talk has in common from the theme; what is left is compared.

    Args:
        book: Codes that are retired, or have codes below them, are left out.
        embedding: Gives the meaning of texts.
        texts: What people say.
    """

    def __init__(self, book: Codebook, embedding: Embedding, texts: Sequence[str]) -> None:
        self._embedding = embedding
        self._codes = [c for c in book if not c.retired and not book.children(c.path)]
        about = [_middle(embedding, _described(code)) for code in self._codes]
        shared = np.mean(about, axis=0) if len(about) > 1 else 0.0
        self._about = _unit(np.array(about) - shared) if about else np.zeros((0, 1))
        step = -(-len(texts) // _SAMPLE) or 1
        self._talk = _middle(embedding, texts[::step])

    def of(self, middle: object) -> tuple[str | None, float]:
        """Return the GUID of the nearest code to a theme, and how near it is (0 to 1).

        Args:
            middle: The theme's direction.
        """
        if not self._codes:
            return None, 0.0
        theme = _unit(np.asarray(middle, dtype=np.float64)[None])[0]
        own = _unit((theme - self._talk * (theme @ self._talk))[None])[0]
        scores = self._about @ own
        best = int(scores.argmax())
        return self._codes[best].guid, float(np.clip(scores[best], 0, 1))

    def of_texts(self, texts: Sequence[str]) -> tuple[str | None, float]:
        """Return the same for a theme whose sentences these are, those that show it best first."""
        return self.of(_middle(self._embedding, texts[:SHOWN])) if texts else (None, 0.0)


def _described(code: Code) -> list[str]:
    return [" ".join((code.name, code.definition, code.include)), *code.examples]


def _middle(embedding: Embedding, texts: Sequence[str]) -> Floats:
    directions = _unit(embedding.directions(list(texts)).astype(np.float64))
    middle: Floats = _unit(directions.sum(axis=0)[None])[0]
    return middle


def _unit(rows: Any) -> Floats:
    found: Floats = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return found
