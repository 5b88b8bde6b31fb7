"""The contract: every exporter in the list loads, writes, and writes the same bytes again."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sendcode.core.codebook_appendix import Appendix
from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, Piece
from sendcode.core.wide import WideTable
from sendcode.errors import NotFound
from sendcode.exporters import BUILTIN, GROUP
from sendcode.registry import load
from tests.exporters import study
from tests.exporters.test_report import FIGURES, report

_WIDE = WideTable(("unit_id", "text", "a"), ((1, "x", 1), (2, "y", 0), (3, "z", None)), codes=1)
_NEEDS = {"parquet": "pyarrow", "sav": "pyreadstat", "png": "resvg_py"}
_HERE = [n for n in BUILTIN if importlib.util.find_spec(_NEEDS.get(n.split(".")[1], "sendcode"))]
_VALUES = {
    "wide": lambda: _WIDE,
    "figure": lambda: FIGURES[1],
    "report": lambda: report(),
    "codebook": lambda: Appendix(study.codebook(), "2024-03-05T10:20:30Z"),
    "transcript": lambda: CodedTranscript(
        "a",
        "2024-03-05T10:20:30Z",
        (("Words", "2"),),
        (
            Passage(
                *(1, "MUM", "parent", 1.5, (Piece("We waited.", ("a",)),)),
                (Mark("Waiting", "a", "#d95f02", 0, 10, 1, ("anna",)),),
            ),
        ),
        (("a", "Waiting", "#d95f02", 1),),
    ),
    "workbook": lambda: study.workbook(40),
    "segments": lambda: study.table(40),
    "matrix": lambda: study.matrix(study.table(40)),
}
_AGAIN = """
import sys
from pathlib import Path
from sendcode.exporters import BUILTIN, GROUP
from sendcode.registry import load
from tests.exporters.test_exporters import _HERE, _VALUES
for name in _HERE:
    load(GROUP, name, BUILTIN)(_VALUES[name.split(".")[0]](), Path(sys.argv[1]) / name)
"""


@pytest.mark.parametrize("name", _HERE)
def test_the_same_value_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    write = load(GROUP, name, BUILTIN)
    write(_VALUES[name.split(".")[0]](), tmp_path / "a")
    write(_VALUES[name.split(".")[0]](), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        command = [sys.executable, "-c", _AGAIN, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=environment, cwd=root)
    for name in _HERE:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_an_unknown_export_lists_the_known_ones() -> None:
    with pytest.raises(NotFound) as refused:
        load(GROUP, "segments.xls", BUILTIN)
    assert "segments.xlsx" in refused.value.hint


def test_asking_for_csv_loads_no_spreadsheet_library() -> None:
    code = (
        "import sys; from sendcode.exporters import BUILTIN, GROUP; "
        "from sendcode.registry import load; load(GROUP, 'segments.csv', BUILTIN); "
        "assert not {'openpyxl', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
