from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from sendcode.core.model import ReadOptions, Role
from sendcode.core.text import sha256
from sendcode.errors import InputError, ProjectError
from sendcode.store import Store, create_store, open_store
from sendcode.workflows.ingest import Ingested, ingest
from tests.conftest import AT, LATER
from tests.processes import start

TALK = "INT: How long was it?\nMUM: Two years. {} We waited.\nINT: And then?\n"


def write(folder: Path, **texts: str) -> None:
    """Write `a__b="..."` to `a/b.txt`: two speakers, and the text as a sentence."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TALK.format(text), encoding="utf-8")


def read(store: Store, *paths: Path, **how: object) -> Ingested:
    return ingest(store, paths, coder="anna", at=AT, **how)


def names(done: Ingested) -> list[str]:
    return [transcript.name for transcript in done.transcripts]


def reasons(done: Ingested) -> dict[str, str]:
    return {skipped.path.name: skipped.reason for skipped in done.skipped}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "interviews"
    made.mkdir()
    return made


def test_a_folder_of_talks_becomes_transcripts_with_roles_turns_and_units(
    store: Store, folder: Path
) -> None:
    write(folder, b="Bee.", a="Ay.")
    done = read(store, folder)
    assert names(done) == ["a", "b"]
    assert done.skipped == ()
    kept = store.transcripts.get("a")
    assert [(t.speaker, t.role) for t in kept.turns] == [
        ("INT", Role.INTERVIEWER),
        ("MUM", Role.PARENT),
        ("INT", Role.INTERVIEWER),
    ]
    assert kept.text == "How long was it?\nTwo years. Ay. We waited.\nAnd then?"
    assert len(kept.units) == 5
    assert kept.text_sha256 == sha256(kept.text)
    assert (kept.words, kept.words_in_source) == (11, 14)
    first = done.transcripts[0]
    assert (first.format, first.words, first.turns) == ("txt", 11, 3)
    assert [(s.label, s.role, s.turns, s.words) for s in first.speakers] == [
        ("INT", Role.INTERVIEWER, 2, 6),
        ("MUM", Role.PARENT, 1, 5),
    ]


def test_known_files_are_left_alone_wherever_they_lie_and_whatever_they_are_called(
    store: Store, folder: Path
) -> None:
    write(folder, a="Ay.", b="Bee.")
    read(store, folder)
    before = store.transcripts.overview()
    (folder / "a.txt").rename(folder / "moved.txt")
    write(folder, c="Sea.")
    done = read(store, folder)
    assert names(done) == ["c"]
    assert sorted(done.known) == ["a", "b"]
    assert store.transcripts.overview()[:2] == before
    again = read(store, folder)
    assert (again.transcripts, sorted(again.known)) == ((), ["a", "b", "c"])


def test_the_same_content_twice_in_one_folder_is_stored_once(store: Store, folder: Path) -> None:
    write(folder, a="Ay.", copy="Ay.")
    done = read(store, folder)
    assert names(done) == ["a"]
    assert reasons(done) == {"copy.txt": "the same content as a.txt"}


def test_a_known_file_that_changed_is_skipped_and_can_be_stored_under_another_name(
    store: Store, folder: Path
) -> None:
    write(folder, a="Ay.", b="Bee.")
    read(store, folder)
    write(folder, a="Changed.")
    done = read(store, folder)
    assert done.transcripts == ()
    assert "was ingested before as 'a', with other content" in reasons(done)["a.txt"]
    assert "Ay." in store.transcripts.get("a").text
    assert names(read(store, folder / "a.txt", name="a later")) == ["a later"]


def test_two_files_of_one_name_are_both_stored_and_the_second_has_a_problem_line(
    store: Store, folder: Path
) -> None:
    write(folder, one__talk="Ay.", two__talk="Bee.", three__talk="Sea.")
    done = read(store, folder)
    assert names(done) == ["talk", "talk (2)", "talk (3)"]
    said = [problem.message for problem in done.transcripts[1].problems]
    assert said == ["the name 'talk' was taken; stored as 'talk (2)'"]
    assert [p.message for p in store.transcripts.get("talk (2)").problems] == said


def test_a_second_file_of_a_name_is_new_where_the_first_is_still_there(
    store: Store, folder: Path
) -> None:
    write(folder, one__talk="Ay.")
    read(store, folder)
    write(folder, two__talk="Bee.")
    assert names(read(store, folder)) == ["talk (2)"]


def test_a_folder_with_nothing_to_read_is_an_error_that_says_why(
    store: Store, folder: Path
) -> None:
    with pytest.raises(InputError, match="nothing to read"):
        read(store, folder)
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"):
        (folder / name).touch()
    with pytest.raises(InputError, match=r"a\.jpg: no reader for '\.jpg'.* and 2 more"):
        read(store, folder)
    with pytest.raises(InputError, match="no such file or folder"):
        read(store, folder / "missing")
    assert store.transcripts.overview() == ()
    assert store.database.value("SELECT count(*) FROM lease") == 0


def test_files_that_cannot_be_read_are_skipped_and_the_rest_goes_on(
    store: Store, folder: Path
) -> None:
    write(folder, good="Ay.")
    (folder / "empty.txt").touch()
    (folder / "also empty.txt").touch()
    (folder / "broken.docx").write_bytes(b"no zip at all")
    (folder / "~$good.docx").touch()
    done = read(store, folder)
    assert names(done) == ["good"]
    said = reasons(done)
    assert set(said) == {"empty.txt", "also empty.txt", "broken.docx", "~$good.docx"}
    assert "empty" in said["empty.txt"]
    assert "lock file" in said["~$good.docx"]


@pytest.mark.parametrize(
    "written", ["transcript,case,role\ngood,Ava,parent\n", "Transcript;Case\n"]
)
def test_a_case_sheet_is_never_taken_for_a_transcript(
    store: Store, folder: Path, written: str
) -> None:
    write(folder, good="Ay.")
    (folder / "who is who.csv").write_text(written)
    done = read(store, folder)
    assert names(done) == ["good"]
    assert "case sheet" in reasons(done)["who is who.csv"]
    assert "not a transcript. Use it with: sendcode cases" in reasons(done)["who is who.csv"]
    with pytest.raises(InputError, match="case sheet"):
        read(store, folder / "who is who.csv")


def test_a_name_is_for_one_file(store: Store, folder: Path) -> None:
    write(folder, a="Ay.", b="Bee.")
    with pytest.raises(InputError, match="exactly one file"):
        read(store, folder, name="talk")
    assert names(read(store, folder / "a.txt", name="talk")) == ["talk"]


def test_words_of_the_interview_are_in_no_reason_and_no_problem(store: Store, folder: Path) -> None:
    write(folder, one__talk="Quetzalcoatl.", two__talk="Quetzalcoatl twice.")
    (folder / "odd.csv").write_text('speaker,text\n"Quetzalcoatl\n')
    done = read(store, folder)
    said = " ".join(
        [*reasons(done).values(), *(p.message for t in done.transcripts for p in t.problems)]
    )
    assert "Quetzalcoatl" not in said
    assert "MUM" not in said


def test_another_ingest_at_work_is_refused(store: Store, folder: Path) -> None:
    write(folder, a="Ay.")
    with (
        open_store(store.path, at=AT) as second,
        second.leases.hold("ingest", coder="ben", at=AT),
    ):
        second.database.execute("UPDATE lease SET host = 'elsewhere'")
        with pytest.raises(ProjectError, match="'ingest' is already running"):
            read(store, folder)
        second.database.execute("DELETE FROM lease")
    assert store.transcripts.overview() == ()


def test_progress_is_watched_file_by_file(store: Store, folder: Path) -> None:
    write(folder, a="Ay.", b="Bee.")
    seen: list[object] = []

    def track(things, description, *, total=None):
        seen.append((description, total))
        for thing in things:
            seen.append("file")
            yield thing

    read(store, folder, track=track, options=ReadOptions())
    assert seen == [("Reading transcripts", 2), "file", "file"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_an_ingest_that_was_killed_half_way_is_completed_by_the_next(
    tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "study.sendcode"
    create_store(path, at=AT).close()
    for number in range(12):
        write(folder, **{f"{number % 2}__talk{number // 2:02}": f"Sentence {number}."})
    code = """
from sendcode.workflows import ingest as workflow
workflow.BATCH_FILES = 3
def track(things, description, *, total=None):
    for number, thing in enumerate(things):
        if number == 8:
            os.kill(os.getpid(), signal.SIGKILL)
        yield thing
with open_store(path, at=AT) as store:
    workflow.ingest(store, [Path(sys.argv[2])], coder="anna", at=AT, track=track)
"""
    with start(code, path, folder) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    with open_store(path, at=LATER) as store:
        half = store.transcripts.overview()
        assert len(half) == 6
        done = ingest(store, [folder], coder="anna", at=LATER)
        assert (len(done.transcripts), len(done.known), done.skipped) == (6, 6, ())
        whole = {row.file_sha256: row for row in store.transcripts.overview()}
        assert len(whole) == 12
        assert all(whole[row.file_sha256] == row for row in half)
        for row in whole.values():
            kept = store.transcripts.get(row.name)
            assert sha256(kept.text) == kept.text_sha256
        assert store.database.rows("PRAGMA foreign_key_check") == []
