"""Matrices as HTML, Markdown and Parquet, with hostile names in them."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sendcode.core.matrix import Matrix, Measure
from sendcode.core.wide import WideTable
from sendcode.errors import SendcodeError
from sendcode.exporters import csv, html, json, markdown, parquet
from tests.exporters.study import matrix, table

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a|b",
    "[x](javascript:alert(1))",
    "line\nbreak\r\n| --- |",
    "\x1b[31mred\x07",
    "half \ud800 pair \u202ekcab",
    "&lt;b&gt; &amp;",
    "`code` *bold* _it_ ~~x~~ # head $x$",
    "http://example.org www.example.org a@example.org",
)


def hostile(name: str) -> Matrix:
    made = matrix(table(40))
    return replace(
        made,
        columns=((name,), *made.columns[1:]),
        row_labels=(name, *made.row_labels[1:]),
        notes=(name,),
        filter=name,
        values=((None, *made.values[0][1:]), *made.values[1:]),
        nobody=frozenset({(1, 1)}),
    )


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_mark_up_in_html(name: str, tmp_path: Path) -> None:
    path = tmp_path / "m.html"
    html.write_matrix(hostile(name), path)
    page = Page()
    text = path.read_text(encoding="utf-8")
    page.feed(text)
    known = {
        *("html", "head", "meta", "title", "style", "body", "div", "table", "caption", "thead"),
        *("tbody", "tfoot", "tr", "th", "td", "ul", "li"),
    }
    assert {tag for tag, _ in page.tags} <= known
    keys = {key for _, attributes in page.tags for key in attributes}
    assert not any(key.startswith("on") or key in ("src", "href") for key in keys)
    assert not re.search("[\x00-\x08\x1b\u202e]", text)
    if name.isprintable():
        assert name in page.words


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_out_of_a_markdown_table(name: str, tmp_path: Path) -> None:
    path = tmp_path / "m.md"
    markdown.write_matrix(hostile(name), path)
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line for line in lines if line.startswith("|")]
    bars = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
    assert len(bars) == 1
    assert len(rows) == len(hostile(name).rows) + 4
    for line in lines:
        assert not re.search(r"(?<!\\)[<`\[]", line)
    assert "://" not in path.read_text(encoding="utf-8").replace(r"\://", "")


def test_the_same_matrix_gives_the_same_bytes(tmp_path: Path) -> None:
    for module, suffix in ((html, "html"), (markdown, "md")):
        for number in (1, 2):
            module.write_matrix(matrix(table(40)), tmp_path / f"{number}.{suffix}")
        one, two = (tmp_path / f"{number}.{suffix}" for number in (1, 2))
        assert one.read_bytes() == two.read_bytes()


def test_values_are_shown_rounded(tmp_path: Path) -> None:
    for measure in (Measure.SHARE, Measure.SCORE):
        text = markdown.matrix_text(matrix(table(40), measure=measure))
        assert re.search(r"\| \d+\.\d%? \||\| 0\.\d\d \|", text)


WIDE = WideTable(("unit_id", "text", "a", "b"), ((1, "=cmd", 1, None), (2, "x", 0, None)), codes=2)


def test_the_wide_form_keeps_empty_and_nought_apart(tmp_path: Path) -> None:
    csv.write_wide(WIDE, tmp_path / "w.csv")
    assert (tmp_path / "w.csv").read_text("utf-8-sig").splitlines()[1] == "1,=cmd,1,"
    json.write_wide(WIDE, tmp_path / "w.json")
    assert '"b": null' in (tmp_path / "w.json").read_text("utf-8")


def test_parquet_keeps_types_or_names_the_extra(tmp_path: Path) -> None:
    path = tmp_path / "w.parquet"
    try:
        import pyarrow.parquet as reader
    except ImportError:
        with pytest.raises(SendcodeError, match="pyarrow"):
            parquet.write_wide(WIDE, path)
        return
    parquet.write_wide(WIDE, path)
    assert reader.read_table(path).column("b").to_pylist() == [None, None]
    parquet.write_matrix(matrix(table(40)), path)
    assert reader.read_table(path).column_names == ["code", "case", "value"]
    parquet.write_segments(table(40), path)
    assert reader.read_table(path).num_rows == 40
