"""REFI-QDA codebooks."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree

from sendcode.core.codebook import Code, Codebook, Rule, with_guids
from sendcode.core.codebook_file import complete
from sendcode.data import codebooks
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_yaml import read as read_yaml
from sendcode.interchange.refi_qda import NO_NAME, read, write
from tests.interchange.test_codebook_table import books

A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
HEAD = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other 1"><Codes>'
TAIL = "</Codes></CodeBook>"
SHARED = Path(os.environ.get("SENDCODE_SHARED", Path(__file__).parents[3] / "shared"))
SCHEMA = SHARED / "refi-qda" / "Codebook-mrt2019.xsd"


def qdc(tmp_path: Path, text: str, *, head: str = HEAD, tail: str = TAIL) -> Path:
    path = tmp_path / "book.qdc"
    path.write_bytes((head + text + tail).encode())
    return path


def send() -> Codebook:
    return with_guids(read_yaml(codebooks()["send"]), known={})


def numbered(book: Codebook) -> Codebook:
    codes = tuple(replace(c, guid=str(UUID(int=n))) for n, c in enumerate(book.codes, 1))
    return replace(book, codes=codes)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of the standard is not here")
def test_what_is_written_is_valid_against_the_schema(tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))

    @settings(max_examples=12)
    @given(books().map(numbered))
    @example(send())
    def valid(book: Codebook) -> None:
        write(book, tmp_path / "b.qdc")
        schema.assertValid(etree.parse(tmp_path / "b.qdc"))

    valid()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books())
def test_what_the_format_can_hold_comes_back(tmp_path: Path, book: Codebook) -> None:
    book = numbered(book)
    write(book, tmp_path / "b.qdc")
    found = read(tmp_path / "b.qdc")
    assert found.problems == ()
    back, _ = complete(found, book)
    assert back.codes == book.codes


def test_the_shipped_codebook_keeps_its_rules_and_says_so(tmp_path: Path) -> None:
    book = send()
    path = tmp_path / "send.qdc"
    write(book, path)
    back, notes = complete(read(path), book)
    assert back.codes == book.codes
    assert "rules of 12 codes kept from the project" in notes[0]
    first = path.read_bytes()
    write(book, path)
    assert path.read_bytes() == first
    assert not first.startswith(b"\xef\xbb\xbf")


def test_names_that_repeat_are_qualified_and_come_back_bare(tmp_path: Path) -> None:
    book = Codebook(
        "S", (Code("a", "A", guid=A), Code("a/forms", "Forms", guid=B),
              Code("forms", "forms", guid=A.replace("a", "c"))),
    )  # fmt: skip
    write(book, tmp_path / "b.qdc")
    assert b'name="Forms (a/forms)"' in (tmp_path / "b.qdc").read_bytes()
    assert [c.name for c in read(tmp_path / "b.qdc").codebook.codes] == ["A", "Forms", "forms"]


def test_retired_codes_stay_at_home(tmp_path: Path) -> None:
    book = Codebook("S", (Code("a", "A", guid=A), Code("b", "B", guid=B, retired=True)))
    write(book, tmp_path / "b.qdc")
    assert B.encode() not in (tmp_path / "b.qdc").read_bytes()
    assert complete(read(tmp_path / "b.qdc"), book)[0].codes == book.codes
    with pytest.raises(CodebookError, match="no code in use"):
        write(Codebook("S"), tmp_path / "c.qdc")


@pytest.mark.parametrize("space", ["urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", ""])
def test_any_namespace_will_do(tmp_path: Path, space: str) -> None:
    head = f'\ufeff<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="{space}"><Codes>'
    found = read(qdc(tmp_path, f'<Code guid="{{{A.upper()}}}" name="Waiting"/>', head=head))
    assert [(c.path, c.guid) for c in found.codebook.codes] == [("waiting", A)]
    assert found.problems == ()


def test_flattened_names_become_a_tree(tmp_path: Path) -> None:
    text = f'<Code guid="{A}" name="Delays::Waiting"/><Code guid="{B}" name="Delays"/>'
    found = read(qdc(tmp_path, text)).codebook
    assert [(c.path, c.guid) for c in found.codes] == [("delays", B), ("delays/waiting", A)]
    taguette = HEAD.replace("Other", "Taguette")
    found = read(
        qdc(
            tmp_path,
            f'<Code guid="{A}" name="a.b"/>',
            head=taguette,
            tail="</Codes><Sets/></CodeBook>",
        )
    ).codebook
    assert [c.path for c in found.codes] == ["a", "a/b"]
    assert [
        c.path for c in read(qdc(tmp_path, f'<Code guid="{A}" name="e.g. x"/>')).codebook.codes
    ] == ["e-g-x"]


@pytest.mark.parametrize(
    ("written", "colour", "problems"),
    [
        ("#D95F02", "#d95f02", 0),
        ("#abc", "#abc", 0),
        ("#D95F02FF", "#d95f02", 0),
        ("rgb(217, 95, 2)", "#d95f02", 0),
        ("rgba(217,95,2,0.5)", "#d95f02", 0),
        ("red", "", 1),
        ("", "", 0),
    ],
)
def test_colours_are_taken_as_far_as_they_parse(
    tmp_path: Path, written: str, colour: str, problems: int
) -> None:
    found = read(qdc(tmp_path, f'<Code guid="{A}" name="A" color="{written}"/>'))
    assert found.codebook.codes[0].colour == colour
    assert len(found.problems) == problems


def test_what_is_missing_or_repeats_is_said_with_its_line(tmp_path: Path) -> None:
    text = f'\n<Code guid="{A}"/>\n<Code name="A" guid="nonsense"/><Code name="A" guid="{A}"/>'
    found = read(qdc(tmp_path, text, tail="</Codes><Sets><Set/></Sets></CodeBook>"))
    assert [(c.path, c.name, c.guid) for c in found.codebook.codes] == [
        ("code-without-a-name", NO_NAME, A), ("a", "A", ""), ("a-2", "A", ""),
    ]  # fmt: skip
    assert [p.line for p in found.problems] == [2, 3, 3, None]


def test_codes_are_known_by_guid_or_by_their_names_and_keep_id_and_rules(tmp_path: Path) -> None:
    rules = (Rule(1, any=("x",)),)
    book = Codebook(
        "S", (Code("d", "Delays", guid=A), Code("d/w", "Waiting", guid=B, rules=rules)),
        {"ta": ("TA",)},
    )  # fmt: skip
    text = (
        '<Code name="Delays" guid=""><Code name="waiting" guid="">'
        "<Description>Time.</Description></Code></Code>"
    )
    back, _ = complete(read(qdc(tmp_path, text)), book)
    assert [(c.path, c.guid, c.definition) for c in back.codes] == [
        ("d", A, ""), ("d/w", B, "Time."),
    ]  # fmt: skip
    assert back.codes[1].rules == rules
    assert back.vocabulary == book.vocabulary
    renamed, _ = complete(read(qdc(tmp_path, f'<Code name="Queues" guid="{B}"/>')), book)
    assert [(c.path, c.name) for c in renamed.codes] == [("w", "Queues")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', "document type"),
        ("<CodeBook>", "not valid XML"),
        ("", "not valid XML"),
        ("<html/>", "no REFI-QDA codebook"),
        ("<CodeBook><Codes/></CodeBook>", "has no codes"),
    ],
)
def test_what_is_no_codebook_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        read(qdc(tmp_path, text, head="", tail=""))


def test_a_deep_file_is_refused(tmp_path: Path) -> None:
    deep = f'<Code name="a" guid="{A}">' * 60 + "</Code>" * 60
    with pytest.raises(CodebookError, match="too deeply"):
        read(qdc(tmp_path, deep))
