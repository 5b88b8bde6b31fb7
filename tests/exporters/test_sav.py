from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from sendcode.core.wide import WideTable
from sendcode.errors import SendcodeError
from sendcode.exporters import sav

pyreadstat = pytest.importorskip("pyreadstat")

TABLE = WideTable(
    ("unit_id", "transcript", "text", "all", "delays", "delays/waiting", "Delays.Waiting"),
    (
        (1, "first", "=cmd|' /C calc'!A0 ünï", "x", 1, 1, 0),
        (2, "first", "a\x00b\ud800 " + "w" * 40_000, None, 0, None, 0),
        (3, "", "", "y", None, None, None),
    ),
    codes=3,
    names=("Delays", "Waiting <for> " + "services " * 40, "Other"),
)


def test_what_is_written_is_read_back_with_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    sav.write_wide(TABLE, path)
    frame, about = pyreadstat.read_sav(str(path))
    names = ["unit_id", "transcript", "text", "v_all", "delays", "delays_waiting"]
    assert list(frame.columns) == [*names, "Delays.Waiting"]
    assert about.column_names_to_labels["delays"] == "Delays (delays)"
    assert about.column_names_to_labels["unit_id"] == "Number of the sentence in the project"
    assert about.column_names_to_labels["delays_waiting"].startswith("Waiting <for> services")
    values = {0.0: "read and not coded", 1.0: "coded", 9.0: "not read"}
    assert about.variable_value_labels["delays"] == values
    assert set(about.variable_value_labels) == {"delays", "delays_waiting", "Delays.Waiting"}
    assert frame["delays"][0] == 1
    assert frame["delays"][1] == 0
    assert math.isnan(frame["delays"][2])
    assert frame["text"][0] == "=cmd|' /C calc'!A0 ünï"
    assert frame["text"][1].startswith("a\ufffdb\ufffd w")
    assert frame["text"][1].endswith("[cut; whole text in the CSV export]")


def test_the_unread_is_told_from_a_gap_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    sav.write_wide(TABLE, path)
    frame, about = pyreadstat.read_sav(str(path), user_missing=True)
    assert list(frame["delays"]) == [1, 0, 9]
    assert about.missing_ranges["delays"] == [{"lo": 9.0, "hi": 9.0}]


def test_a_table_without_rows_can_be_written(tmp_path: Path) -> None:
    sav.write_wide(WideTable(("unit_id", "a"), (), codes=1), tmp_path / "w.sav")
    frame, _ = pyreadstat.read_sav(str(tmp_path / "w.sav"))
    assert list(frame.columns) == ["unit_id", "a"]
    assert len(frame) == 0


def test_names_are_what_spss_takes_and_all_different() -> None:
    odd = ["a/b", "a-b", "A_B", "with", "1st", "", "é", "x" * 80, "x" * 90, "a.", "_"]
    names = sav.variables(odd)
    assert len({name.casefold() for name in names}) == len(odd)
    assert names[:5] == ("a_b", "a_b_2", "A_B_3", "v_with", "v_1st")
    for name in names:
        assert name[0].isalpha()
        assert len(name) <= 64
        assert name[-1] not in "._"


def test_without_the_extra_the_error_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(SendcodeError, match="pyreadstat") as caught:
        sav.write_wide(TABLE, tmp_path / "w.sav")
    assert "sendcode[spss]" in (caught.value.hint or "")
