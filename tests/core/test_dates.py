from __future__ import annotations

from datetime import date

import pytest

from sendcode.core.dates import day


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-03-05", date(2021, 3, 5)),
        ("2021-03-05T10:00:00", date(2021, 3, 5)),
        ("2021-03", date(2021, 3, 1)),
        (" 5/3/2021 ", date(2021, 3, 5)),
        ("05.03.2021", date(2021, 3, 5)),
        ("5 March 2021", date(2021, 3, 5)),
        ("1st Sept. 2021", date(2021, 9, 1)),
        ("31/2/2021", None),
        ("5 Foo 2021", None),
        ("spring", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_is_written_in_britain(written: str, meant: date | None) -> None:
    assert day(written) == meant
