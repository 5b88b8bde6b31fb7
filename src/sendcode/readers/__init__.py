"""File to interviews: the reader contract and the built-in readers by suffix.

A reader is a function. It raises `InputError` where a file cannot be read at all, and
returns oddities as problems. Neither may hold a word of the interview or a label.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from sendcode.core.model import ReadOptions, ReadResult

Reader: TypeAlias = Callable[[Path, ReadOptions], ReadResult]

GROUP = "sendcode.readers"
VERSION = "1"

BUILTIN = {
    ".docx": "sendcode.readers.docx:read",
    ".txt": "sendcode.readers.text:read",
    ".md": "sendcode.readers.text:read",
    ".rst": "sendcode.readers.text:read",
    ".odt": "sendcode.readers.odt:read",
    ".rtf": "sendcode.readers.rtf:read",
    ".json": "sendcode.readers.json:read",
    ".pdf": "sendcode.readers.pdf:read",
    ".vtt": "sendcode.readers.subtitles:read",
    ".srt": "sendcode.readers.subtitles:read",
    ".csv": "sendcode.readers.table:read",
    ".tsv": "sendcode.readers.table:read",
    ".xlsx": "sendcode.readers.table:read",
    ".ods": "sendcode.readers.table:read",
}
