from __future__ import annotations

import pytest

from sendcode.errors import InputError
from tests.readers.build import kinds, read, said, turns

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset204 Arial;}}"
)


def rtf(tmp_path, body):
    path = tmp_path / "a.rtf"
    path.write_bytes((HEAD + body + "}").encode("latin-1"))
    return path


def test_paragraphs_tabs_and_labels(tmp_path):
    body = (
        r"INT:\tab How was it?\par P1:\tab Fine.\line Really.\par INT:\tab So?\par P1:\tab Yes.\par"
    )
    result = read(rtf(tmp_path, body))
    assert said(result)[:2] == [("INT", "How was it?"), ("P1", "Fine.\nReally.")]
    assert [turn.pieces[0].anchor for turn in turns(result)] == [1, 2, 3, 4]


def test_characters_of_code_pages_and_unicode(tmp_path):
    body = r"It\'92s \u8220?well\u8221?\_being\~now\-here {\f1 \'cf\'ee} "
    body += r"\u-10179?\u-8704? \emdash x\par"
    assert said(read(rtf(tmp_path, body))) == [(None, "It’s “well”-being\u00a0nowhere По 😀 —x")]


def test_line_ends_of_textedit(tmp_path):
    assert said(read(rtf(tmp_path, "One.\\\nTwo.\\\n"))) == [(None, "One. / Two.")]


def test_what_is_no_running_text(tmp_path):
    body = (
        r"{\info{\title Secret title}}{\header Page head}{\*\generator Msftedit;}"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}} and {\deleted gone }kept"
        r"{\footnote A note.}{\v hidden}.\par"
    )
    result = read(rtf(tmp_path, body))
    assert said(result) == [(None, "a link and kept.")]
    assert kinds(result) == {"header": 2, "deleted": 1, "footnote": 2, "hidden": 1}


def test_bold_names_without_a_colon(tmp_path):
    body = r"{\b Ann} So?\par{\b Bo} Yes.\par" * 2
    assert [label for label, _ in said(read(rtf(tmp_path, body)))] == ["Ann", "Bo"] * 2


def test_tables_are_transcripts_too(tmp_path):
    row = r"\trowd\intbl {}\cell {}\cell\row "
    rows = [("I:", "How long have you been here?"), ("P:", "For about two years.")] * 2
    body = "".join(row.format(*each) for each in rows) + r"\pard After.\par"
    found = said(read(rtf(tmp_path, body)))
    assert [label for label, _ in found] == ["I", "P", "I", "P"]
    assert found[-1][1] == "For about two years. / After."


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(b"plain")
    with pytest.raises(InputError, match=r"not a \.rtf"):
        read(path)
