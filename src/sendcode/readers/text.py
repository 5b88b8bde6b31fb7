"""Plain text, Markdown and reStructuredText (.txt, .md, .rst): lines to turns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sendcode.core.model import ReadOptions, ReadResult
from sendcode.readers import header
from sendcode.readers.blocks import Block
from sendcode.readers.decode import load_text
from sendcode.readers.rows import read_transcript, table_in_text
from sendcode.readers.speakers import decide
from sendcode.readers.subtitles import is_subtitles, read_cues
from sendcode.readers.turns import Ledger

_UNDERLINE = re.compile(r"\s*([=\-~^\"'#*+.`:_])\1{2,}\s*")
_HEADING = re.compile(r"\s{0,3}(?P<marks>#{1,6})\s+(?P<text>.*?)\s*#*\s*")
_BOLD = re.compile(
    r"(?P<lead>\s*)(?P<mark>\*\*|__)(?P<label>[^*_\n][^*\n]{0,70}?)(?P=mark)(?=(?P<colon>\s*:)?)"
)
_ITALIC = re.compile(r"\s*(?P<mark>[*_])(?P<text>[^*_\s](?:[^*_]*[^*_\s])?)(?P=mark)\s*")
_MARKER = re.compile(r"\s{0,3}(?:>\s?|[-+*]\s+(?=\*\*|__)|\d{1,3}[.)]\s+(?=\*\*|__))+")
_NUMBERED = re.compile(r"\s{0,12}(?P<number>\d{1,4})(?:\s+|$)")
_HTML_BOLD = re.compile(r"(?P<lead>\s*)<(?P<tag>b|strong)>(?P<label>[^<>\n]{1,70})</(?P=tag)>")
_HTML_LINE = re.compile(r"\s*<(?P<tag>p|div|li)(?:\s[^<>]*)?>(?P<text>.*)</(?P=tag)>\s*")
_ESCAPED = re.compile(r"\\(?=[!#()*+\-.:\[\]_{}~>])")
_SKIPPED = re.compile(r"\s*(?:\.\. |<!--|:\w+:\s|```)")


def read(path: Path, options: ReadOptions) -> ReadResult:
    """Read a text file; its lines are the anchors."""
    decoded = load_text(path, options)
    ledger = Ledger(path.name, decoded.encoding)
    if decoded.note:
        ledger.problem(decoded.note)
    read_lines(decoded.text, ledger, options, markup=path.suffix.lower() != ".txt")
    return ledger.result()


def read_lines(text: str, ledger: Ledger, options: ReadOptions, *, markup: bool) -> None:
    """Put the turns of a text into the ledger; `markup` for Markdown and its kin."""
    if is_subtitles(text):
        read_cues(text, ledger, options, carries=True)
        return
    metadata, cut = header.front_matter(text)
    if cut:
        ledger.count(text[:cut])
        ledger.leave_out("metadata", text[:cut], 1)
    lines = text.split("\n")
    skipped = text.count("\n", 0, cut) if cut else 0
    table = table_in_text(lines[skipped:])
    if table is not None:
        rows = [*([] for _ in range(skipped)), *table.rows]
        columns = replace(table.columns, header=table.columns.header + skipped)
        read_transcript(rows, columns, ledger, options)
        ledger.close_interview(metadata)
        return
    blocks = list(_blocks(lines, skipped, markup=markup))
    if markup or _looks_marked_up(lines):
        blocks = [_without_markup(block) for block in blocks]
    numbered = _line_numbers(blocks)
    if numbered:
        blocks = _without_numbers(blocks, numbered, ledger)
    if not markup and not _is_wrapped(lines):
        blocks = [block._replace(joins="") for block in blocks]
    decide(blocks, ledger, options, metadata)


def _blocks(lines: Sequence[str], skipped: int, *, markup: bool) -> Iterator[Block]:
    """Give each line that is not blank a block; underlined lines are headings."""
    above = ""
    for number in range(skipped, len(lines)):
        line = lines[number]
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if not line or line.isspace():
            above = ""
            continue
        joins = " " if above else ""
        if above.endswith("  ") and markup:
            joins = "\n"
        heading = _level(line, below) if _may_be_title(line, above) else 0
        if _UNDERLINE.fullmatch(line):
            above = ""
            yield Block(line, number + 1)
            continue
        yield Block(line, number + 1, heading=heading, joins="" if heading else joins)
        above = "" if heading else line


def _may_be_title(line: str, above: str) -> bool:
    return not above and len(line) < 200 and not line.lstrip().startswith(("*", "-", "|", ">"))


def _level(line: str, below: str) -> int:
    """Return the level of a title that is underlined, 0 for other lines."""
    match = _UNDERLINE.fullmatch(below) if below else None
    if match is None or len(below.strip()) < max(3, len(line.strip()) // 2):
        return 0
    return {"=": 1, "-": 2, "~": 3, "^": 3}.get(match.group(1), 4)


def _looks_marked_up(lines: Sequence[str]) -> bool:
    """Say whether a .txt holds Markdown labels (`**Name:**`) or headings all the same."""
    return sum(1 for line in lines if line.startswith(("**", "## ", "# ", "__"))) >= 2


def _without_markup(block: Block) -> Block:
    """Take away the markup that stands around a whole line or its label."""
    text = block.text
    match = _HEADING.fullmatch(text)
    if match:
        inner = match.group("text").strip("*_ ")
        return block._replace(text=inner, heading=len(match.group("marks")), joins="")
    if _SKIPPED.match(text):
        return block._replace(kind="markup")
    marker = _MARKER.match(text)
    if marker and marker.end() < len(text):
        text = text[marker.end() :]
    if match := _HTML_LINE.fullmatch(text):
        text = match.group("text")
    match = _BOLD.match(text) or _HTML_BOLD.match(text)
    if match:
        label = _ESCAPED.sub("", match.group("label"))
        rest = _ESCAPED.sub("", text[match.end() :])
        return block._replace(text=label + rest, bold=len(label), joins="")
    if "\\" in text:
        text = _ESCAPED.sub("", text)
    match = _ITALIC.fullmatch(text)
    if match:
        return block._replace(text=match.group("text"), italic=True)
    return block._replace(text=text) if text is not block.text else block


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Say whether paragraphs are cut into lines of about one width, as in old mail."""
    lengths = [len(line.rstrip()) for line in lines if line and not line.isspace()]
    if len(lengths) < 4:
        return False
    broken = [
        len(line.rstrip())
        for line, after in itertools.pairwise(lines)
        if line.strip() and after.strip()
    ]
    width = sorted(lengths)[int(0.98 * (len(lengths) - 1))]
    if not 30 <= width <= 140 or len(broken) < 0.2 * len(lengths):
        return False
    full = sum(1 for length in broken if length >= 0.7 * width)
    return full >= 0.6 * len(broken)


def _line_numbers(blocks: Sequence[Block]) -> set[int]:
    """Return the lines that begin with a printed line number (1, 2, 3 ... or 1-25 per page)."""
    found = {}
    for index, block in enumerate(blocks):
        match = _NUMBERED.match(block.text)
        if match:
            found[index] = int(match.group("number"))
    if len(found) < max(5, 0.7 * len(blocks)):
        return set()
    numbers = list(found.values())
    steps = Counter(b - a for a, b in itertools.pairwise(numbers))
    rising = steps[1] + sum(n for step, n in steps.items() if step < 0 and n < 0.1 * len(numbers))
    return set(found) if rising >= 0.9 * (len(numbers) - 1) and steps[1] else set()


def _without_numbers(blocks: Sequence[Block], numbered: set[int], ledger: Ledger) -> list[Block]:
    kept = []
    for index, block in enumerate(blocks):
        match = _NUMBERED.match(block.text) if index in numbered else None
        if match is None:
            kept.append(block)
            continue
        ledger.leave_out("line number", match.group())
        ledger.count(match.group())
        text = block.text[match.end() :]
        if text.strip():
            kept.append(block._replace(text=text, bold=max(0, block.bold - match.end())))
    return kept
