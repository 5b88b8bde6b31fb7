"""Every public reader module is registered; the helpers are known by name."""

from __future__ import annotations

import pkgutil

import pytest

from sendcode import readers
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import load

HELPERS = {
    "blocks",
    "cells",
    "choice",
    "columns",
    "cues",
    "decode",
    "front",
    "header",
    "json_words",
    "label_tally",
    "labels",
    "leads",
    "lexicon",
    "marks",
    "package",
    "parts",
    "pdf_columns",
    "rows",
    "sheets",
    "speakers",
    "survey",
    "turns",
    "word_changes",
    "word_names",
    "word_plain",
    "word_styles",
}


def test_every_module_is_a_reader_or_a_known_helper():
    modules = {module.name for module in pkgutil.iter_modules(readers.__path__)}
    registered = {target.partition(":")[0].rpartition(".")[2] for target in BUILTIN.values()}
    assert modules == registered | HELPERS


@pytest.mark.parametrize("suffix", sorted(BUILTIN))
def test_what_is_registered_can_be_loaded(suffix):
    assert callable(load(GROUP, suffix, BUILTIN))
