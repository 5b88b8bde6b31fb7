"""Streamed rows say the same as rows of cells, whatever text is in them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.sheets.book import Book
from sendcode.sheets.look import TEXT, Style
from sendcode.sheets.page import Page

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "=1+1", "+cmd", "-2", "@x", "\t=1", "a\rb", "<is>&amp;</is>", "]]>", "\x00\x1b",
            "half \ud800", "x" * 40_000, " ends in blanks ", "_x0041_", "line\nbreak",
            "sendcode: the rows stand here",
        ]
    ),
)  # fmt: skip
VALUES = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.integers(0, 10**6).map(lambda n: n / 10**6), TEXTS
)
NUMBER = Style(horizontal="left")


def written(rows, *, streamed: bool) -> list[list[tuple[object, str, bool]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with Book("t") as book:
            sheet = book.sheet("S", [10.0] * 3, Page())
            sheet.add([sheet.text("h")] * 3)
            if streamed:
                styles = [(TEXT, NUMBER)] * 3
                sheet.stream(styles, ((row, 15.0, {}) for row in rows), len(rows))
            else:
                for row in rows:
                    sheet.add(
                        [
                            sheet.text(v) if isinstance(v, str) else sheet.number(v, NUMBER)
                            for v in row
                        ],
                        height=15.0,
                    )
            book.save(path)
        found = openpyxl.load_workbook(path)["S"]
        return [
            [(cell.value, cell.data_type, bool(cell.quotePrefix)) for cell in row]
            for row in found.iter_rows(min_row=2, max_col=3)
        ]


@settings(max_examples=40)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=4))
def test_streamed_rows_are_the_rows_that_cells_make(rows) -> None:
    assert written(rows, streamed=True) == written(rows, streamed=False)


def test_no_temporary_file_stays(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    with Book("t") as book:
        sheet = book.sheet("S", [10.0], Page())
        sheet.stream([(TEXT, NUMBER)], [(["a"], 15.0, {}), (["b"], 15.0, {})], 2)
        assert sheet.rows == 2
        book.save(tmp_path / "a.xlsx")
    with Book("t") as book:
        sheet = book.sheet("S", [10.0], Page())
        sheet.stream([(TEXT, NUMBER)], [(["a"], 15.0, {0: [("a", True)]})], 1)
    assert not list((tmp_path / "temp").glob("*.rows"))
