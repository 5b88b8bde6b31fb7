"""How much new each further interview brought: of codes, and of proposed themes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sendcode.core.dates import day
from sendcode.core.saturation import Saturation
from sendcode.core.saturation import saturation as base_and_run
from sendcode.core.segments import PopulationUnit, SegmentRow, counting
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
    themes: Mapping[str, Collection[object]] | None = None,
) -> dict[str, Saturation]:
    """Return the measure over interviews for codes that were given and for proposed themes.

    What it means for themes is in `FOUND_TOGETHER`; dismissed ones do not count.

    Interviews come in the order of `in_order`. One that nobody has read brings no codes and is
    not counted for them.

    Args:
        store: The project.
        frame: Look-ups, where the caller has them already.
        codes: The codes met in each interview that was read; counted anew without it.
        themes: Likewise the proposed themes.
    """
    frame = frame or StudyFrame(store)
    if codes is None:
        codes = codes_met(frame.population(), counting(frame.segments().rows))
    found: dict[str, Mapping[str, Collection[object]]] = {"codes": codes}
    if themes is None:
        themes = themes_met(frame)
    if any(themes.values()):
        found["themes"] = themes
    return {
        what: base_and_run([met[name] for name in in_order(met, frame.population())[0]])
        for what, met in found.items()
    }


def codes_met(
    population: Iterable[PopulationUnit], rows: Iterable[SegmentRow]
) -> dict[str, set[object]]:
    """Return the codes that were given in each interview that somebody read."""
    found: dict[str, set[object]] = {u.transcript: set() for u in population if u.readers}
    for row in rows:
        found.setdefault(row.transcript, set()).add(row.code_guid)
    return found


def themes_met(frame: StudyFrame) -> dict[str, set[object]]:
    """Return the proposed themes that show in each interview, without dismissed ones.

    Those of the newest run; nothing where none were proposed. An interview in which only
    interviewers speak is none. Where that run looked at a part of the study, an interview is
    counted when any theme, or a dismissed one, shows in it.
    """
    if not frame.store.themes.last_run():
        return {}
    part = frame.store.themes.runs()[-1].settings.get("where", "").strip()
    heard = set() if part else {unit.transcript for unit in frame.population()}
    found: dict[str, set[object]] = {name: set() for name in heard}
    for theme in current_themes(frame.store, frame=frame, decided=True):
        for transcript, _, _ in theme.places:
            met = found.setdefault(transcript, set())
            if theme.status != DISMISSED:
                met.add(theme.id)
    return found


def in_order(
    interviews: Iterable[str], population: Iterable[PopulationUnit]
) -> tuple[list[str], bool]:
    """Return interviews in the order of their attribute `date`, and whether that is the order.

    Where not every one has a date that can be read, the order is that of the names.
    """
    days: dict[str, date] = {}
    for unit in population:
        if unit.transcript not in days and (read := day(unit.attributes.get("date", ""))):
            days[unit.transcript] = read
    names = sorted(interviews)
    dated = all(name in days for name in names)
    return sorted(names, key=lambda name: days[name]) if dated else names, dated
