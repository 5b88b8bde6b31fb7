from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sendcode.store.drives import network_drive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc/mounts is Linux's")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/anna/study.sendcode", ""),
        ("/mnt/share/study.sendcode", "nfs4"),
        ("/mnt/share/local/study.sendcode", ""),
        ("/mnt/my share/a/study.sendcode", "cifs"),
        ("/mnt/shared/study.sendcode", ""),
    ],
)
def test_the_deepest_mount_decides(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda / ext4 rw 0 0\n"
        "server:/x /mnt/share nfs4 rw 0 0\n"
        "/dev/sdb /mnt/share/local ext4 rw 0 0\n"
        "//server/y /mnt/my\\040share cifs rw 0 0\n"
        "odd\n"
    )
    assert network_drive(Path(path), mounts) == kind


def test_a_system_that_cannot_tell_says_nothing(tmp_path: Path) -> None:
    assert network_drive(tmp_path, tmp_path / "missing") == ""


@pytest.mark.parametrize(("kind", "name"), [(4, "share"), (3, "")])
def test_on_windows_the_drive_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: int, name: str
) -> None:
    kernel = SimpleNamespace(GetDriveTypeW=lambda anchor: kind)
    with monkeypatch.context() as windows:
        windows.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        windows.setattr(sys, "platform", "win32")
        assert network_drive(tmp_path) == name
