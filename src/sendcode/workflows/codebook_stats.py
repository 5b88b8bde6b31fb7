"""How often the codebook's suggestions were right, from what was decided so far."""

from __future__ import annotations

from dataclasses import dataclass

from sendcode.core.rule_stats import Judged, Tally, tallies, to_mend
from sendcode.errors import NotFound, ProjectError
from sendcode.store import Store


@dataclass(frozen=True, slots=True)
class Stats:
    """Accept rates.

    Attributes:
        lines: Each code followed by its rules.
        mend: The rules to mend first.
        version: Of the codebook that the suggestions were made with.
        current: The current version.
        coder: Whose decisions; empty for everybody's (the last one counts).
    """

    lines: tuple[Tally, ...]
    mend: tuple[Tally, ...]
    version: int
    current: int
    coder: str


def stats(store: Store, *, code: str = "", coder: str = "") -> Stats:
    """Return what became of the suggestions that stand, by code and by rule.

    A suggestion counts as accepted when the coder gave the sentence that code, in whatever
    way; a sentence that was suggested by two rules counts for both.

    Args:
        store: The project.
        code: Only this code and those below it.
        coder: Only this coder's decisions; else everybody's.

    Raises:
        NotFound: No such code or coder.
        ProjectError: Nothing was suggested yet.
    """
    runs = store.suggestions.runs()
    if not runs:
        raise ProjectError("nothing was suggested yet", "'sendcode code' applies the codebook.")
    version = int(str(runs[-1]["codebook_version"]))
    book = store.codebooks.get(version)
    coder_id = store.coders.find(coder) if coder else None
    if coder and coder_id is None:
        raise NotFound(f"no coder '{coder}'", "'sendcode log' shows who decided.")
    verdicts = store.codings.verdicts(coder_id)
    judged = (
        Judged(unit.code, unit.evidence, verdicts.get((unit.unit, unit.code)))
        for unit in store.suggestions.open_units(coder=None)
    )
    lines = tallies(book, judged)
    if code:
        chosen = {c.guid for c in book.descendants(book.code(code).path)}
        lines = tuple(line for line in lines if line.code.guid in chosen)
    return Stats(lines, to_mend(lines), version, store.codebooks.version(), coder)
