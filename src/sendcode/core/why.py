"""Why something was suggested, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sendcode.core.model import Evidence

_RULE = re.compile(r"(.+)#(\d+)")
_EXAMPLE = re.compile(r"(.+) example (\d+)")
_TEXT = re.compile(r"(.+) (definition|include)")
_FAMILY = re.compile(r"([^\s:]+): (.+)")
_THEME = re.compile(r"theme \d+")


def why(evidence: Iterable[Evidence], *, code: str = "") -> str:
    """Return the reasons in one line, each once, in their order; empty for none.

    Args:
        evidence: What spoke for it.
        code: Path of the suggested code, where it is shown beside: it is not said again.
    """
    return "; ".join(reasons(evidence, code=code))


def reasons(evidence: Iterable[Evidence], *, code: str = "") -> tuple[str, ...]:
    """Return the reasons as people say them: `rules 2 and 5`, `like example 1 of delays`.

    The numbers of one code's rules, and of its examples, are said together, where the first stands.
    """
    numbers: dict[tuple[str, str], list[str]] = {}
    for kind, of, number in (_parts(reason) for reason in evidence):
        said = numbers.setdefault((kind, of), [])
        if number and number not in said:
            said.append(number)
    return tuple(_said(kind, of, said, code) for (kind, of), said in numbers.items())


def _parts(reason: Evidence) -> tuple[str, str, str]:
    """Return what a reason says, of which code, and its number there; empty where there is none."""
    if reason.source == "rule" and (rule := _RULE.fullmatch(reason.detail)):
        return "rule", rule[1], rule[2]
    if reason.source == "similarity":
        if example := _EXAMPLE.fullmatch(reason.detail):
            return "like example", example[1], example[2]
        if text := _TEXT.fullmatch(reason.detail):
            return text[2], text[1], ""
    if _THEME.fullmatch(reason.detail):
        return f"proposed {reason.detail}", "", ""
    if family := _FAMILY.fullmatch(reason.detail):
        return f": {family[2]}", family[1], ""
    return reason.detail, "", ""


def _said(kind: str, of: str, numbers: list[str], code: str) -> str:
    own = of == code
    if kind == "definition":
        return "like the definition" if own else f"like the definition of {of}"
    if kind == "include":
        return "like what it includes" if own else f"like what {of} includes"
    if kind.startswith(": "):
        return kind[2:] if own or code.startswith(f"{of}/") else f"{of}{kind}"
    if not numbers:
        return kind
    *most, last = numbers
    listed = f"s {', '.join(most)} and {last}" if most else f" {last}"
    return f"{kind}{listed}" if own else f"{kind}{listed} of {of}"
