"""Applying the codebook: a recorded run of a suggester over every codable turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sendcode.core.codebook import Codebook
from sendcode.core.model import Suggestion, TurnText
from sendcode.core.progress import Track, untracked
from sendcode.core.text import SPLITTER
from sendcode.errors import ProjectError
from sendcode.registry import load
from sendcode.store import Store
from sendcode.store.learning import Learning
from sendcode.store.suggestions import NewRun, RunResult
from sendcode.suggest import BUILTIN, GROUP, Suggester
from sendcode.suggest.learned import Labels
from sendcode.version import __version__
from sendcode.workflows.code_prints import Again, Prints, fingerprints, what_changed
from sendcode.workflows.theme_suggestions import with_themes

JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Coded:
    """What a run did.

    Attributes:
        result: Numbers of suggestions, new, kept and gone.
        by_code: Suggested units by the code's path, in the order of the codebook.
        turns: Turns that were looked at.
        units: Units that were looked at.
        codebook_version: The version that was applied.
        same_as: Id of an earlier run with the same inputs, or 0.
        families: Paths of the codes at the top.
        renewed: Those of them that were worked out anew: something about them has changed
            since the last run (texts, roles, their codes, decisions, settings).
        reread: Those of them whose rules were looked for again.
    """

    result: RunResult
    by_code: dict[str, int]
    turns: int
    units: int
    codebook_version: int
    same_as: int
    families: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to suggest.

    Attributes:
        pipeline: Name or path of a trained spaCy pipeline; None for blank English.
        embedding: As `vectors.load_embedding` takes it; None for the one that ships.
        threshold: From this score on, a unit is suggested without a rule; None for the default.
        blind: Learn from the coder's own decisions only.
    """

    pipeline: str | None = None
    embedding: str | None = None
    threshold: float | None = None
    blind: bool = False

    def options(self) -> dict[str, Any]:
        """Return what a suggester is made with, besides the codebook."""
        given = {"embedding": self.embedding, "threshold": self.threshold}
        known = {name: value for name, value in given.items() if value is not None}
        return {"pipeline": self.pipeline, **known}


def apply_codebook(
    store: Store,
    *,
    coder: str,
    at: str,
    settings: Settings | None = None,
    method: str = JOINED,
    track: Track = untracked,
) -> Coded:
    """Suggest codes for all turns that are not an interviewer's, and record the run.

    Families of codes about which nothing has changed since the last run keep their
    suggestions and are not worked out again.

    Args:
        store: The project.
        coder: Who runs it; their word counts most where it is learned from decisions.
        at: Time of the run.
        settings: How to suggest.
        method: A registered suggester.
        track: Progress over turns.

    Raises:
        ProjectError: No codebook, no transcripts, or a run is going on.
        SendcodeError: The pipeline or the embedding is not installed.
    """
    settings = settings or Settings()
    codebook, hashes = _inputs(store)
    texts = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    with store.leases.hold("code", coder=coder, at=at):
        turns = list(store.transcripts.turn_texts())
        suggester, prints, again = _prepared(
            store, codebook, settings, method=method, coder=coder, texts=texts, turns=turns
        )
        looked_at = turns if again.families or method != JOINED else []
        watched = track(looked_at, "Applying the codebook", total=len(looked_at))
        suggestions = list(suggester.suggest(watched))
        run = NewRun(
            method=f"{suggester.name}-{suggester.version}",
            settings={**suggester.settings, **prints.settings()},
            software=_software(),
            splitter=SPLITTER,
            codebook_version=codebook.version,
            texts_sha256=texts,
            transcripts=len(hashes),
            units=sum(len(turn.units) for turn in turns),
        )
        same = next((int(str(r["id"])) for r in store.suggestions.runs() if _same(r, run)), 0)
        result = _stored(store, run, suggestions, codebook, prints, again, coder=coder, at=at)
    return Coded(
        result=result,
        by_code=_by_code(store, codebook),
        turns=len(turns),
        units=run.units,
        codebook_version=codebook.version,
        same_as=same,
        families=tuple(prints.families),
        renewed=again.families,
        reread=tuple(path for path in again.families if path not in again.hits),
    )


def _prepared(
    store: Store,
    codebook: Codebook,
    settings: Settings,
    *,
    method: str,
    coder: str,
    texts: str,
    turns: Sequence[TurnText],
) -> tuple[Suggester, Prints, Again]:
    """Return the suggester, and what it need not work out again."""
    make: Callable[..., Suggester] = load(GROUP, method, BUILTIN)
    options = settings.options()
    if method != JOINED:
        return make(codebook, **options), Prints({}, {}), Again((), {})
    labels = _labels(store, coder, blind=settings.blind)
    software = _software()
    prints = fingerprints(
        codebook, options=options, software=software, labels=labels, texts=texts, turns=turns
    )
    again = what_changed(store, codebook, prints)
    known = {"labels": labels, "only": again.families, "hits": again.hits}
    return make(codebook, **options, **known), prints, again


def _stored(
    store: Store,
    run: NewRun,
    suggestions: Sequence[Suggestion],
    codebook: Codebook,
    prints: Prints,
    again: Again,
    *,
    coder: str,
    at: str,
) -> RunResult:
    """Record a run; what stands for families that were not worked out again is kept.

    So are the sentences of adopted themes.
    """
    untouched = prints.families.keys() - set(again.families)
    keep = {c.guid for c in codebook if c.path.partition("/")[0] in untouched}
    with store.transaction():
        looked_at = [code for code in codebook if code.guid not in keep]
        found = with_themes(store, looked_at, suggestions)
        return store.suggestions.store_run(
            run, found, coder=store.coders.id(coder, at=at), at=at, keep=keep
        )


def _inputs(store: Store) -> tuple[Codebook, tuple[str, ...]]:
    codebook = store.codebooks.current()
    if not codebook.version:
        raise ProjectError(
            "the project has no codebook",
            "'sendcode codebook import send' brings the one that ships with sendcode.",
        )
    hashes = store.transcripts.text_hashes()
    if not hashes:
        raise ProjectError("the project has no transcripts", "'sendcode ingest FOLDER' reads them.")
    return codebook, hashes


def _labels(store: Store, coder: str, *, blind: bool) -> Labels:
    from sendcode.workflows.ranking import read_labels

    return read_labels(Learning(store.database), store.coders.find(coder), blind=blind)


def _by_code(store: Store, codebook: Codebook) -> dict[str, int]:
    counts = store.suggestions.counts()
    return {code.path: counts[code.guid][0] for code in codebook if code.guid in counts}


def _same(row: dict[str, object], run: NewRun) -> bool:
    return (
        row["method"] == run.method
        and row["settings"] == dict(run.settings)
        and row["software"] == dict(run.software)
        and row["codebook_version"] == run.codebook_version
        and row["texts_sha256"] == run.texts_sha256
    )


def _software() -> dict[str, str]:
    from importlib.metadata import version

    return {
        "sendcode": __version__,
        "spacy": version("spacy"),
        "lemminflect": version("lemminflect"),
        "numpy": version("numpy"),
        "scipy": version("scipy"),
    }
