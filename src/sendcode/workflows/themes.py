"""Proposed themes as they are shown: in the speakers' words, with quotes, as people left them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sendcode.core.segments import PopulationUnit
from sendcode.errors import NotFound, SendcodeError
from sendcode.store import Store
from sendcode.store.themes import FoundTheme
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_standing import PROPOSED, numbers, standing

QUOTES = 4
NAMED = 3
"""A theme is called by so many of its phrases until somebody names it."""
NEAR = 0.3
"""From so near on, a theme may belong to the code."""
_WHICH = "'sendcode suggest' lists the themes."
_FEWEST = 3
_EDGE = 0.7
"""The quote at the edge is the last one that is at least so near as the best, as a share."""
_QUOTE_WORDS = range(7, 61)
_TELLS, _PHRASES = 0.15, 2
"""A sentence counts for so much nearer for each key phrase that it says, up to so many."""
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class ThemeQuote:
    """A sentence of a theme, with where it stands.

    Attributes:
        edge: It shows where the theme ends, not its middle.
    """

    transcript: str
    start: int
    end: int
    text: str
    speaker: str | None
    role: str
    cases: tuple[str, ...]
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """A proposed theme, ready to show.

    Attributes:
        status: `proposed`, `adopted` or `dismissed`.
        phrases: In the speakers' own words, best first.
        transcripts: How many transcripts it is spread over.
        cases: How many cases; 0 in a study without cases.
        roles: Units by role, most first.
        nearest_code: Path of the most similar code; empty without a codebook.
        units: Ids, nearest to the middle first.
        places: Transcript and offsets of each unit, in the order of the texts.
    """

    id: int
    status: str
    label: str
    phrases: tuple[str, ...]
    size: int
    transcripts: int
    cases: int
    roles: dict[str, int]
    nearest_code: str
    nearest_score: float
    units: tuple[int, ...]
    places: tuple[tuple[str, int, int], ...]
    quotes: tuple[ThemeQuote, ...]

    @property
    def belongs(self) -> str:
        """Return the nearest code and how near it is, in words; empty without a codebook."""
        if not self.nearest_code:
            return ""
        near = "it may belong there" if self.nearest_score >= NEAR else "not near"
        return f"nearest code: {self.nearest_code} ({self.nearest_score:.2f}, {near})"


def current_themes(
    store: Store, *, frame: StudyFrame | None = None, decided: bool = False
) -> tuple[Theme, ...]:
    """Return the themes of the newest run as people left them, largest first.

    Args:
        store: The project.
        frame: Look-ups, where the caller has them already.
        decided: Adopted and dismissed ones too.
    """
    run = store.themes.last_run()
    if not run:
        return ()
    frame = frame or StudyFrame(store)
    population = {unit.id: unit for unit in frame.population()}
    shown = []
    for theme, status in standing(store.themes.of_run(run), store.themes.decided()):
        if theme.units and (decided or status == PROPOSED):
            shown.append(_shown(frame, theme, status, population))
    return tuple(sorted(shown, key=lambda theme: (-theme.size, theme.id)))


def _shown(
    frame: StudyFrame, theme: FoundTheme, status: str, population: dict[int, PopulationUnit]
) -> Theme:
    units = [population[unit] for unit, _ in theme.units if unit in population]
    free = [unit for unit in units if unit.id not in frame.unquotable]
    phrases = _phrases(frame, theme, free, population)
    roles = Counter(unit.role.value for unit in units)
    nearest = frame.codebook.get(theme.nearest_code or "")
    return Theme(
        id=theme.id,
        status=status,
        label=", ".join(phrases[:NAMED]) or f"theme {theme.id}",
        phrases=phrases,
        size=len(units),
        transcripts=len({unit.transcript for unit in units}),
        cases=len({case for unit in units for case in unit.cases}),
        roles=dict(sorted(roles.items(), key=lambda pair: (-pair[1], pair[0]))),
        nearest_code=nearest.path if nearest else "",
        nearest_score=theme.nearest_score if nearest else 0.0,
        units=tuple(unit.id for unit in units),
        places=tuple(sorted((unit.transcript, unit.start, unit.end) for unit in units)),
        quotes=_quotes(frame, free, dict(theme.units), phrases),
    )


def _phrases(
    frame: StudyFrame,
    theme: FoundTheme,
    free: Sequence[PopulationUnit],
    population: dict[int, PopulationUnit],
) -> tuple[str, ...]:
    """Return the words of the phrases that a sentence says which may be quoted."""
    found = []
    for number, span in theme.phrases:
        unit = population.get(number)
        if unit is None:
            continue
        words = _text(frame, unit)[span.start : span.end]
        says = phrases_in([words])
        if number not in frame.unquotable or any(says(_text(frame, one)) for one in free):
            found.append(words)
    return tuple(found)


def phrases_in(phrases: Sequence[str]) -> Callable[[str], int]:
    """Return what says of a text how many of the phrases stand in it."""
    if not phrases:
        return lambda _: 0
    told = "|".join(map(re.escape, phrases))
    found = re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE)
    return lambda text: len({words.lower() for words in found.findall(text)})


def _text(frame: StudyFrame, unit: PopulationUnit) -> str:
    return frame.text(frame.ids[unit.transcript])[unit.start : unit.end]


def _quotes(
    frame: StudyFrame,
    free: Sequence[PopulationUnit],
    near: dict[int, float],
    phrases: Sequence[str],
) -> tuple[ThemeQuote, ...]:
    """Return those that show a theme best, from different cases, and one at its edge.

    Args:
        frame: Look-ups.
        free: Sentences that may be quoted, nearest to the middle first.
        near: How near each is.
        phrases: A sentence that says one of them shows the theme better than an equally near one.
    """
    long_enough = [unit for unit in free if unit.words in _QUOTE_WORDS] or list(free)
    says = phrases_in(phrases)
    worth = {
        unit.id: near.get(unit.id, 0.0) * (1 + _TELLS * min(says(_text(frame, unit)), _PHRASES))
        for unit in long_enough[:_LOOKED_AT]
    }
    first = sorted(long_enough, key=lambda unit: -worth.get(unit.id, 0.0))
    best: list[PopulationUnit] = []
    seen: set[object] = set()
    for unit in first:
        whose = unit.cases or (unit.transcript,)
        if not seen.intersection(whose):
            seen.update(whose)
            best.append(unit)
        if len(best) == QUOTES:
            break
    taken = {unit.id for unit in best}
    rest = [unit for unit in long_enough if unit.id not in taken]
    more = max(0, _FEWEST - len(best))
    quotes = [quote(frame, unit) for unit in best + rest[:more]]
    if rest := rest[more:]:
        least = _EDGE * near.get(long_enough[0].id, 0.0)
        last = max((n for n, unit in enumerate(rest) if near.get(unit.id, 0.0) >= least), default=0)
        quotes.append(replace(quote(frame, rest[last]), edge=True))
    return tuple(quotes)


def quote(frame: StudyFrame, unit: PopulationUnit) -> ThemeQuote:
    """Return a sentence with where it stands; its words as a table may show them."""
    return ThemeQuote(
        unit.transcript,
        unit.start,
        unit.end,
        frame.shown(unit.transcript, unit.start, unit.end),
        unit.speaker,
        unit.role.value,
        unit.cases,
    )


def theme_of(
    store: Store, number: int, *, frame: StudyFrame | None = None, decided: bool = False
) -> Theme:
    """Return one theme of the newest run.

    Args:
        store: The project.
        number: Its id.
        frame: Look-ups, where the caller has them already.
        decided: Also one that was adopted or put aside.

    Raises:
        NotFound: There is none of that number.
    """
    themes = {theme.id: theme for theme in current_themes(store, frame=frame, decided=True)}
    status = {n: PROPOSED if decided else theme.status for n, theme in themes.items()}
    _refuse(store, number, status)
    return themes[number]


def same_run(store: Store, run: int) -> None:
    """Refuse a run of themes that is not the newest any more.

    Raises:
        SendcodeError: Themes were proposed anew, and may have other sentences now.
    """
    if store.themes.last_run() != run:
        raise SendcodeError(
            "the themes were proposed anew meanwhile, nothing was changed",
            f"{_WHICH} Look at them and try again.",
        )


def still_open(store: Store, wanted: Collection[int], *, run: int) -> None:
    """Refuse themes that somebody else decided about since they were read.

    Asked again under the write lock, so that two people never decide about the same theme.

    Args:
        store: The project.
        wanted: Ids of the themes.
        run: The run of which they were read.

    Raises:
        NotFound: One of them is not there, or was decided about.
        SendcodeError: Themes were proposed anew, and may have other sentences now.
    """
    same_run(store, run)
    found = store.themes.of_run(run)
    status = {theme.id: told for theme, told in standing(found, store.themes.decided())}
    for number in wanted:
        _refuse(store, number, status)


def _refuse(store: Store, number: int, status: Mapping[int, str]) -> None:
    if number not in status:
        raise NotFound(f"no theme {number}{_gone(store, number)}", _which(store))
    if status[number] != PROPOSED:
        raise NotFound(
            f"theme {number} was {status[number]} already",
            "'sendcode log' has the decision; 'sendcode undo --decision ID' takes it back.",
        )


def _which(store: Store) -> str:
    """Return what lists the themes, and what the newest list is of, for an error."""
    where = store.themes.runs()[-1].settings.get("where", "") if store.themes.last_run() else ""
    of = f" The newest list is of what this query finds: {where}." if where.strip() else ""
    return f"{_WHICH}{of}"


def _gone(store: Store, number: int) -> str:
    """Return what became of a theme that was split or merged, for an error."""
    for decision in reversed(store.themes.decided()):
        named = numbers(decision, "themes")
        if decision["did"] == "split" and number in named:
            parts = " and ".join(map(str, numbers(decision, "parts")))
            return f": it was split into {parts}"
        if decision["did"] == "merge" and number in named[1:]:
            return f": it was merged into theme {named[0]}"
    return ""
