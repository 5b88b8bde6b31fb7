"""The zip file of a spreadsheet, whose bytes depend on nothing but its content."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_TIME = (1980, 1, 1, 0, 0, 0)


class FixedZip(ZipFile):
    """A zip whose entries bear no time, no owner and no operating system."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        """Add an entry from memory."""
        super().writestr(_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """Add an entry from a file."""
        entry = _entry(arcname)
        entry.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(entry, "w") as target:
            shutil.copyfileobj(source, target)


class Nowhere(io.RawIOBase):
    """A file that forgets what is written to it."""

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, written: Any, /) -> int:
        """Take everything and keep nothing."""
        return len(written)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
