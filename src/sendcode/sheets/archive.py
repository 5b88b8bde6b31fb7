"""The zip file of a spreadsheet, whose bytes depend on nothing but its content."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sendcode.sheets.stream import Stream

NO_TIME = (1980, 1, 1, 0, 0, 0)


def property_time(made_at: str) -> datetime:
    """Return a time as it stands in a document's properties: UTC, without a zone.

    Args:
        made_at: As it is stored; empty where there is no time, and 1980 stands for it.
    """
    at = datetime.fromisoformat(made_at) if made_at else datetime(*NO_TIME)
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


class FixedZip(ZipFile):
    """A zip whose entries bear no time, no owner and no operating system.

    Attributes:
        streams: By entry, the rows that stand in the place of the marking row.
    """

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.streams: Mapping[str, Stream] = {}

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        """Add an entry from memory."""
        super().writestr(_entry(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """Add an entry from a file."""
        entry = _entry(arcname)
        rows = self.streams.get(str(arcname).lstrip("/"))
        entry.file_size = Path(filename).stat().st_size + (rows.path.stat().st_size if rows else 0)
        with Path(filename).open("rb") as source, self.open(entry, "w") as target:
            if rows is None:
                shutil.copyfileobj(source, target)
            else:
                _around(source, rows, target)


class Nowhere(io.RawIOBase):
    """A file that forgets what is written to it."""

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, written: Any, /) -> int:
        """Take everything and keep nothing."""
        return len(written)


def _around(source: IO[bytes], rows: Stream, target: IO[bytes]) -> None:
    """Copy a sheet with the rows of a file in the place of the row that marks it."""
    sheet = source.read()
    at = sheet.index(rows.place.encode())
    start, end = sheet.rindex(b"<row", 0, at), sheet.index(b"</row>", at) + len(b"</row>")
    target.write(sheet[:start])
    with rows.path.open("rb") as lines:
        shutil.copyfileobj(lines, target, 1 << 20)
    target.write(sheet[end:])


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
