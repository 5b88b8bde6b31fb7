"""The examples of a code in a codebook file: texts, and words of an interview marked as such."""

from __future__ import annotations

from ruamel.yaml.nodes import MappingNode, ScalarNode

from sendcode.core.codebook import Code
from sendcode.interchange.yaml_nodes import Entry

KEYS = ("text", "from")


def read_examples(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return examples with where it is from; empty for one that somebody made up.

    `- text: "..."` with `from: NAME` (of a transcript, or just `transcript`) marks words of an
    interview.

    Raises:
        CodebookError: A member is empty or has other keys.
    """
    if isinstance(entry.node, ScalarNode):
        return tuple((text, "") for text in entry.texts("examples"))
    found: list[tuple[str, str]] = []
    alone = isinstance(entry.node, MappingNode)
    for member in (entry,) if alone else entry.entries("examples"):
        source = ""
        if isinstance(member.node, MappingNode):
            keys = member.mapping("examples", known=KEYS)
            if "text" not in keys:
                raise member.error(
                    "key 'text' is missing", 'Write {text: "...", from: transcript}.'
                )
            text = keys["text"].text("text")
            source = keys["from"].line_of_text("from") if "from" in keys else ""
        else:
            text = member.text("examples")
        if not text:
            raise member.error("key 'examples' has an empty member")
        found.append((text, source))
    return tuple(found)


def written(code: Code) -> tuple[str | dict[str, str], ...] | None:
    """Return the examples as the file has them; None where there are none."""
    marks = dict(code.quotes)
    found = tuple({"text": e, "from": marks[e]} if e in marks else e for e in code.examples)
    return found or None
