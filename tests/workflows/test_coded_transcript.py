from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action, Role
from sendcode.core.segments import NOT_QUOTED
from sendcode.errors import NotFound, SendcodeError
from sendcode.store import Store
from sendcode.workflows.coded_transcript import coded_transcript, export_each, export_transcript
from sendcode.workflows.frame import StudyFrame
from tests.conftest import AT, LATER, accept, place, record


@pytest.fixture
def decided(coded: Store) -> Store:
    record(coded, accept(coded, "first", 1))
    record(coded, accept(coded, "first", 1), coder="ben", at=LATER)
    return coded


def test_every_turn_has_a_number_and_its_words_whole(decided: Store) -> None:
    found = coded_transcript(decided, "first")
    assert [passage.number for passage in found.passages] == list(range(1, len(found.passages) + 1))
    said = "\n".join("".join(p.text for p in passage.pieces) for passage in found.passages)
    frame = StudyFrame(decided)
    assert said == frame.text(frame.ids["first"])


def test_two_coders_of_one_segment_share_a_mark(decided: Store) -> None:
    marks = [m for p in coded_transcript(decided, "first").passages for m in p.marks]
    assert [mark.coders for mark in marks] == [("anna", "ben")]
    own = [m for p in coded_transcript(decided, "first", coder="ben").passages for m in p.marks]
    assert [mark.coders for mark in own] == [("ben",)]


def test_what_is_not_to_be_quoted_is_not_shown(decided: Store) -> None:
    record(decided, NewDecision(Action.DO_NOT_QUOTE, place=place(decided, "first", 1)))
    text = "".join(
        piece.text for p in coded_transcript(decided, "first").passages for piece in p.pieces
    )
    assert NOT_QUOTED in text


def test_nothing_is_shown_of_a_case_that_may_not_be_quoted_not_even_questions(
    decided: Store,
) -> None:
    with decided.transaction():
        speaker = next(
            turn.speaker_id for turn in decided.transcripts.all_turns() if turn.role is Role.PARENT
        )
        sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", 1, speaker),))
        decided.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    record(decided, NewDecision(Action.DO_NOT_QUOTE, topic=Topic("case", case=1)))
    said = [
        (passage.role, "".join(piece.text for piece in passage.pieces))
        for passage in coded_transcript(decided, "first").passages
    ]
    hidden = {role for role, text in said if not text.replace(NOT_QUOTED, "").strip()}
    assert hidden == {"interviewer", "parent"}


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_it_is_written_the_same_way_twice(decided: Store, tmp_path: Path, suffix: str) -> None:
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    made = export_transcript(decided, one, "first", force=False)
    export_transcript(decided, two, "first", force=False)
    assert one.read_bytes() == two.read_bytes()
    mark = next(m for p in made.passages for m in p.marks)
    if suffix == ".docx":
        cells = [cell.text for row in docx.Document(str(one)).tables[0].rows for cell in row.cells]
        assert any(mark.name in cell for cell in cells)
        assert len(cells) == 3 * len(made.passages)
    else:
        page = one.read_text(encoding="utf-8")
        assert page.count('class="turn') == len(made.passages)
        assert f"segment {mark.segment_id}" in page
        assert "http" not in page


def test_a_transcript_or_format_that_is_not_there_is_named(decided: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="fourth"):
        coded_transcript(decided, "fourth")
    with pytest.raises(NotFound):
        export_transcript(decided, tmp_path / "x.odt", "first", force=False)


def test_each_transcript_is_a_file_in_a_folder(decided: Store, tmp_path: Path) -> None:
    folder = tmp_path / "coded"
    names = sorted(StudyFrame(decided).ids)
    paths = export_each(decided, folder, ".html", force=False)
    assert [path.name for path in paths] == [f"{name}.html" for name in names]
    export_transcript(decided, tmp_path / "one.html", "first", force=False)
    assert (folder / "first.html").read_bytes() == (tmp_path / "one.html").read_bytes()
    paths[0].unlink()
    with pytest.raises(SendcodeError, match="exists already"):
        export_each(decided, folder, ".html", force=False)
    assert not paths[0].exists()
    export_each(decided, folder, ".html", force=True)
    assert paths[0].exists()
    with pytest.raises(SendcodeError, match="cannot make the folder"):
        export_each(decided, tmp_path / "one.html", ".html", force=False)
