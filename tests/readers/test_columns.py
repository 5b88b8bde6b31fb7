from __future__ import annotations

import pytest

from sendcode.errors import InputError
from sendcode.readers.columns import by_content, by_heading, chosen_columns, mangled, times


def test_headings_name_the_columns_in_any_order():
    columns = by_heading([["", "TimeStamp", "Turn", "Speaker", "Sentence"]])
    assert columns is not None
    assert (columns.text, columns.speaker, columns.time, columns.header) == (4, 3, 1, 1)


def test_cells_show_the_columns_where_no_heading_does():
    rows = [
        ["So how did it go?", "0:01", "Ann:"],
        ["It went quite well.", "0:04", "Bo:"],
    ] * 2
    columns = by_content(rows)
    assert columns is not None
    assert (columns.text, columns.speaker, columns.time) == (0, 2, 1)


def test_a_table_of_numbers_is_no_transcript():
    assert by_content([["a", "1"], ["b", "2"], ["c", "3"]]) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("0:03.0 - 0:17.0", (3.0, 17.0)), ("0:03 / 0:17", (3.0, 17.0)),
     ("12.5", (12.5, None)), ("x", (None, None))],
)  # fmt: skip
def test_time_cells(cell, expected):
    assert times(cell) == expected


def test_minutes_that_became_hours():
    cells = ["0:05", "23:59", "24:40:00", "25:01:00", "31:37:00"]
    assert mangled(cells)
    assert times("24:40:00", clock=True) == (1480.0, None)
    assert not mangled(["0:00:05", "0:01:00", "0:02:00"])


def test_chosen_headings_may_hold_commas():
    chosen = chosen_columns([["id", "What, if any?", "Why?"]], {"text": "Why?, What, if any?"})
    assert chosen is not None
    assert chosen.texts == (2, 1)
    assert chosen.is_survey()
    with pytest.raises(InputError, match="column chosen as id"):
        chosen_columns([["a", "b"]], {"text": "a", "id": "c"})
