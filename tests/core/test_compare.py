from __future__ import annotations

from openpyxl.utils import get_column_letter

from sendcode.core.compare import Difference, differences, letters

SHEET = (
    ("Theme", "Code", "Ava", "Ben"),
    ("Delays", "delays", 3, 0.5),
    ("Voice", "voice", 1, None),
    ("Total", None, 4, 0.5),
    (),
    ("A note",),
)


def changed(row: int, column: int, value: object) -> tuple[tuple[object, ...], ...]:
    rows = [list(cells) for cells in SHEET]
    rows[row][column] = value
    return tuple(map(tuple, rows))


def test_a_sheet_is_itself() -> None:
    assert differences({"M": SHEET}, {"M": SHEET}, {"M": 1}) == ()
    assert differences({"M": changed(1, 3, 0.5 + 1e-12)}, {"M": SHEET}, {"M": 1}) == ()


def test_a_changed_number_is_named_by_cell_and_keys() -> None:
    (found,) = differences({"M": changed(2, 2, 9)}, {"M": SHEET}, {"M": 1})
    assert found == Difference("M!C3", "voice · Ava", 9, 1)
    assert not found.is_text


def test_totals_notes_and_headers_are_compared_too() -> None:
    (total,) = differences({"M": changed(3, 2, 5)}, {"M": SHEET}, {"M": 1})
    assert total.place == "M!C4"
    (note,) = differences({"M": changed(5, 0, "Another")}, {"M": SHEET}, {"M": 1})[:1]
    assert note.is_text
    assert differences({"M": changed(0, 2, "Eva")}, {"M": SHEET}, {"M": 1})


def test_sorted_rows_are_no_difference() -> None:
    rows = (SHEET[0], SHEET[2], SHEET[1], *SHEET[3:])
    assert differences({"M": rows}, {"M": SHEET}, {"M": 1}) == ()


def test_rows_and_sheets_that_are_missing_or_new_are_named() -> None:
    fewer = (*SHEET[:2], *SHEET[3:])
    assert [d.what for d in differences({"M": fewer}, {"M": SHEET}, {"M": 1})] == [
        "voice · Theme",
        "voice · Code",
        "voice · Ava",
    ]
    found = differences({"N": ()}, {"M": SHEET}, {})
    assert [d.place for d in found] == ["M", "N"]


def test_sheets_without_keys_are_compared_line_by_line() -> None:
    (found,) = differences({"R": (("a", "b"),)}, {"R": (("a", "c"),)}, {})
    assert found.place == "R!B1"
    assert len(differences({"R": ()}, {"R": (("a",), ("b",))}, {})) == 2


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [letters(n) for n in range(1000)] == [get_column_letter(n + 1) for n in range(1000)]


def test_an_empty_sheet_is_like_another_empty_one() -> None:
    assert differences({"M": ()}, {"M": ()}, {"M": 1}) == ()
