"""Makes the README's pictures from the demo: `python tools/pictures.py DEMO_FOLDER`.

Needs LibreOffice (soffice) and pdftoppm for the workbook.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from sendcode.cli.matrix_view import show
from sendcode.store import open_store
from sendcode.workflows.matrix import matrix

PICTURES = Path(__file__).parents[1] / "docs" / "img"


def terminal_matrix(project: Path) -> None:
    """Draw `sendcode matrix` as an SVG that asks for no font from anywhere."""
    console = Console(record=True, width=104, color_system="truecolor", file=io.StringIO())
    with open_store(project, at="1970-01-01T00:00:00Z") as store:
        show(matrix(store), console)
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    console.save_svg(
        str(PICTURES / "matrix.svg"),
        title="sendcode matrix",
        code_format=template.replace("Fira Code", "DejaVu Sans Mono"),
        unique_id="matrix",
    )


def workbook_page(workbook: Path) -> None:
    """Draw the theme matrix, the workbook's second page, as a PNG."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", place, str(workbook)],
            check=True,
            capture_output=True,
        )
        pdf = Path(place) / f"{workbook.stem}.pdf"
        command = ["pdftoppm", "-r", "110", "-f", "2", "-l", "2", "-png", "-singlefile"]
        subprocess.run([*command, str(pdf), str(PICTURES / "workbook")], check=True)


if __name__ == "__main__":
    demo = Path(sys.argv[1])
    PICTURES.mkdir(parents=True, exist_ok=True)
    terminal_matrix(demo / "study.sendcode")
    workbook_page(demo / "study.xlsx")
