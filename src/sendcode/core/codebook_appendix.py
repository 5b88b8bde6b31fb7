"""The codebook as a thesis prints it: a finished value for exporters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sendcode.core.codebook import Code, Codebook


@dataclass(frozen=True, slots=True)
class Appendix:
    """A codebook with what its readers need to know about it.

    Attributes:
        codebook: The version that is printed.
        made_at: ISO time of that version; the clock is never read.
        quotes: Whether examples that are words of an interview are in it.
    """

    codebook: Codebook
    made_at: str
    quotes: bool = True

    @property
    def used(self) -> tuple[Code, ...]:
        """Return the codes in use, and those above them, in order."""
        kept = {c.path for c in self.codebook.codes if not c.retired}
        kept |= {above.path for path in set(kept) for above in self.codebook.ancestors(path)}
        return tuple(code for code in self.codebook.codes if code.path in kept)

    @property
    def retired(self) -> tuple[Code, ...]:
        """Return the codes that are no longer in use."""
        used = {code.path for code in self.used}
        return tuple(code for code in self.codebook.codes if code.path not in used)

    def examples(self, code: Code) -> tuple[tuple[str, bool], ...]:
        """Return a code's examples, each with whether it is from an interview."""
        marks = dict(code.quotes)
        found = ((example, example in marks) for example in code.examples)
        return tuple(pair for pair in found if self.quotes or not pair[1])


def without_quotes(book: Codebook, *, unless: Callable[[str, str], bool] | None = None) -> Codebook:
    """Return the codebook without the examples that are words of an interview.

    Args:
        book: Any version.
        unless: Says of words and the name of their transcript whether they may stay.
            Without it none may.
    """
    codes = []
    for code in book.codes:
        kept = tuple(quote for quote in code.quotes if unless and unless(*quote))
        gone = {words for words, _ in code.quotes} - {words for words, _ in kept}
        examples = tuple(example for example in code.examples if example not in gone)
        codes.append(replace(code, examples=examples, quotes=kept))
    return replace(book, codes=tuple(codes))
