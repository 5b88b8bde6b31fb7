"""PDF with a text layer: lines back to paragraphs; page furniture left out (optional extra)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.core.printable import so_many
from sendcode.errors import InputError
from sendcode.readers import labels, marks
from sendcode.readers.blocks import Block
from sendcode.readers.decode import load
from sendcode.readers.leads import leads
from sendcode.readers.pdf_columns import columns
from sendcode.readers.speakers import decide
from sendcode.readers.turns import Ledger

_PAGE_MARK = re.compile(
    r"\s*(?:(?:\d{1,4}\s+)?(?:page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4}|(?:page\s*)?\d{1,4})\s*",
    re.IGNORECASE,
)  # MAXQDA repeats the next paragraph's number beside it
_NUMBER = re.compile(r"\d{1,4}")


class Line(NamedTuple):
    """A printed line: where it stands, and its words."""

    page: int
    x: float
    top: float
    bottom: float
    text: str
    first: str
    rest_x: float
    right: float


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read the text layer of a PDF; its paragraphs as rebuilt are the anchors."""
    if not load(path, options).lstrip().startswith(b"%PDF"):
        raise InputError("this is not a .pdf file", "Check its suffix.")
    ledger = Ledger(path.name)
    lines, empty = _lines(path)
    if not lines:
        raise InputError("the PDF has no text layer (a scan?)", "Run OCR on it first.")
    if empty:
        ledger.problem(f"{so_many(empty, 'page')} without text left out (a scan?)")
    ledger.problem("a PDF was read: check that paragraphs and speakers are as in the original")
    kept = _without_furniture(lines, ledger)
    blocks = list(_paragraphs(kept, ledger))
    decide(blocks, ledger, options)
    return ledger.result()


def _lines(path: Path) -> tuple[list[Line], int]:
    """Return the printed lines of all pages and how many pages have none."""
    try:
        import pdfplumber
        from pdfminer.pdfexceptions import PDFException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
    except ImportError as error:
        raise InputError(
            "reading PDF needs an extra package", 'Install it: pip install "sendcode[pdf]".'
        ) from error
    found: list[Line] = []
    empty = 0
    # pdfminer meets damaged files with whatever its parser stumbles over
    damage = (
        PDFException,
        PdfminerException,
        MalformedPDFException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
    )
    try:
        with path.open("rb") as stream, pdfplumber.open(stream) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                words = page.extract_words(use_text_flow=False, keep_blank_chars=False)
                inside = [w for w in words if 0 <= w["top"] <= page.height]
                for column in columns(inside):
                    found.extend(_page_lines(column, number))
                empty += not inside
                page.close()
    except (*damage, AttributeError, AssertionError, RecursionError, OverflowError) as error:
        raise InputError("the PDF is damaged or protected", "Print it to a new PDF.") from error
    return found, empty


def _page_lines(words: Sequence[dict[str, Any]], page: int) -> Iterator[Line]:
    """Yield words that stand at one height as a line."""
    group: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda w: (round(w["top"]), w["x0"])):
        if group and abs(word["top"] - group[0]["top"]) > 0.5 * (word["bottom"] - word["top"]):
            yield _line(group, page)
            group = []
        group.append(word)
    if group:
        yield _line(group, page)


def _line(words: Sequence[dict[str, Any]], page: int) -> Line:
    ordered = sorted(words, key=lambda w: w["x0"])
    rest = ordered[1] if len(ordered) > 1 else ordered[0]
    return Line(
        page,
        ordered[0]["x0"],
        min(w["top"] for w in ordered),
        max(w["bottom"] for w in ordered),
        " ".join(w["text"] for w in ordered),
        ordered[0]["text"],
        rest["x0"],
        ordered[-1]["x1"],
    )


