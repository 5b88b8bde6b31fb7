from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from sendcode.errors import ProjectError
from sendcode.store import create_store, open_store, project
from tests.conftest import AT
from tests.processes import open_folder, somebody_else, start


def test_a_new_project_has_a_name_a_guid_and_a_time(tmp_path: Path) -> None:
    with create_store(tmp_path / "My study.sendcode", at=AT) as store:
        assert store.name == "My study"
        assert store.setting("created_at") == AT
        assert len(store.setting("guid")) == 36
        assert store.setting("nothing") == ""
        assert store.notes == ()


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    path.write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        create_store(path, at=AT)
    assert path.read_text() == "mine"


def test_a_project_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is not a folder"):
        create_store(tmp_path / "nowhere" / "study.sendcode", at=AT)


def test_a_project_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(database: object) -> None:
        raise ProjectError("cannot be written: the disk is full", "Free some space.")

    monkeypatch.setattr(project, "upgrade", full)
    with pytest.raises(ProjectError, match="the disk is full"):
        create_store(tmp_path / "study.sendcode", at=AT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Dear diary, this is a text.\n" * 60, "is not a sendcode project"),
        (b"short", "is not a sendcode project"),
        (b"", "is empty, not a sendcode project"),
    ],
    ids=["text", "short text", "empty"],
)
def test_a_file_that_is_no_project_is_refused_and_not_touched(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "study.sendcode"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=message):
        open_store(path, at=AT)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["study.sendcode"]


def test_a_folder_and_a_missing_file_are_no_project(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.sendcode"):
        with pytest.raises(ProjectError, match="no project file"):
            open_store(path, at=AT)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_project_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    create_store(path, at=AT).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"study\.sendcode is damaged") as raised:
        open_store(path, at=AT)
    assert "restore" in raised.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_rows_of_a_killed_process_are_there_and_a_note_says_so(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    create_store(path, at=AT).close()
    code = """
store = open_store(path, at=AT)
with store.transaction():
    store.coders.id("anna", at=AT)
with store.transaction():
    store.coders.id("ben", at=AT)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    with start(code, path) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    assert Path(f"{path}-wal").stat().st_size > 0
    with open_store(path, at=AT) as store:
        assert store.coders.names() == ("anna",)
        assert len(store.notes) == 1
        assert "study.sendcode-wal is left over" in store.notes[0]
    assert not Path(f"{path}-wal").exists()
    with open_store(path, at=AT) as store:
        assert store.notes == ()


def test_two_processes_write_at_once_and_both_arrive(tmp_path: Path) -> None:
    path = tmp_path / "study.sendcode"
    create_store(path, at=AT).close()
    code = """
with open_store(path, at=AT) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(15):
        with store.transaction():
            store.coders.id(f"{sys.argv[2]}{n}", at=AT)
"""
    both = [start(code, path, name) for name in ("anna", "ben")]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    with open_store(path, at=AT) as store:
        assert len(store.coders.names()) == 30


def test_a_read_only_project_is_noted_with_what_cannot_be_seen_and_an_old_one_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_folder() as folder:
        path = folder / "study.sendcode"
        create_store(path, at=AT).close()
        log = Path(f"{path}-wal")
        log.write_bytes(b"rows")
        with somebody_else(folder):
            with open_store(path, at=AT) as store:
                assert "Its rows are missing here" in store.notes[0]
                assert "you can look at it, but change nothing" in store.notes[1]
            monkeypatch.setattr(project, "current_version", lambda: 99)
            with pytest.raises(ProjectError, match="made by an older sendcode, and it is read-"):
                open_store(path, at=AT)
        assert log.read_bytes() == b"rows"


def test_a_project_on_a_network_drive_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project, "network_drive", lambda path: "nfs4")
    with create_store(tmp_path / "study.sendcode", at=AT) as store:
        assert "network drive (nfs4)" in store.notes[0]
