"""What a code says, as the one description that REFI-QDA has room for, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sendcode.core.codebook import Code

HOLDS = frozenset(("definition", "include", "exclude", "examples", "colour"))

_HEAD = re.compile(r"^(Include|Exclude|Examples?):[ \t]*", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a code."""

    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()


def composed(code: Code) -> str:
    """Return the description: the definition, then paragraphs `Include:`, `Exclude:`, `Example:`.

    Where `parsed` would not find the same again (a definition that has such a heading of its
    own), it is the definition alone.
    """
    parts = [code.definition] if code.definition else []
    parts += [f"Include: {code.include}"] if code.include else []
    parts += [f"Exclude: {code.exclude}"] if code.exclude else []
    parts += [f"Example: {example}" for example in code.examples]
    whole = "\n\n".join(parts)
    texts = Texts(code.definition, code.include, code.exclude, code.examples)
    return whole if parsed(whole) == texts else code.definition


def parted(name: str, sign: str) -> list[str]:
    """Return the names on the way to a code whose name holds all of them.

    Args:
        name: As it stands in the file.
        sign: `::` parts wherever it stands; `.` (Taguette) not in `e.g. this` or `Year 7.`.
    """
    parts = name.split(sign)
    if sign == "." and any(not part or part != part.strip() for part in parts):
        return [name]
    return [part.strip() for part in parts if part.strip()]


def parsed(description: str) -> Texts:
    """Return the texts of a description; one without headings is all definition."""
    text = description.replace("\r\n", "\n").replace("\r", "\n")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    said: dict[str, list[str]] = {"include": [], "exclude": [], "example": []}
    for head, end in zip(heads, ends, strict=True):
        if part := text[head.end() : end].strip():
            said[head[1].lower().removesuffix("s")].append(part)
    return Texts(
        definition=text[: heads[0].start() if heads else len(text)].strip(),
        include="\n".join(said["include"]),
        exclude="\n".join(said["exclude"]),
        examples=tuple(said["example"]),
    )
