"""Pipelines by name, and how every one of them cuts a text into words."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sendcode.errors import NotFound

if TYPE_CHECKING:
    from spacy.language import Language

BLANK = "en (blank)"
MAX_CHARACTERS = 10**9
"""No parser runs here, so that spaCy's limit on the length of a text does not apply."""

_CLITIC = r"n't|'(?:s|ve|re|ll|d|m)"
_DOTS = r"\.\.+|…"
_PREFIX = re.compile(rf"^(?:{_DOTS}|[^\w])")
_SUFFIX = re.compile(rf"(?:{_CLITIC}|{_DOTS}|[^\w])$", re.IGNORECASE)
_INFIX = re.compile(
    rf"(?:{_CLITIC})(?!\w)|{_DOTS}|(?<!\d)[.,:/]|[.,:/](?!\d)|[^\w\s'.,:/]+", re.IGNORECASE
)
_JOINED_NOT = (
    "do does did is are was were have has had would could should must ca wo need might sha"
).split()


def load_pipeline(name: str | None = None) -> Language:
    """Return the blank English pipeline, or a trained one by name or path.

    Words are cut the same way with every pipeline. Nothing is ever downloaded.

    Raises:
        NotFound: The pipeline is not installed, or cannot be used with this spaCy.
    """
    return _set_up(trained(name, without=("ner", "parser", "textcat"))) if name else _blank()


def trained(name: str, *, without: Sequence[str]) -> Language:
    """Return a trained pipeline by name or path, without some of its parts.

    Raises:
        NotFound: It is not installed, or cannot be used with this spaCy.
    """
    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(name, exclude=list(without))
    except (OSError, ImportError, ValueError, KeyError) as error:
        raise NotFound(
            f"the spaCy pipeline '{name}' cannot be loaded",
            "sendcode never downloads one; install it yourself (python -m spacy download "
            "en_core_web_sm) or leave --pipeline out.",
        ) from error


@lru_cache(maxsize=1)
def _blank() -> Language:
    """Return the blank pipeline: making one takes a tenth of a second, and all are alike."""
    import spacy

    return _set_up(spacy.blank("en"))


def _set_up(pipeline: Language) -> Language:
    pipeline.tokenizer = _tokenizer(pipeline)
    pipeline.max_length = MAX_CHARACTERS
    return pipeline


def describe(pipeline: Language | None) -> str:
    """Return name and version of a pipeline and of spaCy, as a run records them.

    Args:
        pipeline: None for the blank one, without loading it.
    """
    name = BLANK
    if pipeline is not None and pipeline.pipe_names:
        name = "{lang}_{name} {version}".format(**pipeline.meta)
    return f"{name}, spaCy {version('spacy')}"


def _tokenizer(pipeline: Language) -> Any:
    from spacy.symbols import ORTH
    from spacy.tokenizer import Tokenizer

    rules: dict[str, list[dict[int, str]]] = {}
    for verb in _JOINED_NOT:
        for form in (verb, verb.capitalize()):
            rules[f"{form}nt"] = [{ORTH: form}, {ORTH: "nt"}]
    for first, second in (("can", "not"), ("gon", "na"), ("got", "ta")):
        for form in (first, first.capitalize()):
            rules[form + second] = [{ORTH: form}, {ORTH: second}]
    return Tokenizer(
        pipeline.vocab,
        rules=rules,
        prefix_search=_PREFIX.search,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
    )