def _without_furniture(lines: Sequence[Line], ledger: Ledger) -> list[Line]:
    """Leave out running headers and footers, and page marks such as `2/5`."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    deep = 2 if len(pages) > 2 else 1
    edge = {page: {*here[:deep], *here[-deep:]} for page, here in pages.items()}
    edges = Counter(shape for here in edge.values() for shape in set(map(_shape, here)))
    running = {shape for shape, times in edges.items() if times >= max(2, 0.5 * len(pages))}
    kept = []
    for line in lines:
        mark = _PAGE_MARK.fullmatch(line.text) is not None
        if line in edge[line.page] and (mark or _shape(line) in running):
            ledger.apart("page mark" if mark else "header", line.text)
        else:
            kept.append(line)
    return kept


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _paragraphs(lines: Sequence[Line], ledger: Ledger) -> Iterator[Block]:
    numbered = _margin_numbers(lines)
    if numbered:
        yield from _by_numbers(lines, numbered, ledger)
        return
    stripped = _without_line_numbers(lines, ledger)
    yield from _by_layout(stripped)


def _margin_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """Return the lines that begin with a paragraph number in the margin, 1 to N.

    A number counts only where it is the next one, stands left of where the words
    begin, and most lines without a number begin at the words' place.
    """
    candidates = [n for n, line in enumerate(lines) if _NUMBER.fullmatch(line.first)]
    if len(candidates) < 5 or len(lines) < 6:
        return {}
    text_x = median(lines[n].rest_x for n in candidates)
    found: dict[int, int] = {}
    expected = 1
    for number in candidates:
        line = lines[number]
        if int(line.first) == expected and line.x < text_x - 4:
            found[number] = expected
            expected += 1
    others = [line for n, line in enumerate(lines) if n not in found]
    aligned = sum(1 for line in others if line.x > text_x - 4)
    enough = len(found) >= 5 and len(found) >= 0.2 * len(lines)
    return found if enough and aligned >= 0.8 * len(others) else {}


def _by_numbers(lines: Sequence[Line], numbered: dict[int, int], ledger: Ledger) -> Iterator[Block]:
    starts = sorted(numbered)
    before = lines[: starts[0]]
    if before:
        yield Block(_join(before), 1)
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        number = lines[begin].first
        ledger.apart("line number", number)
        first = lines[begin]
        text = first.text[len(number) :].strip()
        whole = [first._replace(text=text), *lines[begin + 1 : end]]
        yield Block(_join(whole), numbered[begin])


def _without_line_numbers(lines: Sequence[Line], ledger: Ledger) -> list[Line]:
    """Take away printed line numbers (court transcripts: 1 to 25 on every page)."""
    values = [int(line.first) if _NUMBER.fullmatch(line.first) else 0 for line in lines]
    steps = sum(1 for a, b in pairwise(values) if a and b in (a + 1, 1))
    if len(lines) < 10 or steps < 0.7 * len(lines):
        return list(lines)
    kept = []
    for line, value in zip(lines, values, strict=True):
        if value:
            ledger.apart("line number", line.first)
            text = line.text[len(line.first) :].strip()
            if text:
                kept.append(line._replace(text=text, x=line.rest_x))
        else:
            kept.append(line)
    return kept


def _by_layout(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield paragraphs: a wider gap, a label, or a line after a short one begins a new one."""
    if not lines:
        return
    gaps = [b.top - a.bottom for a, b in pairwise(lines) if a.page == b.page and b.top > a.top]
    usual = median(gaps) if gaps else 0.0
    width = sorted(line.right for line in lines)[int(0.95 * (len(lines) - 1))]
    group: list[Line] = []
    number = 1
    for line in lines:
        if group and _begins(group[-1], line, usual, width):
            yield Block(_join(group), number)
            number += 1
            group = []
        group.append(line)
    yield Block(_join(group), number)


def _begins(above: Line, line: Line, usual: float, width: float) -> bool:
    height = max(1.0, line.bottom - line.top)
    if above.page == line.page and line.top - above.bottom > usual + 0.5 * height:
        return True
    if marks.time_at_start(line.text) or _opens_with_label(line.text):
        return True
    short = above.right < 0.75 * width
    return short and above.text.rstrip()[-1:] in ".?!:…”\"'’)]"


def _opens_with_label(text: str) -> bool:
    found = leads(Block(text, 1), text)
    return any(x.shape in ("colon", "timed") and labels.plausible(x.label.strip()) for x in found)


def _join(lines: Sequence[Line]) -> str:
    """Return wrapped lines as one; a hyphen at a line's end stays."""
    return " ".join(line.text for line in lines if line.text)
