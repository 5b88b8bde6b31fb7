"""Proposing themes from what the codebook does not cover, and knowing earlier ones again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import partial

from sendcode.core.model import Span
from sendcode.core.progress import Track, untracked
from sendcode.errors import ProjectError
from sendcode.store import Store
from sendcode.store.themes import FoundTheme, ThemeRun
from sendcode.version import __version__
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_memory import remembered
from sendcode.workflows.theme_suggestions import from_theme
from sendcode.workflows.themes import Theme, current_themes
from sendcode.workflows.where import unit_ids


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
        The themes that nobody has decided about, largest first; none where nothing is left that
        several people talk about.

    Raises:
        ProjectError: No transcripts, or nothing is left to look at.
        QueryError: `where` cannot be read.
        NotFound: The pipeline is not installed, or has no parser.
    """
    hashes = store.transcripts.text_hashes()
    if not hashes:
        raise ProjectError("the project has no transcripts", "'sendcode ingest FOLDER' reads them.")
    frame = StudyFrame(store)
    only, beside = _looked_at(store, frame, everything=everything, where=where)
    if only is not None and not only:
        raise ProjectError(
            "there is no sentence to look at",
            "The query finds none, or codes cover them all; --all looks at those too.",
        )
    asked = {"themes": str(themes), "all": str(everything), "where": where}
    if pipeline:
        asked["pipeline"] = pipeline
    run = _run(store, hashes, asked, only)
    if not store.themes.same_as(run):
        found = _found(store, frame, (only, beside), themes, pipeline, track)
        while not _stored(store, run, found, only, coder=coder, at=at):
            pass  # somebody proposed or decided meanwhile
    return current_themes(store, frame=frame)


def _stored(
    store: Store,
    run: ThemeRun,
    found: Sequence[FoundTheme],
    only: Collection[int] | None,
    *,
    coder: str,
    at: str,
) -> bool:
    """Store a run as what people decided has it, unless another process has just stored it.

    Returns:
        Whether it is stored; False where something was proposed or decided in between, so that
        its themes have to be known again.
    """
    before = _last_known(store)
    named = remembered(store, run, found, only=only)
    with store.transaction():
        if store.themes.same_as(run):
            return True
        if _last_known(store) != before:
            return False
        store.themes.store_run(run, named, coder=store.coders.id(coder, at=at), at=at)
        return True


def _last_known(store: Store) -> tuple[int, tuple[dict[str, object], ...]]:
    """Return the newest run and what was decided: what themes are known by."""
    return store.themes.last_run(), store.themes.decided()


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
) -> tuple[frozenset[int] | None, frozenset[int]]:
    """Return the ids of the units to look at, and of those beside them that codes cover.

    The first is None for every unit that can be coded. What only the code of an adopted theme
    covers is still looked at, so that the other themes stay as they are while one after another
    is adopted.
    """
    covered: set[int] = set()
    if not everything:
        known = {code.guid for code in frame.codebook}
        open_units = store.suggestions.open_units(coder=None, codes=known) if known else ()
        adopted = {(unit.unit, unit.code) for unit in open_units if from_theme(unit.evidence)}
        given = {key for key, yes in store.codings.verdicts().items() if yes}
        given.update((unit.unit, unit.code) for unit in open_units)
        covered = {unit for unit, _ in given - adopted}
    if not where.strip() and not covered:
        return None, frozenset()
    asked = unit_ids(store, where) if where.strip() else None
    inside = {unit.id for unit in frame.population() if asked is None or unit.id in asked}
    return frozenset(inside - covered), frozenset(inside & covered)


def _found(
    store: Store,
    frame: StudyFrame,
    units: tuple[Collection[int] | None, Collection[int]],
    themes: int,
    pipeline: str | None,
    track: Track,
) -> list[FoundTheme]:
    import numpy as np

    from sendcode.suggest.phrases import key_phrases
    from sendcode.suggest.talk import read_talk
    from sendcode.suggest.themes import propose
    from sendcode.vectors import load_embedding
    from sendcode.workflows.theme_nearest import NearestCode

    embedding = load_embedding()
    parsed = parser(pipeline)
    total = len(frame.turns)
    turns = track(store.transcripts.turn_texts(interviewers=True), "Reading", total=total)
    only, covered = units
    talk = read_talk(turns, only=only)
    beside = None
    if covered:
        beside = read_talk(store.transcripts.turn_texts(interviewers=True), only=covered)
    groups = propose(talk, embedding, themes=themes, beside=beside, track=track)
    nearest_first = [g.rows[np.argsort(-g.near, kind="stable")] for g in groups]
    phrases = key_phrases(talk, nearest_first, parsed=parsed, hidden=frame.unquotable)
    nearest = NearestCode(frame.codebook, embedding, talk.texts)
    found = []
    for group, rows, said in zip(groups, nearest_first, phrases, strict=True):
        near = dict(zip(group.rows.tolist(), group.near.tolist(), strict=True))
        code, score = nearest.of(group.direction)
        found.append(
            FoundTheme(
                id=0,
                units=tuple((int(talk.units[row]), near[row]) for row in rows.tolist()),
                phrases=tuple((phrase.unit, phrase.span) for phrase in said),
                nearest_code=code,
                nearest_score=score,
            )
        )
    return found


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
