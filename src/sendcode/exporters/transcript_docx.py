"""A coded transcript as a Word document: paragraph numbers left, codes in the right column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.shared import Cm

from sendcode.core.coded_transcript import CodedTranscript, Passage
from sendcode.exporters.transcript_html import clock
from sendcode.exporters.word import add_run, save, set_up
from sendcode.sheets.look import ACCENT, INK, QUIET

_WIDTHS = (1.2, 10.9, 4.3)


def write_transcript(transcript: CodedTranscript, path: Path) -> None:
    """Write the document; the same transcript gives the same bytes."""
    document: Any = docx.Document()
    set_up(document, transcript.title, transcript.made_at)
    add_run(document.add_paragraph(), transcript.title, bold=True, size=18, colour=ACCENT)
    for label, value in transcript.facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = 0
        add_run(line, f"{label}: ", colour=QUIET)
        add_run(line, value)
    codes = "; ".join(f"{name} ({count})" for _, name, _, count in transcript.legend)
    add_run(document.add_paragraph(), f"Codes: {codes or 'none'}", colour=QUIET, size=9)
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for passage in transcript.passages:
        _row(table, passage)
    add_run(
        document.add_paragraph(), "\nRead and agreed: ____________________   Date: ____________"
    )
    save(document, path)


def _row(table: Any, passage: Passage) -> None:
    cells = table.add_row().cells
    for cell, width in zip(cells, _WIDTHS, strict=True):
        cell.width = Cm(width)
    add_run(cells[0].paragraphs[0], str(passage.number), colour=QUIET, size=9)
    who = " · ".join(filter(None, (passage.speaker, passage.role, clock(passage.time))))
    add_run(cells[1].paragraphs[0], who, colour=QUIET, size=8)
    said = cells[1].add_paragraph()
    for piece in passage.pieces:
        add_run(said, piece.text, underline=bool(piece.paths))
    for number, mark in enumerate(passage.marks):
        line = cells[2].add_paragraph() if number else cells[2].paragraphs[0]
        colour = mark.colour.removeprefix("#") if len(mark.colour) == 7 else INK
        add_run(line, "▌", size=9, colour=colour)
        add_run(line, mark.name, size=9)
        which = "" if mark.segment_id is None else f" · segment {mark.segment_id}"
        add_run(line, f" {', '.join(mark.coders)}{which}", size=8, colour=QUIET)
