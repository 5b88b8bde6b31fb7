from __future__ import annotations

import sys
from pathlib import Path

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
