from __future__ import annotations

from pathlib import Path

from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, Piece
from sendcode.exporters.transcript_docx import write_transcript


def test_words_that_xml_cannot_hold_do_no_harm(tmp_path: Path) -> None:
    import docx

    evil = "a\x00\x1b[31m <b>"
    mark = Mark(evil, "a", "", 0, 5, None, ("anna",))
    passage = Passage(1, "MUM", "parent", None, (Piece(evil, ("a",)), Piece("plain", ())), (mark,))
    made = CodedTranscript("t", "2024-01-01T00:00:00Z", (), (passage,), (("a", evil, "", 1),))
    write_transcript(made, tmp_path / "x.docx")
    row = docx.Document(str(tmp_path / "x.docx")).tables[0].rows[0]
    assert "<b>plain" in row.cells[1].text
    assert [run.underline for run in row.cells[1].paragraphs[1].runs] == [True, False]
