"""The sentences of an adopted theme in the review queue, where later runs leave them."""

from __future__ import annotations

from collections.abc import Iterable

from sendcode.core.codebook import Code
from sendcode.core.model import Evidence, Suggestion
from sendcode.core.text import SPLITTER
from sendcode.store import Store
from sendcode.store.suggestions import NewRun
from sendcode.version import __version__
from sendcode.workflows.themes import Theme

SOURCE = "theme"
SCORE = 0.5


def suggest_theme(
    store: Store, theme: Theme, code: Code, version: int, *, coder: str, at: str
) -> int:
    """Suggest a code on every sentence of a theme and return how many; other suggestions stand.

    Needs a transaction.
    """
    run = NewRun(
        method="themes-adopted-1",
        settings={"theme": str(theme.id)},
        software={"sendcode": __version__},
        splitter=SPLITTER,
        codebook_version=version,
        texts_sha256="",
        transcripts=theme.transcripts,
        units=theme.size,
    )
    reason = Evidence(SOURCE, f"theme {theme.id}", SCORE, ())
    found = [Suggestion(unit, code.guid, SCORE, (reason,)) for unit in theme.units]
    coder_id = store.coders.id(coder, at=at)
    keep = frozenset(store.suggestions.counts()) - {code.guid}
    store.suggestions.store_run(run, found, coder=coder_id, at=at, keep=keep)
    return len(found)


def from_theme(evidence: Iterable[Evidence]) -> bool:
    """Say whether a suggestion is there because a theme was adopted."""
    return any(reason.source == SOURCE for reason in evidence)


def with_themes(
    store: Store, codes: Iterable[Code], suggestions: Iterable[Suggestion]
) -> tuple[Suggestion, ...]:
    """Return suggestions of a run and, of adopted themes, the sentences that it did not find.

    What a person took into the queue by adopting a theme does not leave it when the codebook
    is applied anew.

    Args:
        store: The project.
        codes: Those that were looked at.
        suggestions: What it found.
    """
    found = {(one.unit, one.code): one for one in suggestions}
    made = {code.guid for code in codes if code.origin == "inductive"}
    standing = store.suggestions.open_units(coder=None, codes=made) if made else ()
    for unit in standing:
        reasons = tuple(reason for reason in unit.evidence if reason.source == SOURCE)
        if reasons:
            score, others = SCORE, tuple[Evidence, ...]()
            if there := found.get((unit.unit, unit.code)):
                score, others = max(score, there.score), there.evidence
            joined = Suggestion(unit.unit, unit.code, score, (*others, *reasons))
            found[unit.unit, unit.code] = joined
    return tuple(found.values())
