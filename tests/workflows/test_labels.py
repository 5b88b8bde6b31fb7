from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.model import Role
from sendcode.errors import InputError
from sendcode.store import Store
from sendcode.workflows.ingest import ingest
from sendcode.workflows.labels import preview, read_speakers
from tests.conftest import AT

TALK = """I: How long did you wait?
DANI: A year and a half, that was.
I: And then?
DANI: Then it came.
Intervewer: Thank you both.
DANI: Bye now.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "talks"
    place.mkdir()
    (place / "visit1.txt").write_text(TALK.replace("Intervewer", "I"), encoding="utf-8")
    (place / "visit2.txt").write_text(TALK.replace("Intervewer", "IV"), encoding="utf-8")
    return place


def speaker_map(folder: Path, *rows: str) -> Path:
    path = folder / "map.csv"
    path.write_text("label,speaker,role,transcript\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_label_table_says_who_speaks_how_often_and_from_where(folder: Path) -> None:
    found = preview([folder])
    rows = [(r.transcript, r.label, r.role, r.turns, r.turn, r.anchor) for r in found.rows]
    assert rows == [
        ("visit1", "I", Role.INTERVIEWER, 3, 1, 1),
        ("visit1", "DANI", Role.UNKNOWN, 3, 2, 2),
        ("visit2", "I", Role.INTERVIEWER, 2, 1, 1),
        ("visit2", "DANI", Role.UNKNOWN, 3, 2, 2),
        ("visit2", "IV", Role.INTERVIEWER, 1, 5, 5),
    ]
    assert found.rows[1].opening == "A year and a half, that was."
    assert [(r.transcript, r.label) for r in found.once] == [("visit2", "IV")]
    assert found.others(found.once[0]) == ("I", "DANI")
    assert [(r.transcript, r.label) for r in found.roleless] == [("visit1", "DANI")]


def test_a_preview_in_processes_is_the_same(folder: Path) -> None:
    assert preview([folder], processes=2) == preview([folder], processes=1)


def test_a_map_gives_the_whole_study_its_speakers_and_roles(store: Store, folder: Path) -> None:
    people = read_speakers(
        speaker_map(folder, "I,Interviewer,,", "IV,Interviewer,interviewer,", "DANI,,parent,visit1")
    )
    besides = [folder / "map.csv"]
    done = ingest(store, [folder], coder="a", at=AT, speakers=people, besides=besides)
    assert done.skipped == ()
    assert done.labels == {"Interviewer", "DANI"}
    found = [(s.transcript, s.label, s.role, s.role_source) for s in store.speakers.all()]
    assert found == [
        ("visit1", "Interviewer", Role.INTERVIEWER, "sheet"),
        ("visit1", "DANI", Role.PARENT, "sheet"),
        ("visit2", "Interviewer", Role.INTERVIEWER, "sheet"),
        ("visit2", "DANI", Role.UNKNOWN, "guess"),
    ]


def test_what_was_written_in_the_file_is_kept_beside_the_map(store: Store, folder: Path) -> None:
    people = read_speakers(speaker_map(folder, "IV,I,,"))
    ingest(store, [folder / "visit2.txt"], coder="a", at=AT, speakers=people)
    got = store.transcripts.get("visit2")
    assert [t.speaker for t in got.turns] == ["I", "DANI", "I", "DANI", "I", "DANI"]
    assert got.anchors[4].label == "IV"


def test_a_bad_map_is_refused_with_its_rows(folder: Path) -> None:
    path = speaker_map(folder, "I,Interviewer,,", ",x,,", *[f"L{n},,nonsense," for n in range(12)])
    with pytest.raises(InputError) as caught:
        read_speakers(path)
    assert "row 3: the label is missing" in caught.value.message
    assert "and 3 more" in caught.value.message


def test_a_preview_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(InputError, match="the file is empty"):
        preview([tmp_path])
