"""What may stand at the start of one line in front of the words: labels in all shapes, times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from sendcode.readers.blocks import Block
from sendcode.readers.marks import TIME, is_mark, seconds, time_at_start

REACH = 96
"""A label and what goes with it stand within so many characters."""

_CLOCK = rf"[\[(<]?\s*(?P<start>{TIME})(?:\s*(?:-->|[-–—/])\s*(?P<end>{TIME}))?\s*[\])>]?"
_CLOCK_SEEN = re.compile(r"\d:\d\d")
_QUOTE = r"['‘’\"“«>•*_@#]{0,3}\s*"
_QUOTED = re.compile('["“”„«»]')
_FIRST = r"[^\W\d_]"
_NUMBER = re.compile(r"\s*(?:Q\s?\d{1,4}\.?|\d{1,4}[.)]?|\[\d{1,4}\])\s+(?=\D)")
_COLON = re.compile(
    rf"\s*(?:[-–—]\s+)?{_QUOTE}"
    rf"(?P<label>(?:{_FIRST}|\+\d)[^:：\n\t|\"“”?!;<>\[\]]{{0,58}}?(?:[ ]?\?)?)"
    rf"(?:\s*[\[(]\s*(?P<start>{TIME})(?:\s*[-–—/]\s*(?P<end>{TIME}))?\s*[\])])?"
    r"[ \t]*(?:(?<!\d)[:：]|[:：](?!\d))(?!//)['’_*]{0,2}\s*"
)
_BRACKET = re.compile(r"\s*\[(?P<label>[^\[\]:\n]{1,40})\](?P<colon>\s*:)?\s*(?=\S)(?![–—-]\s|=)")
_PAREN = re.compile(
    rf"\s*(?:\((?P<label>{_FIRST}[\w .’'-]{{0,28}})\)"
    rf"|[<{{](?P<angle>{_FIRST}[\w .’'-]{{0,28}})[>}}]"
    rf"|(?P<arrow>{_FIRST}[\w .’'-]{{0,28}}?) ?[>|]):?\s+(?=\S)"
)
_DASH = re.compile(
    rf"\s*{_QUOTE}(?P<label>{_FIRST}[\w .,'’()]{{0,32}}?)(?:[ \t]+(?:--?|[–—])|[–—])(?:\s+|$)"
)
_NAME_CLOCK = re.compile(
    rf"\s*(?P<label>(?:{_FIRST}|\+\d)[^:\n\t\"“”?!;,<>|\[\]()]{{0,40}}?),?[ \t]*"
    rf"(?P<open>[\[(])?\s*(?P<start>{TIME})(?:\s*(?:--?>|[-–—/])\s*(?P<end>{TIME}))?\s*"
    r"(?(open)[\])](?:[ \t]+[-–—|])?|[ \t]+[-–—|])[ \t]+(?=\S)"
)
_CHAT = re.compile(
    r"From\s+(?P<who>\S.*?)\s+to\s+(?:Everyone|All panelists)(?:\s*\(.*\))?\s*", re.IGNORECASE
)
_ASKED = re.compile(r"\s*(?P<label>[QA])\.\s+(?=\S)")
_TAB = re.compile(rf"\s*(?P<label>{_FIRST}[\w .'’()]{{0,28}}?)[ ]*\t\s*(?=\S)")
_NAME_TIME = re.compile(
    rf"\s*(?P<label>(?:{_FIRST}|\+\d|\[)[^:\n\t\"“”?!;<>|]{{0,70}}?)(?:\s+|\s*[,|–—-]\s*|(?=[\[(<]))"
    rf"{_CLOCK}\s*(?P<colon>:)?\s*(?P<rest>(?(colon).*|$))"
)
_TIME_NAME = re.compile(
    rf"\s*{_CLOCK}\s*[-–—|:,]?\s+(?P<label>(?:{_FIRST}|\+\d|\[)[^:\n\t\"“”?!;<>|]{{0,70}}?)\s*:?\s*$"
)
_ALONE = re.compile(r"\s*(?P<label>(?:[^\W\d_]|\+\d|\[)[^\n\t\"“”?!;<>|:…]{0,48}?)\s*:?\s*")


class Lead(NamedTuple):
    """What stands at the start of one line, in front of the words.

    Attributes:
        shape: `colon`, `bracket`, `paren`, `timed`, `dash`, `bold`, `asked` (`Q.`), `tab`, `alone`,
            or for a time mark without a name `time` (in brackets) or `bare`.
        label: As the line shows it; empty for a time mark without a name.
        cut: Where the words begin, in `visible` text.
        layout: What the label looks like besides: bold, in brackets, a tab behind it.
        start: Seconds, or None.
        end: Seconds, or None.
    """

    shape: str
    label: str
    cut: int
    layout: str = ""
    start: float | None = None
    end: float | None = None


class Row(NamedTuple):
    """One line with what its start may be."""

    block: Block
    seen: str
    leads: Sequence[Lead]


def leads(block: Block, seen: str) -> list[Lead]:
    """Return what the start of a line may be, the likeliest first; `seen` is visible text."""
    head = seen[:REACH]
    if found := _quickly(block, head):
        return found
    whole = len(seen) < REACH
    if ":" in head or "：" in head or head.lstrip()[:1] in "[+":
        found.extend(_with_colon(block, seen, head, whole=whole))
    if block.bold:
        found.extend(_bold(block, seen))
    found.extend(_unbold(head))
    if len(seen) <= 60 and not found:
        found.extend(_alone(block, seen))
    return found


def _quickly(block: Block, head: str) -> list[Lead]:
    """Return what a line with `Label: ` and no other colon begins with; empty for others.

    Nearly all labels are written so, the same few in a file: what stands in front of the words
    is looked at once.
    """
    colon = head.find(":")
    after = head[colon + 1 : colon + 3]
    if colon < 1 or len(after) < 2 or after[0] not in " \t":
        return []
    if after[1].isspace() or after[1] in "'’_*" or ":" in head[colon + 2 :]:
        return []
    if 0 < block.bold <= colon:
        return []
    return list(_in_front(head[: colon + 2], bool(block.bold)))


@lru_cache(maxsize=8192)
def _in_front(prefix: str, bold: bool) -> tuple[Lead, ...]:
    match = _COLON.match(prefix)
    if prefix.lstrip()[:1] in "[0123456789Q" or not match or _quotes(prefix, match):
        return ()
    block = Block(prefix, 0, bold=len(prefix) if bold else 0)
    lead = _colon(block, match, prefix, 0)
    return (lead, *_unbold(prefix))


def _unbold(head: str) -> list[Lead]:
    """Return the labels that neither a colon nor bold type shows."""
    found: list[Lead] = []
    if "–" in head or "—" in head or " -" in head or "\t-" in head:
        found.extend(_simple("dash", _DASH, head))
    if head.lstrip()[:1] in ("(", "<", "{") or ">" in head or "|" in head:
        found.extend(_paren(head))
    if head.lstrip()[1:2] == ".":
        found.extend(_simple("asked", _ASKED, head))
    if "\t" in head:
        found.extend(_simple("tab", _TAB, head))
    return found


def _with_colon(block: Block, seen: str, head: str, *, whole: bool) -> list[Lead]:
    """Return what a line with a colon, a bracket or a clock time may begin with.

    In front of the label there may be a number, a time, or both; `whole` says that `head` is all
    of the line, so that a name with a time may fill it.
    """
    if _CLOCK_SEEN.search(head) is None and head.lstrip()[:1] not in "[0123456789Q":
        match = _COLON.match(head)
        return [_colon(block, match, head, 0)] if match and not _quotes(head, match) else []
    found: list[Lead] = []
    if whole:
        found.extend(_timed(seen))
    elif (match := _NAME_TIME.match(seen)) and match.group("colon"):
        return [_lead("timed", match, match.end("colon"))]
    number = _NUMBER.match(head)
    offset = number.end() if number else 0
    mark = time_at_start(head[offset:], bare=True)
    bracketed = time_at_start(head[offset:]) if mark else None
    begin = offset + mark.cut if mark else offset
    rest = head[begin:]
    match = _BRACKET.match(rest)
    if match and not is_mark(match.group("label")) and not match.group("label")[0].isspace():
        shape = "colon" if match.group("colon") else "bracket"
        label = match.group("label")
        found.append(Lead(shape, label, begin + match.end(), "[", *(mark[1:] if mark else ())))
    elif not found and (match := _COLON.match(rest)):
        if not _quotes(rest, match):
            lead = _colon(block, match, rest, begin)
            found.append(lead._replace(start=mark.start, end=mark.end) if mark else lead)
    elif not found and not mark and (match := _NAME_CLOCK.match(rest)):
        found.append(_lead("bracket", match, begin + match.end(), "time"))
    if mark and all(lead.shape == "timed" for lead in found):
        found.extend(
            Lead(shape, match.group("label"), begin + match.end(), "", mark.start, mark.end)
            for shape, pattern in (("tab", _TAB), ("dash", _DASH))
            if (match := pattern.match(rest))
        )
    if bracketed:
        found.append(Lead("time", "", begin, "", bracketed.start, bracketed.end))
    elif mark and not seen[begin:].strip():
        found.append(Lead("time", "", len(seen), "", mark.start, mark.end))
    elif mark:
        found.append(Lead("bare", "", begin, "", mark.start, mark.end))
    return found


def _quotes(text: str, match: re.Match[str]) -> bool:
    """Say whether what looks like a label is the beginning of words that are quoted."""
    before = text[: match.start("label")]
    if not before or not _QUOTED.search(before):
        return False
    return not _QUOTED.search(text, match.end("label"), match.end())


def _colon(block: Block, match: re.Match[str], rest: str, begin: int) -> Lead:
    layout = "bold" if block.bold else ""
    if "\t" in match.group()[-3:]:
        layout += "tab"
    if match.end() < len(rest) and not match.group()[-1].isspace():
        layout += "glued"
    return _lead("colon", match, begin + match.end(), layout)


def _timed(seen: str) -> list[Lead]:
    """Return the name with a time (`Jane Doe  12:03`) that fills a line, or opens it."""
    for pattern in (_NAME_TIME, _TIME_NAME):
        match = pattern.fullmatch(seen)
        if match and not is_mark(match.group("label")) and not _ends_sentence(match.group("label")):
            end = (
                match.end("colon") if pattern is _NAME_TIME and match.group("colon") else len(seen)
            )
            return [_lead("timed", match, end)]
    return []


def _ends_sentence(label: str) -> bool:
    last = label.rstrip().rpartition(" ")[2]
    return last[-1:] in ".,;" and not (len(last) <= 3 and last[:1].isupper())


def _lead(shape: str, match: re.Match[str], cut: int, layout: str = "") -> Lead:
    start, end, label = match.group("start"), match.group("end"), match.group("label")
    if label.startswith("From ") and (chat := _CHAT.fullmatch(label)):
        label = chat.group("who")
    return Lead(
        shape,
        label,
        cut,
        layout,
        seconds(start) if start else None,
        seconds(end) if end else None,
    )


def _bold(block: Block, seen: str) -> list[Lead]:
    written = seen[: block.bold].strip()
    if not written or len(written) > 48 or written[-1] in ".?!,;…" or ":" in written:
        return []
    if block.bold >= len(seen.rstrip()):
        return []
    return [Lead("bold", written, block.bold, "bold")]


def _paren(head: str) -> list[Lead]:
    match = _PAREN.match(head)
    label = match and (match.group("label") or match.group("angle") or match.group("arrow"))
    if not match or not label or is_mark(label):
        return []
    return [Lead("paren", label, match.end())]


def _simple(shape: str, pattern: re.Pattern[str], head: str) -> list[Lead]:
    match = pattern.match(head)
    return [Lead(shape, match.group("label"), match.end())] if match else []


def _alone(block: Block, seen: str) -> list[Lead]:
    match = _ALONE.fullmatch(seen)
    if match is None or match.group("label")[-1] in ".,-–—":
        return []
    layout = "bold" if block.bold >= len(seen.strip()) else ""
    return [Lead("alone", match.group("label"), len(seen), layout)]
