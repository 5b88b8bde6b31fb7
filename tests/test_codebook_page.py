"""What docs/codebook.md says is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from sendcode.cli.codebook_command import command
from sendcode.core.terms import expand
from sendcode.interchange.codebook_schema import schema
from sendcode.interchange.codebook_yaml import read
from sendcode.interchange.yaml_rules import KEYS
from sendcode.nlp import TermFinder, load_pipeline

PAGE = (Path(__file__).parents[1] / "docs" / "codebook.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
TERMS = re.findall(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) ?\|$", PAGE.split("| a term |")[1], re.M)


def test_the_example_is_a_codebook_for_the_reader_and_for_editors() -> None:
    plain: Any = YAML(typ="safe", pure=True).load(EXAMPLE)
    assert list(Draft7Validator(schema()).iter_errors(plain)) == []
    assert [code.path for code in read(EXAMPLE)] == ["delays", "delays/waiting"]


@pytest.mark.parametrize(("term", "finds", "other"), TERMS, ids=[row[0] for row in TERMS])
def test_a_term_finds_what_the_page_says(term: str, finds: str, other: str) -> None:
    terms = expand(term, read(EXAMPLE).vocabulary)
    finder = TermFinder(terms, load_pipeline())
    for text in filter(None, map(str.strip, finds.split(";"))):
        assert len(finder.find([text])), text
    for text in filter(None, map(str.strip, other.split(";"))):
        assert not len(finder.find([text])), text


def test_every_part_of_a_rule_and_every_command_stands_on_the_page() -> None:
    assert len(TERMS) > 12
    assert [key for key in KEYS if f"`{key}: " not in PAGE] == []
    assert [name for name in command.commands if f"{name}" not in PAGE] == []
