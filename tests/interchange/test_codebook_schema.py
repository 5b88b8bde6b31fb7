"""The JSON Schema of codebook files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from sendcode.data import codebooks
from sendcode.interchange.codebook_schema import schema, text
from sendcode.interchange.codebook_yaml import read
from tests.interchange.test_codebook_yaml import BOOK

FILE = Path(__file__).parents[2] / "docs" / "codebook.schema.json"


def errors(written: str) -> list[str]:
    plain: Any = YAML(typ="safe").load(written)
    return [error.json_path for error in Draft7Validator(schema()).iter_errors(plain)]


def test_the_file_in_docs_is_the_schema() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), (
        "sendcode codebook schema > docs/codebook.schema.json writes it anew"
    )
    Draft7Validator.check_schema(schema())


def test_the_shipped_codebooks_are_valid() -> None:
    for path in codebooks().values():
        assert errors(path.read_text(encoding="utf-8")) == []


def test_every_key_of_the_format_is_valid() -> None:
    read(BOOK)
    assert errors(BOOK) == []
    assert errors("codebook: S\ncodes:\n") == []
    assert errors("codebook: S\ncodes: [{id: a, examples: [x, {text: y, from: z}]}]") == []


@pytest.mark.parametrize(
    "code",
    [
        "{id: a, defnition: x}",
        "{name: A}",
        "{id: My Code}",
        "{id: a, colour: red}",
        "{id: a, origin: deduced}",
        "{id: a, rules: [{weight: 0.5}]}",
        "{id: a, rules: [{any: []}]}",
        "{id: a, rules: [{any: x, weight: 2}]}",
        "{id: a, rules: [{near: {of: x}}]}",
        "{id: a, rules: [{near: {of: x, to: y, within: 999}}]}",
        "{id: a, examples: [{from: transcript}]}",
        "{id: a, codes: [{id: b, anny: x}]}",
    ],
)
def test_what_the_reader_refuses_an_editor_marks(code: str) -> None:
    assert errors(f"codebook: S\ncodes: [{code}]") != []
