"""What is wrong where YAML cannot be read, in a sentence that a newcomer can act on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

_GENERAL = (
    "Check indentation, and quotation marks around texts that hold ': ' or start with "
    "a special character."
)
_NO_BLANK = re.compile(
    r"\s*(?:- )?(codebook|codes|vocabulary|id|name|definition|include|exclude|examples|colour|"
    r"rules|any|all|near|of|to|within|not|role|speaker|weight|draft|was|origin|regex|text|from):\S.*"
)
_KEY_AND_TEXT = re.compile(r"\s*(?:- )?([\w-]+):\s+(?=\S)(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in the writing of a file.

    Attributes:
        line: Where to look, from 1; 0 where it is not known.
        message: What is wrong.
        hint: What to write instead.
    """

    line: int
    message: str
    hint: str


def explain(error: MarkedYAMLError, text: str) -> Slip:
    """Return what a YAML parser's complaint means.

    Args:
        error: As ruamel.yaml raised it.
        text: The whole file.
    """
    problem = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else -1
    lines = text.splitlines()
    line = lines[number] if 0 <= number < len(lines) else ""
    opened = error.context_mark.line + 1 if error.context_mark else number + 1
    known = (
        _tab(number, line, problem)
        or _escape(number, problem)
        or _quotation(number, opened, error, problem)
        or _list(number, opened, line, problem)
        or _special(number, line, problem)
        or _colon(number, lines, problem)
        or _indent(number, line, problem)
    )
    return known or Slip(number + 1, f"not valid YAML ({problem})", _GENERAL)


def _tab(number: int, line: str, problem: str) -> Slip | None:
    begins = "\t" in line[: len(line) - len(line.lstrip())]
    if r"'\t'" not in problem and not begins:
        return None
    if not begins:
        return Slip(number + 1, "a tab stands in the line", "Write a blank in its place.")
    return Slip(number + 1, "a tab stands where the line begins", "Indent with blanks, not tabs.")


def _escape(number: int, problem: str) -> Slip | None:
    if "escape" not in problem:
        return None
    hint = (
        "In double quotation marks \\ is written \\\\; in single ones it stays as it is: "
        "'\\d+ months'."
    )
    return Slip(number + 1, f"not valid YAML ({problem})", hint)


def _quotation(number: int, opened: int, error: MarkedYAMLError, problem: str) -> Slip | None:
    """A text in quotation marks that goes on to the end of the file, or too far."""
    if "quoted scalar" not in (error.context or "") or opened > number + 1:
        return None
    if "end of stream" not in problem and "document separator" not in problem:
        return None
    return Slip(
        opened,
        "a quotation mark opens here and is never closed",
        "Close it on the same line, or take it away.",
    )


def _list(number: int, opened: int, line: str, problem: str) -> Slip | None:
    """A list in [ ] or { } that is not closed, or lacks a comma."""
    if "',' or ']'" not in problem and "',' or '}'" not in problem:
        return None
    bracket = problem[problem.index("or '") + 4]
    if line.count("'") % 2 and "scalar" in problem:
        return Slip(
            number + 1,
            "an apostrophe ends a text in single quotation marks too early",
            'Use double ones, or none: ["parents\' evening", queue].',
        )
    return Slip(
        opened,
        f"the list that opens here lacks its '{bracket}', or a ',' between two members",
        "Write it like any: [waiting list, queue].",
    )


def _special(number: int, line: str, problem: str) -> Slip | None:
    """A text that begins with a character that means something else in YAML."""
    named = re.search(r"found character '(.)'", problem)
    alias = re.search(r"undefined alias '([^']*)'", problem)
    sign = named.group(1) if named else "*" if alias else ""
    if not sign:
        return None
    term = re.search(rf"\[.*?({re.escape(sign)}[^\s,\]}}]*)", line)
    hint = f'Write "{term.group(1)}".' if term else "Put the whole text in quotation marks."
    return Slip(number + 1, f"a text begins with '{sign}' and has no quotation marks", hint)


def _colon(number: int, lines: list[str], problem: str) -> Slip | None:
    """A colon inside a text, or one without a blank behind it."""
    if "mapping values are not allowed" not in problem and "expected ':'" not in problem:
        return None
    for place in (number, number - 1):
        missing = _NO_BLANK.fullmatch(lines[place]) if 0 <= place < len(lines) else None
        if missing:
            return Slip(
                place + 1,
                f"a blank is missing after '{missing.group(1)}:'",
                f"Write '{missing.group(1)}: …'.",
            )
    text = _KEY_AND_TEXT.fullmatch(lines[number]) if 0 <= number < len(lines) else None
    if text is None:
        return None
    return Slip(
        number + 1,
        "a colon with a blank behind it stands inside a text",
        f'Put the text in quotation marks: {text.group(1)}: "…".',
    )


def _indent(number: int, line: str, problem: str) -> Slip | None:
    if "<block end>" not in problem and "could not find expected ':'" not in problem:
        return None
    begin = len(line) - len(line.lstrip())
    return Slip(
        number + 1,
        f"the line begins after {begin} blanks, which fits none of the lines above",
        "Give it as many as the lines that it belongs with; what is below a code has two more.",
    )
