from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from sendcode.core.figures import Bars, Figure
from sendcode.errors import SendcodeError
from sendcode.exporters import png, svg
from tests.exporters.test_report import FIGURES

pytest.importorskip("resvg_py")


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: type(figure).__name__)
def test_a_picture_has_the_size_of_the_drawing_at_300_dots_per_inch(
    figure: Figure, tmp_path: Path
) -> None:
    path = tmp_path / "f.png"
    png.write_figure(figure, path)
    made = path.read_bytes()
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    width = struct.unpack(">I", made[16:20])[0]
    drawn = float(svg.svg(figure, "f").split(' width="')[1].split('"')[0])
    assert abs(width - drawn * 300 / 96) <= 2
    assert b"pHYs" in made[:60]
    assert png.picture(figure) == made


def test_the_letters_do_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def draw(**options: object) -> bytes:
        asked.append(options)
        return bytes(40)

    monkeypatch.setattr("resvg_py.svg_to_bytes", draw)
    png.picture(Bars("Délais – waiting", (("Zażółć", 1, 2),), "people"))
    png.picture(Bars("等待", (("等待", 1, 2),), "people"))
    assert [options["skip_system_fonts"] for options in asked] == [True, False]
    assert Path(asked[0]["font_files"][0]).is_file()
    assert "Segoe" not in asked[0]["svg_string"]


def test_without_the_extra_the_error_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(SendcodeError, match="resvg-py") as caught:
        png.write_figure(Bars("t", (), "x"), tmp_path / "f.png")
    assert "sendcode[png]" in (caught.value.hint or "")
