"""Applying the codebook: a recorded run of a suggester over every codable turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sendcode import __version__
from sendcode.core.codebook import Codebook
from sendcode.core.progress import Track, untracked
from sendcode.core.text import SPLITTER
from sendcode.errors import ProjectError
from sendcode.registry import load
from sendcode.store import Store
from sendcode.store.suggestions import NewRun, RunResult
from sendcode.suggest import BUILTIN, GROUP, Suggester


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
    """

    result: RunResult
    by_code: dict[str, int]
    turns: int
    units: int
    codebook_version: int
    same_as: int


def apply_codebook(
    store: Store,
    *,
    coder: str,
    at: str,
    pipeline: str | None = None,
    method: str = "rules",
    track: Track = untracked,
) -> Coded:
    """Run the codebook's rules over all turns that are not an interviewer's, and record the run.

    Args:
        store: The project.
        coder: Who runs it.
        at: Time of the run.
        pipeline: Name or path of a trained spaCy pipeline; None for blank English.
        method: A registered suggester.
        track: Progress over transcripts.

    Raises:
        ProjectError: No codebook, no transcripts, or a run is going on.
        SendcodeError: The pipeline is not installed.
    """
    codebook = store.codebooks.current()
    if not codebook.version:
        raise ProjectError(
            "the project has no codebook",
            "'sendcode codebook import send' brings the one that ships with sendcode.",
        )
    hashes = store.transcripts.text_hashes()
    if not hashes:
        raise ProjectError("the project has no transcripts", "'sendcode ingest FOLDER' reads them.")
    make: Callable[..., Suggester] = load(GROUP, method, BUILTIN)
    suggester = make(codebook, pipeline=pipeline)
    texts = hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    with store.leases.hold("code", coder=coder, at=at):
        turns = list(store.transcripts.turn_texts())
        units = sum(len(turn.units) for turn in turns)
        watched = track(turns, "Applying the codebook", total=len(turns))
        suggestions = list(suggester.suggest(watched))
        run = NewRun(
            method=f"{suggester.name}-{suggester.version}",
            settings=suggester.settings,
            software=_software(),
            splitter=SPLITTER,
            codebook_version=codebook.version,
            texts_sha256=texts,
            transcripts=len(hashes),
            units=units,
        )
        same = next((int(str(r["id"])) for r in store.suggestions.runs() if _same(r, run)), 0)
        with store.transaction():
            result = store.suggestions.store_run(
                run, suggestions, coder=store.coders.id(coder, at=at), at=at
            )
    return Coded(
        result=result,
        by_code=_by_code(codebook, [s.code for s in suggestions]),
        turns=len(turns),
        units=units,
        codebook_version=codebook.version,
        same_as=same,
    )


def _by_code(codebook: Codebook, found: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for guid in found:
        counts[guid] = counts.get(guid, 0) + 1
    return {code.path: counts[code.guid] for code in codebook if code.guid in counts}


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
    }
