"""How much new each further interview brought: of codes, and of proposed themes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sendcode.core.saturation import Saturation
from sendcode.core.saturation import saturation as base_and_run
from sendcode.core.segments import PopulationUnit, SegmentRow
from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_standing import DISMISSED
from sendcode.workflows.themes import current_themes

FOUND_TOGETHER = (
    "Proposed themes are looked for in all interviews together, so that this says only in which "
    "interview each shows first."
)


def saturation(
    store: Store,
    *,
    frame: StudyFrame | None = None,
    codes: Mapping[str, Collection[object]] | None = None,
) -> dict[str, Saturation]:
    """Return the measure over interviews for codes that were given and for proposed themes.

    What it means for themes is in `FOUND_TOGETHER`; dismissed ones do not count.

    Interviews come in the order of their attribute `date` where all have one, else of names.
    One that nobody has read brings no codes and is not counted for them.

    Args:
        store: The project.
        frame: Look-ups, where the caller has them already.
        codes: The codes met in each interview that was read; counted anew without it.
    """
    frame = frame or StudyFrame(store)
    if codes is None:
        codes = codes_met(frame.population(), frame.segments().rows)
    themes: dict[str, set[object]] = {name: set() for name in frame.names.values()}
    for theme in current_themes(store, frame=frame, decided=True):
        if theme.status == DISMISSED:
            continue
        for transcript, _, _ in theme.places:
            themes[transcript].add(theme.id)
    order = _order(frame)
    found = {"codes": base_and_run([codes[name] for name in order if name in codes])}
    if any(themes.values()):
        found["themes"] = base_and_run([themes[name] for name in order])
    return found


def codes_met(
    population: Iterable[PopulationUnit], rows: Iterable[SegmentRow]
) -> dict[str, set[object]]:
    """Return the codes that were given in each interview that somebody read."""
    found: dict[str, set[object]] = {u.transcript: set() for u in population if u.readers}
    for row in rows:
        found.setdefault(row.transcript, set()).add(row.code_guid)
    return found


def _order(frame: StudyFrame) -> list[str]:
    dates: dict[str, str] = {}
    for turn in frame.turns.values():
        name = frame.names[turn.transcript_id]
        if name not in dates:
            dates[name] = frame.attributes(turn, frame.cases(turn)).get("date", "")
    names = list(frame.names.values())
    if all(dates.get(name) for name in names):
        return sorted(names, key=lambda name: (dates[name], name))
    return sorted(names)
