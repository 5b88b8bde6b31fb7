"""The workbook's first sheet: what was counted in this study, and how its numbers are read."""

from __future__ import annotations

from collections.abc import Iterator

from sendcode.core.matrix import Matrix
from sendcode.core.segments import AGREED, ANY
from sendcode.store import Store
from sendcode.version import __version__
from sendcode.workflows.frame import StudyFrame

Section = tuple[str, str]
"""A heading, and what stands under it."""

_TO_THE_WORDS = (
    "From a number to the words",
    "Click a cell to come to its segments; filter the sheet Segments by code (or level) "
    "and case to see all of them. segment_id names a segment for good; start and end are "
    "characters of the transcript's text, counted from 0, the end not included; "
    "'sendcode show NAME' prints it.",
)
_CITING = (
    "How to cite a quote",
    "Role, school and the like stand in the columns beside the text; give the segment_id "
    "in your notes so that the quote can be found again.",
)
_REPORTING = (
    "What to report",
    "The number of transcripts and words, who coded, the codebook version, that a tool "
    "suggested segments which people accepted or rejected (with the numbers above), and "
    "the share of units that was read.",
)


def readme(store: Store, frame: StudyFrame, coder: str, themes: Matrix) -> tuple[Section, ...]:
    """Return the sections of the sheet.

    Args:
        store: The project.
        frame: Look-ups.
        coder: The choice of coder that the workbook stands for.
        themes: The matrix on its first table sheet, for what the numbers mean.
    """
    return (
        (
            "What this is",
            f"The theme workbook of the project '{store.name}', written by sendcode {__version__}. "
            "It holds what people decided; a suggestion of the machine that nobody accepted "
            "is not in it.",
        ),
        *_about_study(store, frame, coder, themes),
        *_about_numbers(themes),
        _TO_THE_WORDS,
        _CITING,
        _REPORTING,
    )


def _about_study(store: Store, frame: StudyFrame, coder: str, themes: Matrix) -> Iterator[Section]:
    """Yield what was counted: the material, whose codings, how much was read, the codebook."""
    transcripts = store.transcripts.overview()
    population = frame.population()
    cases = {case for unit in population for case in unit.cases}
    people = {unit.person for unit in population}
    yield (
        "The material",
        f"{len(transcripts)} transcripts, {sum(t.words for t in transcripts):,} words, "
        f"{len(cases)} cases, {len(people)} people who were interviewed. "
        "Interviewers' words are not coded and count nowhere.",
    )
    decisions = ", ".join(f"{n} {action}" for action, n in store.decisions.counts().items())
    yield (
        "Whose codings",
        f"Counted: {_whose(store, coder)}. Decisions on record: {decisions or 'none'}.",
    )
    if themes.filter:
        yield "Filter", f"Only what this query finds: {themes.filter}"
    read = sum(1 for unit in population if unit.readers)
    share = f"{read / len(population):.0%}" if population else "none"
    yield (
        "How much was read",
        f"{share} of the codable sentences (all but the interviewers') were read by somebody. "
        "'Not coded' is known only where a sentence was read.",
    )
    versions = store.codebooks.versions()
    made = f" of {versions[-1].at[:10]}, by {versions[-1].coder}" if versions else ""
    yield "Codebook", f"{frame.codebook.name}, version {frame.codebook.version}{made}."


def _whose(store: Store, coder: str) -> str:
    if coder == ANY:
        return f"any coder ({', '.join(store.coders.with_codings()) or 'nobody yet'})"
    if coder == AGREED:
        return "codings on which at least two coders agree"
    return f"the coder '{coder}'"


def _about_numbers(themes: Matrix) -> Iterator[Section]:
    """Yield what a cell counts, what stands under a column, and what else has to be known."""
    yield (
        "What a number means",
        f"Theme matrix and By role count {themes.counted}: a parent code counts the "
        "union of the codes below it, and a segment that belongs to two cases counts in both "
        "columns. So rows and columns need not add up; totals count every segment once.",
    )
    yield "Denominators", f"Under each matrix, {themes.base_meaning}."
    if themes.notes:
        yield "Notes", "\n".join(themes.notes)
