from __future__ import annotations

from pathlib import Path

from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, Piece
from sendcode.exporters.transcript_html import write_transcript


def test_nothing_in_it_becomes_mark_up_and_an_odd_colour_is_left_out(tmp_path: Path) -> None:
    evil = "<script>x</script>\x1b[31m"
    mark = Mark(evil, "a", 'red" onload="x', 0, 5, 7, (evil,))
    passage = Passage(1, evil, "parent", 3723.0, (Piece(evil, ("a",)),), (mark,))
    made = CodedTranscript(evil, "", ((evil, evil),), (passage,), (("a", evil, mark.colour, 1),))
    write_transcript(made, tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "onload" not in page
    assert "\x1b" not in page
    assert "1:02:03" in page
