from __future__ import annotations

import pytest

from sendcode.errors import InputError
from sendcode.readers.decode import decode

WORDS = "“Well,” she said – it’s a café; we don’t go there… It isn’t ours, they’ve said."


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_the_encoding_is_found(encoding, name):
    found = decode(WORDS.encode(encoding))
    assert found.text == WORDS
    assert found.encoding == name
    assert bool(found.note) == (name in {"utf-16-le", "utf-16-be", "cp1252", "mac-roman"})


def test_the_researcher_decides():
    assert decode("é".encode("cp437"), "cp437").text == "é"
    with pytest.raises(InputError, match="unknown encoding"):
        decode(b"a", "klingon")
    with pytest.raises(InputError, match="not in the encoding"):
        decode(b"\xff", "ascii")


def test_a_few_foreign_bytes_do_not_spoil_the_rest():
    found = decode(WORDS.encode() + b" It\x92s")
    assert found.text == f"{WORDS} It’s"
    assert "not in UTF-8" in found.note


def test_line_ends_become_one_kind():
    assert decode("a\r\nb\rc\u2028d\x0be".encode()).text == "a\nb\nc\nd\ne"


def test_stray_nul_bytes_are_removed_and_mentioned():
    found = decode(b"one word" * 10 + b"\x00" + b"more" * 10)
    assert "\x00" not in found.text
    assert "NUL" in found.note


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04abc", b"%PDF-1.7", bytes(range(256)) * 8 + b"\x00" * 999]
)
def test_what_is_no_text_is_refused(raw):
    with pytest.raises(InputError, match="not a text file"):
        decode(raw)
