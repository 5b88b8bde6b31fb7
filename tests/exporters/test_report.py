"""Reports as HTML and Word: hostile text in every block, the same bytes, no request."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from sendcode.core.figures import Bars, Curve, Figure, Grid, Groups, Strips
from sendcode.core.quotes import Quote
from sendcode.core.report import (
    Counts,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quotes,
    Report,
)
from sendcode.exporters import report_docx, report_html, svg
from tests.exporters.study import matrix, table
from tests.exporters.test_pages import HOSTILE, Page, hostile


def drawn(word: str = "Delays") -> tuple[Figure, ...]:
    return (
        Bars(word, ((word, 1, 4), ("ta", 0, 0), ("health", None, 1)), "people"),
        Groups(word, (word, "ta"), ((word, ((1, 2), (None, 0))),), "people"),
        Strips(word, (word, "b"), ((word, ((0.0, 0.25, 0), (0.5, 1.0, 1))),)),
        Curve(word, ((word, 2), ("two", 3)), (1.0, 3.0), (2.0, 3.0), 3),
        Grid(word, ((word, 1), ("b", 2)), (word, "c"), ((0, 12), (None, 3.5)), (word, word), word),
    )


FIGURES = drawn()


def report(word: str = "Delays") -> Report:
    figures = drawn(word)
    return Report(
        title=word,
        subtitle=word,
        made_at="2024-03-05T10:20:30Z",
        blocks=(
            Heading(word, 1, "one"),
            Paragraph(word),
            Paragraph(word, quiet=True),
            Facts(((word, word),)),
            Quotes((Quote(word, word, 7, "t", 3),)),
            Counts(hostile(word) if word != "Delays" else matrix(table(40)), word),
            *(Picture(figure, word) for figure in figures),
        ),
    )


KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "a", "div", "header", "h1", "h2", "p"),
    *("nav", "ol", "li", "main", "dl", "dt", "dd", "blockquote", "footer", "table", "caption"),
    *("thead", "tbody", "tfoot", "tr", "th", "td", "ul", "figure", "figcaption", "strong"),
    *("details", "summary", "svg", "rect", "text", "path", "polygon", "polyline"),
}


@pytest.mark.parametrize("word", HOSTILE)
def test_nothing_breaks_out_of_the_page(word: str, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    report_html.write_report(report(word), path)
    text = path.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert {tag for tag, _ in page.tags} <= KNOWN
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search("[\x00-\x08\x1b\u202e]", text)
    if word.isprintable():
        assert page.words.count(word) > 10


def test_the_page_asks_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    report_html.write_report(report(), path)
    text = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    text = text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"<script|<link|<img|@import|url\(|https?://", text)


def test_the_page_can_be_followed_without_seeing_it(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    report_html.write_report(report(), path)
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.tags:
        if tag == "svg":
            assert attributes["role"] == "img"
            assert attributes["aria-labelledby"] in ids
        if tag == "th":
            assert attributes.get("scope") in ("col", "row")
        if tag == "a":
            assert (attributes["href"] or "").removeprefix("#") in (*ids, "content")
    assert [tag for tag, _ in page.tags].count("h1") == 1


@pytest.mark.parametrize("word", HOSTILE)
def test_nothing_breaks_out_of_the_document(word: str, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    report_docx.write_report(report(word), path)
    with ZipFile(path) as archive:
        body = archive.read("word/document.xml")
        relations = archive.read("word/_rels/document.xml.rels").decode()
    root = ElementTree.fromstring(body)
    words = "".join(root.itertext())
    assert "\u202e" not in words
    assert "hyperlink" not in relations
    if word.isprintable():
        assert words.count(word) > 8


@pytest.mark.parametrize(("module", "suffix"), [(report_html, "html"), (report_docx, "docx")])
def test_the_same_report_gives_the_same_bytes(module, suffix: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        module.write_report(report(), tmp_path / f"{name}.{suffix}")
    one, two = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in ("a", "b"))
    assert one == two


@pytest.mark.parametrize("word", ["Delays", "<b>&\"'", "\x1b[31m", "x" * 500])
def test_a_figure_is_well_formed_alone(word: str, tmp_path: Path) -> None:
    for number, block in enumerate(b for b in report(word).blocks if isinstance(b, Picture)):
        path = tmp_path / f"{number}.svg"
        svg.write_figure(block.figure, path)
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        for shape in root.iter():
            for name in ("width", "height"):
                assert float(shape.get(name, 0)) >= 0


def test_empty_figures_can_be_drawn() -> None:
    for figure in (
        Bars("t", (), "x"),
        Groups("t", (), (), "x"),
        Strips("t", (), ()),
        Curve("t", (), (), (), 0),
        Grid("t", (), (), (), ("a", "b"), "x"),
    ):
        assert svg.svg(figure, "f").startswith("<svg")


@pytest.mark.parametrize(
    "heads",
    [
        (
            "theme",
            "pupil",
            "headteacher",
            "la-officer",
            "senco",
            "ta",
            "health",
            "parent",
            "teacher",
        ),
        ("code", "Ava", "total"),
        ("code", *["headteacher"] * 14),
        ("a", "b"),
        ("a",),
    ],
)
def test_the_columns_of_a_table_fit_the_page_and_their_longest_word(heads: tuple[str, ...]) -> None:
    size, first, other = report_docx._widths(heads)
    assert first + other * (len(heads) - 1) <= (24.01 if len(heads) > 9 else 16.41)
    assert first >= 3
    if len(heads) <= 9:
        assert max(map(len, heads[1:]), default=0) * size * report_docx._LETTER < other
