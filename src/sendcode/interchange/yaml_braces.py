"""Comments inside braces (`{id: a,  # why`), which ruamel.yaml does not keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_COMMENT = re.compile(r"(?:^|(?<=\s))#")

Place = tuple[int, int]
"""Line and column, from 0."""


def lift(lines: list[str], root: Node) -> dict[int, list[str]]:
    """Take the comments out of braces, and return them by the line where their member begins.

    Args:
        lines: Of the text, with their ends; comments in braces vanish from them, and those
            behind the braces of a whole member.
        root: The text, composed.
    """
    found: dict[int, list[str]] = {}
    waiting: list[tuple[Node, Node | None]] = [(root, None)]
    while waiting:
        node, member = waiting.pop()
        if isinstance(node, MappingNode):
            parts = [part for pair in node.value for part in pair]
            if node.flow_style:
                if member is not None:
                    end = node.end_mark.line + (node is member)
                    _lift(lines, node, end, found.setdefault(member.start_mark.line, []))
                continue
        else:
            parts = node.value if isinstance(node, SequenceNode) else []
        starts = isinstance(node, SequenceNode) and not node.flow_style
        for part in parts:
            begins = starts and isinstance(part, MappingNode)
            waiting.append((part, part if begins else member))
    return found


def _lift(lines: list[str], braces: MappingNode, end: int, found: list[str]) -> None:
    """Take out the comments that stand in braces, lists there included, above line `end`."""
    taken = list(_texts(braces))
    for number in range(braces.start_mark.line, end):
        for mark in _COMMENT.finditer(lines[number]):
            place = (number, mark.start())
            if place < _start(braces) or any(a <= place < b for a, b in taken):
                continue
            found.append(lines[number][mark.start() :].rstrip())
            lines[number] = f"{lines[number][: mark.start()].rstrip()}\n"
            break


def _texts(braces: Node) -> Iterator[tuple[Place, Place]]:
    """Yield where texts stand in braces."""
    waiting = [braces]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield _start(node), (node.end_mark.line, node.end_mark.column)
        elif isinstance(node, MappingNode):
            waiting += [part for pair in node.value for part in pair]
        else:
            waiting += node.value


def _start(node: Node) -> Place:
    return node.start_mark.line, node.start_mark.column
