from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sendcode.exporters.word import add_paragraph, add_run, save, set_up


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("left\u202eright", "left\ufffdright"),
        ("one\rtwo", "one\ntwo"),
        ("tab\tand \U0001f469", "tab\tand \U0001f469"),
    ],
)
def test_words_that_word_cannot_hold_are_replaced(said: str, held: str) -> None:
    line = add_paragraph(docx.Document())
    add_run(line, said)
    assert line.text == held


def test_lines_behind_a_label_hang_below_each_other() -> None:
    document = docx.Document()
    shape = add_paragraph(document, hanging=1.9, together=True).paragraph_format
    assert round(shape.left_indent.cm, 1) == 1.9
    assert shape.first_line_indent == -shape.left_indent
    assert shape.keep_with_next
    assert add_paragraph(document).paragraph_format.left_indent is None


def test_a_document_says_when_its_data_is_from_and_not_when_it_was_made(tmp_path: Path) -> None:
    for name in ("one.docx", "two.docx"):
        document = docx.Document()
        set_up(document, "A\x07 title", "2024-03-05T10:20:30Z", margins=(2.5, 2.3))
        save(document, tmp_path / name)
    one, two = (tmp_path / name for name in ("one.docx", "two.docx"))
    assert one.read_bytes() == two.read_bytes()
    read = docx.Document(str(one))
    about = read.core_properties
    assert (about.title, about.author) == ("A  title", "sendcode")
    assert about.created.isoformat().startswith("2024-03-05T10:20:30")
    assert round(read.sections[0].left_margin.cm, 1) == 2.5
