"""Opening what is a zip of XML (.docx, .odt, .xlsx, .ods) from a stranger: limits, no DTD."""

from __future__ import annotations

import re
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from sendcode.core.model import ReadOptions
from sendcode.errors import InputError
from sendcode.readers.decode import load

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_MEMBERS = 20_000
_TOO_MUCH = re.compile(r"huge|excessive depth|too long", re.IGNORECASE)  # the parser's own limits
_STREAMS = (
    (
        "EncryptedPackage",
        "the file is protected with a password",
        "Save a copy without a password.",
    ),
    (
        "WordDocument",
        "this is an old Word file (.doc) under a new name",
        "Save it as .docx in Word.",
    ),
    ("Workbook", "this is an old Excel file (.xls) under a new name", "Save it as .xlsx in Excel."),
)


class Package:
    """A zip archive whose members are read within limits."""

    def __init__(self, path: Path, options: ReadOptions) -> None:
        if path.name.startswith("~$"):
            raise InputError(
                "this is a lock file that Word left behind", "Read the document itself."
            )
        size = path.stat().st_size
        if not size:
            load(path, options)
        with path.open("rb") as stream:
            head = stream.read(8)
        if head == _OLE:
            raise _old_office(load(path, options))
        if not head.startswith(b"PK"):
            raise InputError(f"this is not a {path.suffix.lower()} file", "Check its suffix.")
        self._left = options.max_bytes
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise _damaged() from error
        self.names = frozenset(self._zip.namelist())
        if len(self.names) > _MAX_MEMBERS:
            self._zip.close()
            raise InputError(f"the archive holds more than {_MAX_MEMBERS} parts")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """Return one member unpacked.

        Raises:
            InputError: It is missing, damaged, encrypted, or larger than the limit.
        """
        try:
            with self._zip.open(name) as stream:
                content = stream.read(self._left + 1)
        except KeyError as error:
            raise InputError(
                "the file lacks its main part", "Open it in its program and save it again."
            ) from error
        except RuntimeError as error:  # zipfile's word for an encrypted member
            raise InputError("the file is protected with a password") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise _damaged() from error
        self._left -= len(content)
        if self._left < 0:
            raise InputError("the file unpacks to more than the limit allows")
        return content

    def tree(self, name: str) -> etree._Element:
        """Return one member as XML; see `parse_xml`."""
        return parse_xml(self.read(name))


def parse_xml(content: bytes) -> etree._Element:
    """Return the root of an XML text, refusing DTDs and entities.

    Raises:
        InputError: It is not well formed, too deep, or declares a document type.
    """
    if b"<!DOCTYPE" in content[:4096]:
        raise _dtd()
    try:
        root: etree._Element = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if _TOO_MUCH.search(str(error)):
            raise InputError(
                "a single text in the file is too long, or it is nested too deeply"
            ) from error
        raise InputError(
            "the XML inside the file is damaged", "Open it in its program and save it again."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _dtd()
    return root


@lru_cache(maxsize=1)
def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def relations(package: Package, part: str) -> list[tuple[str, str, bool]]:
    """Return the kind, target and whether it is outside, of each relation of a part."""
    folder, _, name = part.rpartition("/")
    where = f"{folder}/_rels/{name}.rels".lstrip("/")
    if where not in package.names:
        return []
    found = []
    for relation in package.tree(where):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        outside = relation.get("TargetMode") == "External"
        found.append((kind, _resolve(folder, target), outside))
    return found


def _resolve(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def _old_office(raw: bytes) -> InputError:
    for stream, message, hint in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return InputError(message, hint)
    return InputError("this is an old Office file under a new name", "Save it in a current format.")


def _damaged() -> InputError:
    return InputError("the file is damaged or was cut short", "Copy or download it again.")


def _dtd() -> InputError:
    return InputError("the XML inside declares a document type, which no office program writes")
