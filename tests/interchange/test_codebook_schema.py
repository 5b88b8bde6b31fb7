"""The JSON Schema of codebook files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from sendcode.core.roles import parse_role, role_words
from sendcode.data import codebooks
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_schema import schema, text
from sendcode.interchange.codebook_yaml import read
from tests.interchange.test_codebook_yaml import BOOK

FILE = Path(__file__).parents[2] / "docs" / "codebook.schema.json"


def errors(written: str) -> list[str]:
    plain: Any = YAML(typ="safe", pure=True).load(written)
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


VALUES: list[Any] = [
    *(None, "", " ", 0, 2, -1, 0.5, 10**10, True, "x", "two words", "My Code", "my-code", "a/b"),
    *("\u00e4rzte", "\u00c4rzte", "a_b", "-a", "a--b", "#fff", "red", "deductive", "yes", "true"),
    *("Teacher", "LA officer", "teecher", "*", "\u2026", '"a"', '"a', "0.5", "1e3", " x ", "(a+)+"),
    *([], ["x"], [""], [None], [["x"]], ["x", 1], {}, {"text": "x", "from": "t"}, {"text": ""}),
    *([{"text": "x"}], [{"from": "x"}], [{"text": "x", "from": ""}], {"of": "x", "to": ["y"]}),
    *({"of": "x"}, {"of": [], "to": "y"}, {"of": "x", "to": "y", "within": 201}),
    *({"of": "x", "to": "y", "within": "3"}, {"of": "x", "to": "y", "within": 2.5}),
    *({"of": "x", "to": "y", "ordered": "Yes"}, {"of": "x", "to": "y", "ordered": 1}),
    *([{"any": ["x"]}], [{"any": "x", "weight": 2}], [{"weight": 1}], [{"id": "b"}]),
    *([{"name": "b"}], {"ta": ["TA"]}, {"ta": None}, {"T A": "x"}, {"-": "x"}, {"": "x"}),
]


@pytest.mark.parametrize("place", ["top", "code", "rule"])
def test_reader_and_schema_refuse_the_same(place: str) -> None:
    of = schema()["definitions"]
    known = {"top": schema(), "code": of["code"], "rule": of["rule"]}[place]["properties"]
    differ = []
    for key in (*known, "other"):
        for value in ("left out", *VALUES):
            rule = {"any": ["x"]}
            code = {"id": "a", "rules": [rule]}
            top = {"codebook": "S", "codes": [code]}
            entry: dict[str, Any] = {"top": top, "code": code, "rule": rule}[place]
            entry.pop(key, None)
            if value != "left out":
                entry[key] = value
            stream = io.StringIO()
            YAML(typ="safe", pure=True).dump(top, stream)
            try:
                read(stream.getvalue())
            except CodebookError:
                taken = False
            else:
                taken = True
            if taken is bool(errors(stream.getvalue())):
                differ.append((key, value))
    # A schema cannot say what a regular expression is.
    assert differ == ([("regex", "*")] if place == "rule" else [])


@pytest.mark.parametrize("word", role_words())
def test_every_word_for_a_role_is_one_in_the_editor_too(word: str) -> None:
    for written in (word, word.upper(), word.title()):
        rules = f'codebook: S\ncodes: [{{id: a, rules: [{{any: x, role: "{written}"}}]}}]'
        assert read(rules).codes[0].rules[0].roles == (parse_role(word),)
        assert errors(rules) == []
