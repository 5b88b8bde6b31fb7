"""Aliases in a YAML tree (`&terms`, `*terms`), written out before the tree is edited.

Where two places share one list, an edit of the one would change the other unseen.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ruamel.yaml.anchor import Anchor
from ruamel.yaml.comments import CommentedMap, CommentedSeq


def write_out(root: CommentedMap) -> None:
    """Give every place of a tree a list or mapping of its own, and take the marks away."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        places = list(node.items()) if isinstance(node, CommentedMap) else list(enumerate(node))
        for place, member in places:
            if id(member) in seen and isinstance(member, (CommentedMap, CommentedSeq)):
                member = deepcopy(member)
                node[place] = member
            _unmark(member)
            if isinstance(member, (CommentedMap, CommentedSeq)):
                seen.add(id(member))
                waiting.append(member)


def _unmark(node: Any) -> None:
    if getattr(node, Anchor.attrib, None) is not None:
        setattr(node, Anchor.attrib, Anchor())
