"""Why something was suggested, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sendcode.core.model import Evidence

_RULE = re.compile(r"(.+)#(\d+)")
_EXAMPLE = re.compile(r"(.+) example (\d+)")
_TEXT = re.compile(r"(.+) (definition|include)")


def why(evidence: Iterable[Evidence]) -> str:
    """Return the reasons in one line, each once, in their order; empty for none."""
    return "; ".join(dict.fromkeys(map(in_words, evidence)))


def in_words(reason: Evidence) -> str:
    """Return one reason as a person says it: `rule 2 of delays/waiting`."""
    if reason.source == "rule" and (rule := _RULE.fullmatch(reason.detail)):
        return f"rule {rule[2]} of {rule[1]}"
    if reason.source == "similarity":
        if example := _EXAMPLE.fullmatch(reason.detail):
            return f"like example {example[2]} of {example[1]}"
        if text := _TEXT.fullmatch(reason.detail):
            own = text[2] == "definition"
            return f"like the definition of {text[1]}" if own else f"like what {text[1]} includes"
    return reason.detail
