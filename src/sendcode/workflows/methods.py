"""What the record says about how a study was done: for the methods section, and for COREQ."""

from __future__ import annotations

from collections.abc import Iterator

from sendcode.core.matrix import Study
from sendcode.core.printable import so_many
from sendcode.core.segments import AGREED, ANY
from sendcode.store import Store
from sendcode.version import __version__
from sendcode.workflows.control_sample import influence
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.theme_account import theme_account


def methods(store: Store, frame: StudyFrame, study: Study, coder: str, where: str) -> Iterator[str]:
    """Yield the paragraphs of a methods section that the record can give."""
    material = study.transcripts if where else frame.ids.keys()
    transcripts = [t for t in store.transcripts.overview() if t.name in material]
    population = study.population
    words = sum(t.words for t in transcripts)
    yield (
        f"The material was {len(transcripts)} transcripts of {words:,} words; "
        f"{len({u.person for u in population})} people were interviewed about "
        f"{len({c for u in population for c in u.cases})} cases. Interviewers' words were not "
        "coded. The unit of coding was the sentence, within a speaker's turn."
    )
    versions = store.codebooks.versions()
    changed = ", ".join(f"version {v.number} on {v.at[:10]}" for v in versions)
    yield (
        f"The codebook, {frame.codebook.name}, has {len(frame.codebook.codes)} codes on "
        f"{so_many(frame.codebook.depth, 'level')}, and {so_many(len(versions), 'version')}"
        + (f": {changed}." if changed else ".")
    )
    counts = store.decisions.counts()
    answers = store.answers.counts()
    yield (
        f"{_suggested(store)} Nothing became a coding without a person's decision. "
        f"Of {sum(answers.values()):,} suggestions that were decided, "
        f"{answers.get('accept', 0):,} were accepted, {answers.get('recode', 0):,} given another "
        f"code, {answers.get('reject', 0):,} rejected and {answers.get('skip', 0):,} left open; "
        f"{counts.get('code', 0):,} further segments were coded by hand."
    )
    yield from influence(store)
    yield from theme_account(store)
    share = f"{study.read(coder):.0%}" if population else "none"
    who = {
        ANY: f"any of {len(store.coders.with_codings())} coders",
        AGREED: "at least two coders alike",
    }.get(coder, coder)
    yield (
        f"{share} of {len(population):,} codable sentences were read{read_by(coder)}. "
        f"Counted are codings by {who}. The agreement of coders was not computed here."
    )
    if where:
        yield f"Everything here is narrowed to what this query finds: {where}"
    yield f"Made with sendcode {__version__}."


def read_by(coder: str) -> str:
    """Say whose reading is counted, where it is one coder's."""
    return "" if coder in (ANY, AGREED) else f" by {coder}"


def _suggested(store: Store) -> str:
    """Say by what means segments were suggested, as the last run records it."""
    where = "Segments were suggested on the researcher's own computer by"
    runs = [
        run["settings"]
        for run in store.suggestions.runs()
        if str(run["method"]).startswith("joined")
    ]
    if not runs or not isinstance(runs[-1], dict):
        return f"{where} the codebook's rules."
    start = str(runs[-1].get("start", "none"))
    examples, _, families = start.partition(" coded examples")
    parts = ["the codebook's rules", "likeness to its definitions and examples"]
    if families:
        asked = families.partition("(")[2].rstrip(")")
        parts.append(
            f"a model that had learned from {int(examples):,} invented coded passages before the "
            f"study ({asked})"
        )
    return f"{where} {', '.join(parts)} and what was learned from decisions."


def coreq(store: Store, frame: StudyFrame, study: Study) -> Iterator[tuple[str, str]]:
    """Yield the items of the checklist that the record can answer, with the answer."""
    people: dict[str, set[str]] = {}
    for unit in study.population:
        people.setdefault(unit.role.value, set()).add(unit.person)
    sample = ", ".join(f"{len(found)} {role}" for role, found in sorted(people.items()))
    coders = store.coders.with_codings()
    origins = {
        origin: sum(1 for code in frame.codebook if code.origin == origin and not code.retired)
        for origin in ("deductive", "inductive")
    }
    families = frame.codebook.children("")
    yield "12 Sample size", f"{sum(map(len, people.values()))} people were interviewed."
    yield "16 Description of sample", f"By role: {sample or 'nobody yet'}."
    yield "22 Data saturation", "See the curve of codes met, interview by interview."
    yield "24 Number of data coders", f"{len(coders)}."
    yield (
        "25 Description of the coding tree",
        f"{len(frame.codebook.codes)} codes in {len(families)} families; the codebook has their "
        "definitions.",
    )
    yield (
        "26 Derivation of themes",
        f"{origins['deductive']} codes were set before, {origins['inductive']} found in the "
        "material.",
    )
    yield "27 Software", f"sendcode {__version__}."
    yield (
        "29 Quotations presented",
        "Quotes stand under each theme with their segment's number, by which the project shows "
        "words, transcript and decisions.",
    )
    yield (
        "30 Data and findings consistent",
        "Every number is counted from decisions on record; 'sendcode verify' counts again.",
    )
    yield (
        "31, 32 Clarity of major and minor themes",
        f"{len(families)} themes and {len(frame.codebook.codes) - len(families)} sub-themes.",
    )
