from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.model import Role
from sendcode.errors import InputError
from sendcode.store import Store
from sendcode.workflows.cases import apply_case_sheet, check_case_sheet
from tests.conftest import AT, LATER, transcript


def sheet(folder: Path, text: str) -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def apply(store: Store, path: Path):
    return apply_case_sheet(store, path, coder="anna", at=LATER)


GOOD = (
    "transcript,speaker,participant,role,case,school\n"
    "first,MUM,P1,parent,Ava; Ben,Elm\n"
    "second.txt,mum,P1,parent,Ava,Elm\n"
    "second,TEACHER,P2,senco,,\n"
)


def test_a_sheet_gives_roles_people_cases_and_attributes(small: Store, tmp_path: Path) -> None:
    done = apply(small, sheet(tmp_path, GOOD))
    assert (done.cases, done.errors) == (("Ava", "Ben"), ())
    speakers = [(s.transcript, s.label, s.role, s.participant) for s in small.speakers.all()]
    assert ("first", "MUM", Role.PARENT, "P1") in speakers
    assert ("second", "MUM", Role.PARENT, "P1") in speakers
    assert ("second", "TEACHER", Role.SENCO, "P2") in speakers
    assert {s.role_source for s in small.speakers.all() if s.participant} == {"sheet"}
    overview = small.cases.overview()
    assert [(c.name, c.attributes, c.transcripts) for c in overview] == [
        ("Ava", {"school": "Elm"}, ("first", "second")),
        ("Ben", {"school": "Elm"}, ("first",)),
    ]


def test_the_same_sheet_twice_leaves_the_project_the_same(small: Store, tmp_path: Path) -> None:
    def state() -> tuple[object, ...]:
        return small.cases.overview(), small.speakers.all(), set(small.cases.links())

    path = sheet(tmp_path, GOOD)
    apply(small, path)
    before = state()
    apply(small, path)
    assert state() == before


def test_a_sheet_with_a_wrong_row_changes_nothing_and_lists_the_rows(
    small: Store, tmp_path: Path
) -> None:
    wrong = "".join(f"frist,,,,Ava,{n}\n" for n in range(12))
    with pytest.raises(InputError) as raised:
        apply(small, sheet(tmp_path, GOOD + wrong))
    lines = raised.value.message.splitlines()
    assert lines[0] == "the case sheet cases.csv cannot be applied:"
    assert lines[1] == "  row 5: unknown transcript 'frist'; the nearest is 'first'"
    assert (len(lines), lines[-1]) == (12, "  and 2 more")
    assert small.cases.overview() == ()
    assert {s.participant for s in small.speakers.all()} == {None}
    assert small.database.value("SELECT count(*) FROM case_sheet") == 0


def test_no_label_of_a_speaker_is_in_what_a_sheet_s_errors_say(
    small: Store, tmp_path: Path
) -> None:
    made = transcript("third", ("Beryl", Role.PARENT, "Yes."))
    with small.transaction():
        small.transcripts.add(made, file_name="", part="", roles={}, at=AT)
    text = "transcript,speaker,role,case,x\nBeryl,,,,\nthird,beryl,Mrs Beryl,Beryl,1\n"
    messages = [p.message for p in check_case_sheet(small, sheet(tmp_path, text)).errors]
    assert len(messages) == 2
    assert all("(not shown: a speaker's label)" in message for message in messages)
    assert "beryl" not in " ".join(messages).casefold()


def test_checking_a_sheet_changes_nothing(small: Store, tmp_path: Path) -> None:
    assert check_case_sheet(small, sheet(tmp_path, GOOD)).cases == ("Ava", "Ben")
    assert small.cases.overview() == ()


def test_a_missing_sheet_and_one_that_is_no_table_are_sentences(
    small: Store, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no case sheet"):
        apply(small, tmp_path / "missing.csv")
    path = tmp_path / "cases.xlsx"
    path.write_text("no workbook")
    with pytest.raises(InputError, match=r"the case sheet cases\.xlsx: "):
        apply(small, path)


def test_a_sheet_is_on_record(small: Store, tmp_path: Path) -> None:
    apply(small, sheet(tmp_path, GOOD))
    row = small.database.one("SELECT at, file_name, length(sha256) AS size FROM case_sheet")
    assert row is not None
    assert tuple(row) == (LATER, "cases.csv", 64)
    assert AT < LATER
