"""Regular expressions that people write: compiled in one way, and never left running.

The `regex` package finds what `re` finds, and can be told when to stop: a pattern such as
`(a|a)+$` takes longer than anybody lives on a sentence of some forty letters.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property
from time import process_time
from typing import Any

TRIAL = 0.05
"""Seconds that a pattern may take with one short line before it is called slow."""
_LINE = 60


class PatternError(ValueError):
    """A pattern cannot be read; the message says why."""


class TooSlowError(Exception):
    """A pattern took longer than it was given."""


class Pattern:
    """A regular expression, any case.

    Args:
        written: As it stands in the codebook.

    Raises:
        PatternError: It cannot be read.
    """

    def __init__(self, written: str) -> None:
        import regex

        self.written = written
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                re.compile(written, re.IGNORECASE)
                self._compiled: Any = regex.compile(written, regex.IGNORECASE)
        except (re.error, regex.error, RecursionError, OverflowError, Warning) as error:
            raise PatternError(str(error)) from None

    def spans(self, texts: Iterable[str], *, seconds: float) -> Iterator[list[tuple[int, int]]]:
        """Yield, for each text, the offsets of what is found, without empty matches.

        Args:
            texts: Any.
            seconds: Processor time for all of them together.

        Raises:
            TooSlowError: They took longer.
        """
        end = process_time() + seconds
        for text in texts:
            left = end - process_time()
            try:
                if left <= 0:
                    raise TimeoutError
                found = [m.span() for m in self._compiled.finditer(text, timeout=left)]
            except TimeoutError:
                raise TooSlowError from None
            yield [span for span in found if span[0] < span[1]]

    @property
    def empty(self) -> bool:
        """Whether it matches the empty text, hence everything."""
        return self._compiled.match("") is not None

    @cached_property
    def slow(self) -> bool:
        """Whether one of some short lines, made of the pattern's own letters, takes too long."""
        own = "".join(dict.fromkeys(c for c in self.written if c.isprintable()))
        for letter in dict.fromkeys((*filter(str.isalnum, own), "a", "1", " ")):
            lines = (f"{letter * _LINE}\u00a7", f"{own} {letter * _LINE}\u00a7 {own}")
            try:
                list(self.spans(lines, seconds=TRIAL))
            except TooSlowError:
                return True
        return False
