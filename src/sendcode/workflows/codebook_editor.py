"""A codebook file made ready for an editor: the schema beside it, and a line that names it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import CodebookError, NotFound
from sendcode.exporters.files import whole_file
from sendcode.interchange import YAML
from sendcode.interchange.codebook_schema import TITLE, text
from sendcode.places import is_file

SCHEMA = "codebook.schema.json"
_LINE = re.compile(rb"^#\s*yaml-language-server\s*:\s*\$schema\s*=\s*(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Linked:
    """What was done.

    Attributes:
        schema: The schema's file.
        named: The file that the codebook names, as it stands there.
        added: Whether the line was put in; else it was there.
    """

    schema: Path
    named: str
    added: bool


def link_schema(path: Path) -> Linked:
    """Write the schema beside a codebook file, and name it in the file's first line.

    A file that names a schema already stays as it is. The codebook need not be without errors.

    Raises:
        CodebookError: The file is not UTF-8, or another file has the schema's name.
        NotFound: There is no such file, or it is no YAML file.
    """
    if path.suffix.lower() not in YAML:
        raise NotFound(f"{path.name} is no YAML file", f"Known: {', '.join(YAML)}.")
    if not is_file(path):
        raise NotFound(f"no file {path}", "'sendcode codebook export FILE' writes one.")
    raw = path.read_bytes()
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CodebookError(f"{path.name}: the file is not UTF-8", "Save it as UTF-8.") from None
    schema = path.with_name(SCHEMA)
    if schema.exists() and f'"title": "{TITLE}"'.encode() not in schema.read_bytes():
        raise CodebookError(f"{schema} is another file", "Rename it, or the codebook's folder.")
    with whole_file(schema, force=True) as draft:
        draft.write_text(text(), encoding="utf-8", newline="\n")
    there = _LINE.search(raw.removeprefix(BOM_UTF8))
    if there:
        return Linked(schema, there.group(1).decode(), added=False)
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    line = f"# yaml-language-server: $schema={SCHEMA}".encode()
    with whole_file(path, force=True) as draft:
        draft.write_bytes(mark + line + end + raw.removeprefix(mark))
    return Linked(schema, SCHEMA, added=True)
