"""Finished values to files: the exporter contract and the built-in exporters.

An exporter is a function from a finished value (`core.report.Workbook`,
`core.segments.SegmentTable`, `core.wide.WideTable`, `core.matrix.Matrix`) and a path to a
file. It never queries, counts or reads the clock, and the same value gives the same bytes.
Whoever calls it gives it the path from `files.whole_file`, so that nobody ever finds half a file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sendcode.core.codebook_appendix import Appendix
from sendcode.core.coded_transcript import CodedTranscript
from sendcode.core.figures import Figure
from sendcode.core.matrix import Matrix
from sendcode.core.report import Report, Workbook
from sendcode.core.segments import SegmentTable
from sendcode.core.wide import WideTable

Exporter: TypeAlias = (
    Callable[[Workbook, Path], None]
    | Callable[[SegmentTable, Path], None]
    | Callable[[WideTable, Path], None]
    | Callable[[Matrix, Path], None]
    | Callable[[Report, Path], None]
    | Callable[[Appendix, Path], None]
    | Callable[[Figure, Path], None]
    | Callable[[CodedTranscript, Path], None]
)

GROUP = "sendcode.exporters"

BUILTIN = {
    "workbook.xlsx": "sendcode.exporters.xlsx:write_workbook",
    "segments.csv": "sendcode.exporters.csv:write_segments",
    "segments.json": "sendcode.exporters.json:write_segments",
    "segments.xlsx": "sendcode.exporters.xlsx:write_segments",
    "segments.parquet": "sendcode.exporters.parquet:write_segments",
    "wide.csv": "sendcode.exporters.csv:write_wide",
    "wide.json": "sendcode.exporters.json:write_wide",
    "wide.parquet": "sendcode.exporters.parquet:write_wide",
    "wide.sav": "sendcode.exporters.sav:write_wide",
    "report.html": "sendcode.exporters.report_html:write_report",
    "report.docx": "sendcode.exporters.report_docx:write_report",
    "transcript.html": "sendcode.exporters.transcript_html:write_transcript",
    "transcript.docx": "sendcode.exporters.transcript_docx:write_transcript",
    "matrix.csv": "sendcode.exporters.csv:write_matrix",
    "matrix.json": "sendcode.exporters.json:write_matrix",
    "matrix.xlsx": "sendcode.exporters.xlsx:write_matrix",
    "matrix.md": "sendcode.exporters.markdown:write_matrix",
    "matrix.html": "sendcode.exporters.html:write_matrix",
    "matrix.parquet": "sendcode.exporters.parquet:write_matrix",
    "figure.svg": "sendcode.exporters.svg:write_figure",
    "figure.png": "sendcode.exporters.png:write_figure",
    "codebook.docx": "sendcode.exporters.codebook_docx:write_codebook",
}
"""What is exported and the file's suffix, to the function that does it."""
