from __future__ import annotations

import os
from pathlib import Path

import pytest

from sendcode.errors import InputError
from sendcode.workflows.files import file_sha256, find_files
from tests.processes import open_folder


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("MUM: Hello.\n")


def names_in(folder: Path, found: tuple[Path, ...]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]


def reasons(skipped) -> dict[str, str]:
    return {one.path.name: one.reason for one in skipped}


def test_a_folder_is_walked_in_order_with_its_subfolders(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.docx", "sub/c.TXT", "sub/deep/d.vtt")
    found, skipped = find_files([tmp_path])
    assert names_in(tmp_path, found) == ["a.docx", "b.txt", "sub/c.TXT", "sub/deep/d.vtt"]
    assert skipped == ()


def test_what_is_no_transcript_is_left_aside_with_a_reason_or_silently(tmp_path: Path) -> None:
    touch(
        tmp_path,
        *("a.txt", "~$a.docx", "photo.jpg", "plain", "README.md", "notes/Licence.txt"),
        *(".hidden.txt", ".git/x.txt", "study.sendcode", "study.sendcode-wal"),
        "study.backups/2024.txt",
    )
    found, skipped = find_files([tmp_path])
    assert names_in(tmp_path, found) == ["a.txt"]
    assert reasons(skipped) == {
        "~$a.docx": "a lock file of Word, not a document",
        "photo.jpg": "no reader for '.jpg'",
        "plain": "no reader for 'no suffix'",
        "README.md": "a file about the folder; name it to read it",
        "Licence.txt": "a file about the folder; name it to read it",
    }


def test_a_file_that_was_named_itself_is_always_tried_and_once(tmp_path: Path) -> None:
    touch(tmp_path, "README.md", "photo.jpg", ".hidden.txt")
    wanted = [tmp_path / name for name in ("README.md", "photo.jpg", ".hidden.txt")]
    found, skipped = find_files([*wanted, *wanted])
    assert (list(found), skipped) == (wanted, ())


def test_files_that_serve_something_else_are_not_read_and_not_worth_a_word(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt", "cases.csv")
    found, skipped = find_files([tmp_path], besides=[tmp_path / "." / "cases.csv"])
    assert (names_in(tmp_path, found), skipped) == (["a.txt"], ())


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        find_files([tmp_path / "nowhere"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_to_folders_are_not_followed_so_a_loop_is_no_trap(tmp_path: Path) -> None:
    touch(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "sub" / "to_file.txt").symlink_to(tmp_path / "sub" / "a.txt")
    (tmp_path / "lost.txt").symlink_to(tmp_path / "gone.txt")
    found, skipped = find_files([tmp_path])
    assert names_in(tmp_path, found) == ["sub/a.txt", "sub/to_file.txt"]
    assert reasons(skipped) == {
        "loop": "a link to a folder is not followed",
        "lost.txt": "a link that leads nowhere",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    found, skipped = find_files([tmp_path])
    assert names_in(tmp_path, found) == ["a.txt"]
    assert reasons(skipped) == {"b.txt": "not an ordinary file"}


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="cannot become somebody else here")
def test_a_folder_that_may_not_be_read_is_told() -> None:
    with open_folder() as folder:
        touch(folder, "a.txt", "closed/b.txt")
        (folder / "closed").chmod(0)
        root = os.geteuid() == 0
        if root:
            os.setresuid(65534, 65534, 0)
        try:
            found, skipped = find_files([folder])
        finally:
            if root:
                os.setresuid(0, 0, 0)
            (folder / "closed").chmod(0o755)
        assert names_in(folder, found) == ["a.txt"]
        assert reasons(skipped) == {"closed": "Permission denied"}


def test_a_file_is_known_by_all_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert file_sha256(path).startswith("ba7816bf")
    path.write_bytes(b"x" * 3_000_000)
    long = file_sha256(path)
    path.write_bytes(b"x" * 2_999_999 + b"y")
    assert file_sha256(path) != long
