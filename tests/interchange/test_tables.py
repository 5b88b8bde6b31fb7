import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sendcode.errors import InputError, NotFound
from sendcode.interchange.tables import read_sheet, read_table


def _csv(tmp_path: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _xlsx(tmp_path: Path, *rows: list[object], name: str = "a.xlsx") -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Other").append(["x"])
    book.save(tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n",
        "a;b\r\n1;2\r\n",
        "a\tb\n1\t2",
        "a|b\n1|2",
        "\ufeffa,b\n1,2\n",
        "sep=;\r\na;b\r\n1;2\r\n",
        '"a","b"\n"1","2"\n',
        "a,b\n1,2\n,\n\n  ,\n",
        "a,b\r1,2\r",
    ],
)
def test_the_usual_ways_to_write_a_table_are_all_read(tmp_path: Path, content: str) -> None:
    assert read_table(_csv(tmp_path, content)) == (("a", "b"), (("1", "2"),))


def test_a_semicolon_in_a_quoted_heading_does_not_decide(tmp_path: Path) -> None:
    path = _csv(tmp_path, '"a;b;c\n;d",e\n1,2\n')
    assert read_table(path) == (("a;b;c ;d", "e"), (("1", "2"),))


def test_a_tsv_may_hold_commas(tmp_path: Path) -> None:
    assert read_table(_csv(tmp_path, "a,b,c\td\n1\t2", "a.tsv"))[0] == ("a,b,c", "d")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = _csv(tmp_path, "naïve,b\n£1 – “q”,2\n".encode(encoding))
    assert read_table(path) == (("naïve", "b"), (("£1 – “q”", "2"),))


def test_cells_keep_their_line_breaks_and_blanks(tmp_path: Path) -> None:
    assert read_table(_csv(tmp_path, 'a,b\n"x\ny", z \n'))[1] == (("x\ny", " z "),)


def test_short_rows_are_filled_and_empty_ones_keep_their_place(tmp_path: Path) -> None:
    assert read_table(_csv(tmp_path, "a,b\n1\n\n3,4\n"))[1] == (("1", ""), ("", ""), ("3", "4"))


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="row 3 has 3 cells, the header 2"):
        read_table(_csv(tmp_path, "a,b\n1,2\n1,2,3\n"))


def test_a_quotation_mark_that_is_not_closed_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line \d+: the quotation marks"):
        read_table(_csv(tmp_path, 'a,b\n"1,2\n3,4\n'))


def test_a_cell_may_be_longer_than_the_library_likes(tmp_path: Path) -> None:
    assert len(read_table(_csv(tmp_path, "a,b\n" + "x" * 200_000 + ",2\n"))[1][0][0]) == 200_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the table is empty"),
        (b"\nx,y\n", "the first row is empty"),
        (b"PK\x03\x04rest", "not a text file"),
        (b"a\x00b,c", "not a text file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(_csv(tmp_path, content))


def test_a_missing_file_and_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r"\.ods"):
        read_table(_csv(tmp_path, "a", "a.ods"))
    with pytest.raises(InputError, match="no suffix"):
        read_table(_csv(tmp_path, "a", "a"))


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sendcode.interchange.tables.MAX_BYTES", 3)
    with pytest.raises(InputError, match="too large"):
        read_table(_csv(tmp_path, "a,b\n"))


def test_every_kind_of_cell_becomes_text(tmp_path: Path) -> None:
    cells = [1, 2.0, 0.1 + 0.2, True, None, " t ", date(2021, 3, 4), time(9, 30)]
    path = _xlsx(tmp_path, list("abcdefgh"), cells, [datetime(2021, 3, 4, 10, 30)])
    _, rows = read_table(path)
    assert rows[0] == ("1", "2", "0.3", "TRUE", "", " t ", "2021-03-04", "09:30:00")
    assert rows[1][0] == "2021-03-04T10:30:00"


def test_a_column_without_a_heading_is_kept(tmp_path: Path) -> None:
    header, rows = read_table(_xlsx(tmp_path, ["a", "b"], [1, 2, 3], [1]))
    assert header == ("a", "b", "")
    assert rows == (("1", "2", "3"), ("1", "", ""))


def test_sheets_are_found_by_name(tmp_path: Path) -> None:
    path = _xlsx(tmp_path, ["a"])
    assert read_sheet(path, "other")[0] == ("x",)
    with pytest.raises(NotFound) as refused:
        read_sheet(path, "none")
    assert "Other" in refused.value.hint
    with pytest.raises(NotFound):
        read_sheet(_csv(tmp_path, "a"), "Other")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the table is empty"):
        read_table(_xlsx(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2", "not an .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
    ],
)
def test_what_is_no_workbook_says_what_it_is(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_table(_csv(tmp_path, content, "a.xlsx"))


def test_another_zip_is_no_workbook(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(InputError, match="a zip file, but not"):
        read_table(tmp_path / "a.xlsx")


def test_a_zip_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sendcode.interchange.table_xlsx._MAX_UNPACKED", 100)
    with pytest.raises(InputError, match="too large"):
        read_table(_xlsx(tmp_path, ["a"]))


@settings(max_examples=60, deadline=None)
@given(part=st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]),
       cut=st.integers(0, 400))  # fmt: skip
def test_a_damaged_workbook_is_read_or_refused_never_worse(
    tmp_path_factory: pytest.TempPathFactory, part: str, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    whole = _xlsx(folder, ["a", "b"], ["1", 2])
    with ZipFile(whole) as old, ZipFile(folder / "b.xlsx", "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw[:cut] if name == part else raw)
    with suppress(InputError):
        read_table(folder / "b.xlsx")


@settings(max_examples=40, deadline=None)
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_other_bytes_in_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, flips: list[tuple[float, int]]
) -> None:
    whole = _xlsx(tmp_path_factory.mktemp("flipped"), ["a", "b"], ["1", 2])
    raw = bytearray(whole.read_bytes())
    for place, byte in flips:
        raw[int(place * (len(raw) - 1))] = byte
    whole.write_bytes(raw)
    with suppress(InputError):
        read_table(whole)


def test_a_patched_zip_is_refused(tmp_path: Path) -> None:
    whole = _xlsx(tmp_path, ["a"])
    raw = bytearray(whole.read_bytes())
    start = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"xl/worksheets/sheet1.xml"))
    raw[start + 8] |= 0x20  # the flag of "compressed patched data", which zipfile cannot read
    local = raw.index(b"PK\x03\x04", 0)
    while raw[local + 30 : local + 54] != b"xl/worksheets/sheet1.xml":
        local = raw.index(b"PK\x03\x04", local + 4)
    raw[local + 6] |= 0x20
    whole.write_bytes(raw)
    with pytest.raises(InputError, match="damaged"):
        read_table(whole)


def test_reading_a_csv_loads_no_spreadsheet_library(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sendcode.interchange.tables import read_table; "
        f"read_table(Path({str(_csv(tmp_path, 'a,b'))!r})); assert 'openpyxl' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
