from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sendcode.sheets.archive import FixedZip, property_time


def test_entries_bear_neither_time_nor_system(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("from a file")
    with FixedZip(tmp_path / "a.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("one", "from memory")
        archive.write(tmp_path / "source", "two")
    with ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("two") == b"from a file"
        found = {(e.date_time, e.create_system, e.compress_type) for e in archive.infolist()}
    assert found == {((1980, 1, 1, 0, 0, 0), 3, ZIP_DEFLATED)}


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2024-03-05T10:20:30Z", "2024-03-05T10:20:30"),
        ("2024-03-05T10:20:30+02:00", "2024-03-05T08:20:30"),
        ("", "1980-01-01T00:00:00"),
    ],
)
def test_the_time_of_a_document_is_that_of_its_data(stored: str, shown: str) -> None:
    assert property_time(stored).isoformat() == shown
