"""Themes from the data: proposing them, and showing what was proposed last."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Span
from sendcode.core.progress import Track, untracked
from sendcode.core.segments import PopulationUnit
from sendcode.errors import NotFound, ProjectError
from sendcode.store import Store
from sendcode.store.themes import FoundTheme, ThemeRun
from sendcode.version import __version__
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.where import narrowed

KEEPS = 0.5
"""A theme keeps its id when more than this share of its units stay in one theme."""
QUOTES = 4
_QUOTE_WORDS = range(7, 61)
PROPOSED, ADOPTED, DISMISSED = "proposed", "adopted", "dismissed"


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


def propose_themes(
    store: Store,
    *,
    coder: str,
    at: str,
    themes: int = 20,
    everything: bool = False,
    where: str = "",
    pipeline: str | None = None,
    track: Track = untracked,
) -> tuple[Theme, ...]:
    """Propose themes from what the codebook does not cover, and record the run.

    Nothing is computed or recorded anew when the newest run had the same inputs.

    Args:
        store: The project.
        coder: Who asks.
        at: When.
        themes: How many at most.
        everything: Also from sentences that carry a coding or an open suggestion.
        where: A query; only what it finds.
        pipeline: A trained spaCy pipeline by name or path; phrases are then noun phrases and
            verb phrases, else collocations.
        track: Progress.

    Returns:
        The themes that nobody has decided about, largest first.

    Raises:
        ProjectError: No transcripts, or nothing is left to look at.
        QueryError: `where` cannot be read.
        NotFound: The pipeline is not installed, or has no parser.
    """
    hashes = store.transcripts.text_hashes()
    if not hashes:
        raise ProjectError("the project has no transcripts", "'sendcode ingest FOLDER' reads them.")
    frame = StudyFrame(store)
    only = _looked_at(store, frame, everything=everything, where=where)
    if only is not None and not only:
        raise ProjectError(
            "there is no sentence to look at", "Everything is covered; --all looks at that too."
        )
    asked = {"themes": str(themes), "all": str(everything), "where": where}
    if pipeline:
        asked["pipeline"] = pipeline
    run = _run(store, hashes, asked, only)
    if not store.themes.same_as(run):
        found = _found(store, frame.codebook, only, themes, pipeline, track)
        with store.leases.hold("themes", coder=coder, at=at), store.transaction():
            store.themes.store_run(run, found, coder=store.coders.id(coder, at=at), at=at)
    return current_themes(store, frame=frame)


def _run(
    store: Store, hashes: Sequence[str], asked: dict[str, str], only: Collection[int] | None
) -> ThemeRun:
    from importlib.metadata import version

    from sendcode.suggest.themes import METHOD
    from sendcode.vectors import load_embedding

    chosen = "all" if only is None else ",".join(map(str, sorted(only)))
    return ThemeRun(
        method=METHOD,
        settings={**asked, "embedding": load_embedding().name},
        software={
            "sendcode": __version__,
            "numpy": version("numpy"),
            "scipy": version("scipy"),
        },
        codebook_version=store.codebooks.version(),
        texts_sha256=hashlib.sha256("\n".join(hashes).encode()).hexdigest(),
        units_sha256=hashlib.sha256(chosen.encode()).hexdigest(),
        units=-1 if only is None else len(only),
    )


def _looked_at(
    store: Store, frame: StudyFrame, *, everything: bool, where: str
) -> frozenset[int] | None:
    """Return the ids of the units to look at; None for every unit that can be coded."""
    covered: set[int] = set()
    if not everything:
        covered = {unit for (unit, _), yes in store.codings.verdicts().items() if yes}
        if frame.codebook.version:
            known = {code.guid for code in frame.codebook}
            open_units = store.suggestions.open_units(coder=None, codes=known)
            covered.update(unit.unit for unit in open_units)
    if not where.strip() and not covered:
        return None
    _, population = narrowed(frame, where, frame.segments().rows, frame.population())
    return frozenset(unit.id for unit in population if unit.id not in covered)


def _found(
    store: Store,
    book: Codebook,
    only: Collection[int] | None,
    themes: int,
    pipeline: str | None,
    track: Track,
) -> list[FoundTheme]:
    import numpy as np

    from sendcode.suggest.phrases import key_phrases
    from sendcode.suggest.talk import read_talk
    from sendcode.suggest.themes import propose
    from sendcode.vectors import load_embedding

    embedding = load_embedding()
    parsed = parser(pipeline)
    turns = track(store.transcripts.turn_texts(), "Reading", total=None)
    talk = read_talk(turns, only=only)
    groups = propose(talk, embedding, themes=themes, track=track)
    nearest_first = [g.rows[np.argsort(-g.near, kind="stable")] for g in groups]
    phrases = key_phrases(talk, nearest_first, parsed=parsed)
    codes = [code for code in book if not code.retired and not book.children(code.path)]
    code_names = embedding.directions([_described(code) for code in codes])
    found = []
    for group, rows, said in zip(groups, nearest_first, phrases, strict=True):
        near = dict(zip(group.rows.tolist(), group.near.tolist(), strict=True))
        nearest, score = _nearest(codes, code_names, group.direction)
        found.append(
            FoundTheme(
                id=0,
                units=tuple((int(talk.units[row]), near[row]) for row in rows.tolist()),
                phrases=tuple((phrase.unit, phrase.span) for phrase in said),
                nearest_code=nearest,
                nearest_score=score,
            )
        )
    return with_known_ids(found, store.themes.known())


def parser(
    pipeline: str | None,
) -> Callable[[Sequence[str]], Sequence[Sequence[Span]]] | None:
    """Return what gives the noun and verb phrases of texts; None without a trained pipeline.

    Raises:
        NotFound: The pipeline is not installed, or has no parser.
    """
    if not pipeline:
        return None
    from sendcode.nlp.chunks import load_parser, phrase_spans

    return partial(phrase_spans, load_parser(pipeline))


def _described(code: Code) -> str:
    return " ".join((code.name, code.definition, code.include))


def _nearest(codes: Sequence[Code], directions: object, middle: object) -> tuple[str | None, float]:
    import numpy as np

    if not codes:
        return None, 0.0
    from sendcode.vectors import SCALE

    scores = np.asarray(directions, dtype=np.float64) @ np.asarray(middle) / SCALE
    best = int(scores.argmax())
    return codes[best].guid, float(np.clip(scores[best], 0, 1))


def with_known_ids(
    found: Iterable[FoundTheme], known: dict[int, frozenset[int]]
) -> list[FoundTheme]:
    """Return themes with the ids of those before that most of whose units they hold.

    The largest overlap is served first; an id is given once.
    """
    found = list(found)
    pairs = []
    for place, theme in enumerate(found):
        units = {unit for unit, _ in theme.units}
        for number, before in known.items():
            shared = len(units & before)
            if before and shared > KEEPS * len(before):
                pairs.append((-shared / len(units | before), number, place))
    ids: dict[int, int] = {}
    for _, number, place in sorted(pairs):
        if place not in ids and number not in ids.values():
            ids[place] = number
    return [replace(theme, id=ids.get(place, 0)) for place, theme in enumerate(found)]


# --- showing ---------------------------------------------------------------------------


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


def standing(
    found: Sequence[FoundTheme], decisions: Sequence[dict[str, object]]
) -> list[tuple[FoundTheme, str]]:
    """Return themes with merges and splits carried out, and the status of each."""
    themes = {theme.id: theme for theme in found if theme.part_of is None}
    parts = {theme.id: theme for theme in found if theme.part_of is not None}
    status: dict[int, str] = {}
    for decision in decisions:
        numbers = [int(str(n)) for n in _list(decision.get("themes"))]
        did = decision["did"]
        if did == "merge" and (inside := [themes[n] for n in numbers if n in themes]):
            first = inside[0]
            for other in inside[1:]:
                first = _together(first, themes.pop(other.id))
            themes[first.id] = first
        elif did == "split" and numbers[0] in themes:
            made = [int(str(n)) for n in _list(decision.get("parts"))]
            if all(n in parts for n in made):
                del themes[numbers[0]]
                themes |= {n: parts[n] for n in made}
        elif did in ("adopt", "dismiss"):
            status |= dict.fromkeys(numbers, ADOPTED if did == "adopt" else DISMISSED)
    return [(theme, status.get(theme.id, PROPOSED)) for theme in themes.values()]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _together(first: FoundTheme, second: FoundTheme) -> FoundTheme:
    units = sorted((*first.units, *second.units), key=lambda unit: (-unit[1], unit[0]))
    pairs = zip(first.phrases, second.phrases, strict=False)
    mixed = [phrase for pair in pairs for phrase in pair]
    return replace(first, units=tuple(units), phrases=tuple(mixed) or first.phrases)


def _shown(
    frame: StudyFrame, theme: FoundTheme, status: str, population: dict[int, PopulationUnit]
) -> Theme:
    units = [population[unit] for unit, _ in theme.units if unit in population]
    phrases = tuple(
        _words(frame, population[unit], span) for unit, span in theme.phrases if unit in population
    )
    roles = Counter(unit.role.value for unit in units)
    nearest = frame.codebook.get(theme.nearest_code or "")
    return Theme(
        id=theme.id,
        status=status,
        label=", ".join(phrases[:2]) or f"theme {theme.id}",
        phrases=phrases,
        size=len(units),
        transcripts=len({unit.transcript for unit in units}),
        cases=len({case for unit in units for case in unit.cases}),
        roles=dict(sorted(roles.items(), key=lambda pair: (-pair[1], pair[0]))),
        nearest_code=nearest.path if nearest else "",
        nearest_score=theme.nearest_score if nearest else 0.0,
        units=tuple(unit.id for unit in units),
        places=tuple(sorted((unit.transcript, unit.start, unit.end) for unit in units)),
        quotes=_quotes(frame, units),
    )


def _words(frame: StudyFrame, unit: PopulationUnit, span: Span) -> str:
    text = frame.text(frame.ids[unit.transcript])
    return text[unit.start + span.start : unit.start + span.end]


def _quotes(frame: StudyFrame, units: Sequence[PopulationUnit]) -> tuple[ThemeQuote, ...]:
    """Return those that show a theme best, from different cases, and one at its edge.

    What is marked do-not-quote is left out.
    """
    free = [
        unit
        for unit in units
        if frame.quotable(frame.ids[unit.transcript], Span(unit.start, unit.end), unit.cases)
    ]
    long_enough = [unit for unit in free if unit.words in _QUOTE_WORDS] or free
    best: list[PopulationUnit] = []
    seen: set[object] = set()
    for unit in long_enough:
        whose = unit.cases or (unit.transcript,)
        if not seen.intersection(whose):
            seen.update(whose)
            best.append(unit)
        if len(best) == QUOTES:
            break
    best += [u for u in long_enough if u not in best][: max(0, min(3, QUOTES) - len(best))]
    quotes = [_quote(frame, unit) for unit in best]
    rest = [unit for unit in long_enough if unit not in best]
    if rest:
        quotes.append(replace(_quote(frame, rest[-1 - len(rest) // 10]), edge=True))
    return tuple(quotes)


def _quote(frame: StudyFrame, unit: PopulationUnit) -> ThemeQuote:
    text = frame.text(frame.ids[unit.transcript])[unit.start : unit.end]
    return ThemeQuote(
        unit.transcript,
        unit.start,
        unit.end,
        text,
        unit.speaker,
        unit.role.value,
        unit.cases,
    )


def theme_of(store: Store, number: int, *, frame: StudyFrame | None = None) -> Theme:
    """Return one theme of the newest run that nobody has decided about.

    Raises:
        NotFound: There is none of that number.
    """
    themes = {theme.id: theme for theme in current_themes(store, frame=frame, decided=True)}
    if number not in themes:
        raise NotFound(f"no theme {number}", "'sendcode suggest' lists the themes.")
    if themes[number].status != PROPOSED:
        raise NotFound(
            f"theme {number} was {themes[number].status} already", "'sendcode undo' takes it back."
        )
    return themes[number]
