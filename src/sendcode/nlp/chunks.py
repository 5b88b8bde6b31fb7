"""Noun phrases and verb phrases, as a trained pipeline reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sendcode.core.model import Span
from sendcode.errors import NotFound
from sendcode.nlp.pipelines import trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_WITH_VERB = frozenset({"dobj", "obj", "prt", "compound:prt", "acomp", "xcomp", "neg", "dative"})
_LONGEST = 6


def load_parser(name: str) -> Language:
    """Return a trained pipeline by name or path, with its tagger and its parser.

    Raises:
        NotFound: It is not installed, or has no parser.
    """
    pipeline = trained(name, without=("ner", "textcat"))
    if "parser" not in pipeline.pipe_names:
        raise NotFound(
            f"the spaCy pipeline '{name}' has no parser",
            "Noun and verb phrases need one; en_core_web_sm has it.",
        )
    return pipeline


def phrase_spans(pipeline: Language, texts: Sequence[str]) -> list[list[Span]]:
    """Return where each text has a noun phrase, or a verb with what belongs to it.

    Args:
        pipeline: From `load_parser`.
        texts: Sentences.
    """
    return [sorted(_phrases(doc), key=_place) for doc in pipeline.pipe(texts, batch_size=128)]


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _phrases(doc: Doc) -> Iterator[Span]:
    for chunk in doc.noun_chunks:
        yield Span(chunk.start_char, chunk.end_char)
        for n in range(chunk.start + 1, chunk.root.i + 1):  # also without what stands in front
            yield Span(doc[n].idx, chunk.end_char)
    for token in doc:
        if token.pos_ == "VERB":
            yield from _of_verb(token)


def _of_verb(verb: Token) -> Iterator[Span]:
    """Yield a verb with its particle, object or complement, as far as they follow it."""
    end = verb.i
    for child in verb.children:
        if child.dep_ in _WITH_VERB and child.i > verb.i:
            end = max(end, child.right_edge.i)
            if end - verb.i < _LONGEST:
                last = verb.doc[end]
                yield Span(verb.idx, last.idx + len(last))
