"""Whether a path lies on a network drive, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import sys
from pathlib import Path

_NETWORK = ("nfs", "cifs", "smb", "afp", "webdav", "davfs", "fuse.sshfs", "fuse.rclone", "9p.net")
_DRIVE_REMOTE = 4


def network_drive(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the kind of network drive that holds `path`, or an empty text.

    Linux and Windows can tell; elsewhere the answer is always empty.
    """
    full = path.absolute()
    if sys.platform == "win32":
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(full.anchor) == _DRIVE_REMOTE
        return "share" if remote or full.anchor.startswith("\\\\") else ""
    if not mounts.is_file():
        return ""
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = fields[1].replace("\\040", " ")
        if len(place) >= len(best) and full.is_relative_to(place):
            best, kind = place, fields[2]
    return kind if kind.startswith(_NETWORK) else ""
