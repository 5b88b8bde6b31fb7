"""The families of a codebook: a code at the top with everything below it is scored as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Suggestion


def families(codebook: Codebook) -> tuple[Code, ...]:
    """Return the codes at the top that are not retired."""
    return tuple(code for code in codebook.children("") if not code.retired)


def scored(codebook: Codebook, top: Code) -> list[Code]:
    """Return the codes of a family that are scored: with rules of their own or none below."""
    below = [c for c in codebook.descendants(top.path) if not c.retired]
    return [c for c in below if c.rules or not codebook.children(c.path)]


def by_family(codebook: Codebook, hits: Iterable[Suggestion]) -> Mapping[str, Sequence[Suggestion]]:
    """Return suggestions by the path of the code at the top of their code."""
    found: dict[str, list[Suggestion]] = {code.path: [] for code in families(codebook)}
    for hit in hits:
        top = codebook.code(hit.code).path.partition("/")[0]
        if top in found:
            found[top].append(hit)
    return found
