"""From bytes to text: which encoding a file has, and how sure that is."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from sendcode.core.model import ReadOptions
from sendcode.core.printable import so_many
from sendcode.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OTHERS = {
    b"PK\x03\x04": "a zip archive (such as a Word or Excel file)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"%PDF": "a PDF",
    b"{\\rtf": "Rich Text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"ID3": "a recording",
    b"RIFF": "a recording",
}
_GOOD = re.compile(
    r"(?<=[^\W\d_])[’'](?=[a-z])|(?<=\s)[‘“„«–—](?=[\w\s])|(?<=[\w.,?!…])[’”»…]|[–—] "
)
_LETTER = re.compile(
    r"(?<=[a-z])[à-öø-ÿœßé](?=[a-z\s,.?!;:)])|(?<=\s)[À-ÖØ-Þ](?=[a-z])|(?<=\s)[à-ö](?=[\sa-z])"
)
_BAD = re.compile(
    r"(?<=[a-z])[À-ÖØ-ÞŒŠŽŸ]|[¬¤¦¨ª¯¸º¼½¾¶§±∂∑∏π∫Ω√≈∆◊‡†ˆ‰‚ƒ˝˛ˇ˘˙˚Ææˇıﬁﬂ]|[’‘“”„][’‘“”„](?=[a-z])"
)


class Decoded(NamedTuple):
    r"""A file's text with `\n` at line ends, and the encoding that was used.

    `note` says what was assumed; it is empty where the encoding was certain.
    """

    text: str
    encoding: str
    note: str = ""


def load(path: Path, options: ReadOptions) -> bytes:
    """Return the bytes of a file.

    Raises:
        InputError: It is empty, or larger than `options.max_bytes`.
    """
    size = path.stat().st_size
    if not size:
        raise InputError("the file is empty (0 bytes)", "Export or copy it again.")
    if size > options.max_bytes:
        raise InputError(f"the file is larger than {options.max_bytes // 1024**2} MB")
    return path.read_bytes()


def load_text(path: Path, options: ReadOptions) -> Decoded:
    """Return the text of a file; see `decode`.

    Raises:
        InputError: It is empty, too large, no text, or not in the encoding that was named.
    """
    return decode(load(path, options), options.encoding)


def decode(raw: bytes, encoding: str | None = None) -> Decoded:
    """Return the text behind bytes.

    In this order: what the researcher says, a byte order mark, UTF-8, UTF-16 without a
    mark, then Windows-1252 or Mac Roman, whichever gives the likelier words.

    Raises:
        InputError: The bytes are no text, or not in the encoding that was named.
    """
    if encoding:
        return _as_told(raw, encoding)
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _with_mark(raw, name)
    for magic, what in _OTHERS.items():
        if raw.startswith(magic):
            raise InputError(f"this is not a text file but {what}", "Give it its true suffix.")
    if b"\x00" in raw[:4096] or b"\x00" in raw:
        return _with_nulls(raw)
    try:
        return Decoded(_lines(raw.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _eight_bits(raw)


def _as_told(raw: bytes, encoding: str) -> Decoded:
    try:
        text = raw.decode(encoding)
    except LookupError as error:
        raise InputError(
            f"unknown encoding: {encoding}", "Try utf-8, cp1252 or mac-roman."
        ) from error
    except (UnicodeError, ValueError) as error:
        raise InputError(f"the file is not in the encoding {encoding}") from error
    return Decoded(_lines(text.removeprefix("\ufeff")), encoding)


def _with_mark(raw: bytes, name: str) -> Decoded:
    try:
        return Decoded(_lines(raw.decode(name)), name)
    except UnicodeDecodeError:
        text = raw.decode(name, "replace")
        return Decoded(_lines(text), name, f"some bytes are not {name}; they were replaced")


def _with_nulls(raw: bytes) -> Decoded:
    sample = raw[:65536]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    for name, nulls, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if nulls > 0.3 * half and others < 0.1 * half:
            text = raw[: len(raw) // 2 * 2].decode(name, "replace")
            return Decoded(_lines(text), name, f"no byte order mark; read as {name}")
    if sample.count(0) > 0.05 * len(sample):
        raise InputError("this is not a text file")
    found = decode(raw.replace(b"\x00", b""))
    return found._replace(note="; ".join(filter(None, ("NUL bytes were removed", found.note))))


def _eight_bits(raw: bytes) -> Decoded:
    """Decode bytes that are not UTF-8: a few bad ones in it, Windows-1252 or Mac Roman."""
    mixed = raw.decode("utf-8", "surrogateescape")
    stray = re.findall("[\udc80-\udcff]", mixed)
    proper = sum(1 for character in mixed if character > "\x7f") - len(stray)
    if proper > 4 * len(stray):
        text = re.sub(
            "[\udc80-\udcff]", lambda m: _windows(bytes([ord(m.group()) - 0xDC00])), mixed
        )
        told = f"{so_many(len(stray), 'byte')} not in UTF-8, read as cp1252"
        return Decoded(_lines(text), "utf-8", told)
    sample = raw[: 1 << 20]
    windows, mac = _windows(sample), sample.decode("mac-roman")
    if _score(mac) > _score(windows):
        return Decoded(_lines(raw.decode("mac-roman")), "mac-roman", "not UTF-8; read as Mac Roman")
    return Decoded(_lines(_windows(raw)), "cp1252", "not UTF-8; read as Windows-1252")


def _windows(raw: bytes) -> str:
    return raw.decode("cp1252", "replace")


def _score(text: str) -> int:
    return (
        2 * len(_GOOD.findall(text))
        + len(_LETTER.findall(text))
        - 2 * len(_BAD.findall(text))
        - 3 * text.count("\ufffd")
    )


def _lines(text: str) -> str:
    return _BREAKS.sub("\n", text)
