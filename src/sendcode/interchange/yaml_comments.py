"""Comments above the members of a list, tied to them while a YAML tree is edited.

ruamel.yaml counts a comment to what stands before it. A code that moves would leave its comment
behind, and what is added to the code above would come after it. So such comments are taken out
of the text, each member gets a key that remembers its comment, and they are put back at the end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sendcode.interchange.yaml_braces import lift

_KEY = "sendcode-comment-"
_MEMBER = re.compile(r"( *)- +(?![&?!|>#*\s])")
_TIED = re.compile(
    rf"^( *)-( +)(?:(?P<behind>#.*)\n +)?"
    rf"(?:{_KEY}(?P<lines>\d+): 0\n(?P<indent> +)|\{{{_KEY}(?P<braces>\d+): 0,\s*)",
    re.MULTILINE,
)
"""A member with its key; what stood behind its braces comes first where these are gone."""


@dataclass(frozen=True, slots=True)
class Comments:
    """What was taken out of a text.

    Attributes:
        above: The lines above each member that has some, and the column of its hyphen.
        last: The lines at the very end.
    """

    above: tuple[tuple[tuple[str, ...], int], ...]
    last: str

    def put_back(self, text: str) -> str:
        """Return a text with the comments above their members again, wherever these are now."""

        def member(tied: re.Match[str]) -> str:
            lines, column = self.above[int(tied["lines"] or tied["braces"])]
            start = tied.group(1)
            shifted = "".join(_shifted(line, len(start) - column) for line in lines)
            if tied["braces"]:
                return f"{shifted}{start}-{tied.group(2)}{{"
            if tied["behind"]:
                shifted += f"{start}{tied['behind']}\n"
            return f"{shifted}{start}-{tied['indent'][len(start) + 1 :]}"

        return _TIED.sub(member, text) + self.last


def is_tied(member: Mapping[str, object]) -> bool:
    """Say whether a member has a comment above it, for which it has to begin a line."""
    return any(str(key).startswith(_KEY) for key in member)


def take_out(text: str, root: Node) -> tuple[str, Comments]:
    """Return a YAML text with the comments above members of lists taken out, and these.

    So are those inside the braces of a member, which ruamel.yaml drops; they go above it.

    Args:
        text: With line feeds only.
        root: The text, composed.
    """
    lines = text.splitlines(keepends=True)
    inside = lift(lines, root)
    members, spoken = _walked(root)
    end = _end(lines, spoken)
    above: list[tuple[tuple[str, ...], int]] = []
    for line, column in sorted(members, reverse=True):
        written = _MEMBER.match(lines[line])
        if written is None or written.end() != column:
            continue
        hyphen = len(written.group(1))
        first = line
        while first - 1 not in spoken and first and _is_above(lines[first - 1], hyphen):
            first -= 1
        lifted = [f"{' ' * hyphen}{comment}\n" for comment in inside.get(line, ())]
        if first < line or lifted:
            tied = _tied(lines[line], column, len(above))
            above.append((tuple(lines[first:line] + lifted), hyphen))
            lines[first : line + 1] = tied
            end -= line - first + 1 - len(tied)
    return "".join(lines[:end]), Comments(tuple(above), "".join(lines[end:]))


def _tied(line: str, column: int, number: int) -> list[str]:
    """Return a member's first line with the key that remembers its comment."""
    before, behind = line[:column], line[column:]
    if behind.startswith("{"):
        return [f"{before}{{{_KEY}{number}: 0, {behind[1:]}"]
    return [f"{before}{_KEY}{number}: 0\n", " " * column + behind]


def _walked(root: Node) -> tuple[list[tuple[int, int]], set[int]]:
    """Return where mappings are members of lists in lines, and the lines inside of texts.

    Line and column, from 0. Texts in `|` and `>` always stand deeper than a comment would.
    """
    members: list[tuple[int, int]] = []
    spoken: set[int] = set()
    waiting = [root]
    while waiting:
        found = waiting.pop()
        if isinstance(found, MappingNode):
            waiting += [part for pair in found.value for part in pair]
        elif isinstance(found, SequenceNode):
            waiting += found.value
            for member in found.value if not found.flow_style else ():
                if isinstance(member, MappingNode):
                    members.append((member.start_mark.line, member.start_mark.column))
        elif isinstance(found, ScalarNode) and found.style not in ("|", ">"):
            spoken.update(range(found.start_mark.line + 1, found.end_mark.line + 1))
    return members, spoken


def _is_above(line: str, hyphen: int) -> bool:
    """Say whether a line is blank, or a comment no deeper than the member's hyphen.

    A deeper one may be a line of a text.
    """
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= hyphen)


def _end(lines: list[str], spoken: Collection[int]) -> int:
    """Return where the last lines begin: from the first comment at their left edge on."""
    end = len(lines)
    while end - 1 not in spoken and end and _is_above(lines[end - 1], 0):
        end -= 1
    while end < len(lines) and not lines[end].startswith("#"):
        end += 1
    return end


def _shifted(line: str, by: int) -> str:
    """Return a line moved to the right, or to the left as far as it has blanks."""
    if not line.strip():
        return line
    bare = line.lstrip(" ")
    return " " * max(0, len(line) - len(bare) + by) + bare
