"""How an ingest, and the preview of one, look in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import say
from sendcode.cli.console import listing, out, plain
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.cases import CaseSheet
    from sendcode.core.model import Problem
    from sendcode.workflows.files import Skipped
    from sendcode.workflows.ingest import Ingested, Stored
    from sendcode.workflows.labels import LabelRow, Preview

Roles = Mapping[tuple[str, str | None], str]
_NOBODY = "(no label)"
_UNKNOWN = "unknown"


def as_json(done: Ingested, roles: Roles) -> dict[str, object]:
    """Return the documented JSON of an ingest; roles as they are now, after the case sheet."""
    return {
        "transcripts": [
            {
                "name": t.name,
                "format": t.format,
                "words": t.words,
                "turns": t.turns,
                "speakers": [
                    {
                        "label": s.label,
                        "role": roles.get((t.name, s.label), s.role.value),
                        "turns": s.turns,
                        "words": s.words,
                    }
                    for s in t.speakers
                ],
                "problems": [{"line": p.line, "message": p.message} for p in t.problems],
            }
            for t in done.transcripts
        ],
        "skipped": _skipped_json(done.skipped),
        "known": list(done.known),
    }


def _skipped_json(skipped: tuple[Skipped, ...]) -> list[dict[str, str]]:
    return [{"path": str(s.path), "reason": s.reason} for s in skipped]


def show(done: Ingested, roles: Roles, sheet: CaseSheet | None) -> None:
    """Print what was stored on stdout; problems and what was skipped on stderr."""
    if done.transcripts:
        columns = ("transcript", "format", "turns", "words", "speakers and roles", "problems")
        out().print(listing(columns, [_row(t, roles) for t in done.transcripts]))
    words = sum(t.words for t in done.transcripts)
    read = so_many(len(done.transcripts), "transcript")
    click.echo(f"{read} read, {so_many(words, 'word')}.")
    if done.known:
        click.echo(f"{len(done.known)} known already, left as they are.")
    if sheet is not None:
        applied = f"{so_many(len(sheet.cases), 'case')}, {so_many(len(sheet.roles), 'role')} set."
        click.echo(f"Case sheet: {applied}")
        for problem in sheet.warnings:
            say(f"  row {problem.line}: {problem.message}")
    for t in done.transcripts:
        _say_problems(t.problems)
    _say_skipped(done.skipped)
    here = {t.name for t in done.transcripts}
    unknown = sum(1 for (t, who), role in roles.items() if t in here and who and role == _UNKNOWN)
    if unknown:
        have = "speaker has" if unknown == 1 else "speakers have"
        say(f"{unknown} {have} no known role yet; a case sheet or 'sendcode speakers' gives one.")


def stopped(stored: int) -> str:
    """Return what is said after Ctrl-C: what is stored, and how to go on."""
    if not stored:
        return "Stopped before anything was stored; run the command again to do it."
    have = "is" if stored == 1 else "are"
    return f"Stopped: {so_many(stored, 'transcript')} {have} stored; run it again to go on."


def _row(t: Stored, roles: Roles) -> tuple[object, ...]:
    shown = []
    for s in t.speakers:
        role = roles.get((t.name, s.label), s.role.value)
        shown.append(f"{s.label or _NOBODY}{'' if role == _UNKNOWN else f' ({role})'}")
    return (t.name, t.format, t.turns, t.words, ", ".join(shown), len(t.problems))


def _say_problems(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        where = f" line {problem.line}" if problem.line else ""
        say(plain(f"  {problem.source}{where}: {problem.message}"))


def _say_skipped(skipped: tuple[Skipped, ...]) -> None:
    if skipped:
        say(f"{len(skipped)} skipped:")
        for one in skipped:
            say(plain(f"  {one.path}: {one.reason}"))


def preview_as_json(found: Preview, *, show_text: bool) -> dict[str, object]:
    """Return the label table as JSON."""
    return {
        "labels": [
            {
                "transcript": row.transcript,
                "label": row.label,
                "role": row.role.value,
                "role_source": row.role_source,
                "turns": row.turns,
                "words": row.words,
                "first_turn": row.turn,
                "line": row.anchor,
                **({"opening": row.opening} if show_text else {}),
            }
            for row in found.rows
        ],
        "possible": [
            {
                "transcript": one.transcript,
                "label": one.label,
                "line": one.anchor,
                **({"opening": one.opening} if show_text else {}),
            }
            for one in found.possible
        ],
        "problems": [
            {"transcript": p.source, "line": p.line, "message": p.message} for p in found.problems
        ],
        "skipped": _skipped_json(found.skipped),
    }


def show_preview(found: Preview, *, show_text: bool) -> None:
    """Print the label table: who would be stored as a speaker, and where each begins."""
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    if show_text:  # the first words need the room
        columns = ("transcript_and label", "role", "turns", "line", "begins")
        rows = [(*_who(r), r.turns, r.anchor, r.opening) for r in found.rows]
    else:
        columns = ("transcript_and label", "role", "turns", "words", "first_turn", "line")
        rows = [(*_who(r), r.turns, r.words, r.turn, r.anchor) for r in found.rows]
    out().print(listing(columns, _under_names(found, rows)))
    if found.possible:
        _show_possible(found, show_text=show_text)
    transcripts = len({row.transcript for row in found.rows})
    who = f"{so_many(transcripts, 'transcript')}, {so_many(len(rows), 'speaker')}"
    click.echo(f"{who}. Nothing was stored.")
    say("A role with '?' was guessed from the label; a '?' alone is a role that nobody knows yet.")
    if found.once:
        say(f"{len(found.once)} labels stand only once in their transcript: look at them first.")
    _say_problems(found.problems)
    _say_skipped(found.skipped)


def _under_names(
    found: Preview, rows: Sequence[tuple[object, ...]]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of each transcript below a row with its name: names can be long."""
    above = ""
    for label, row in zip(found.rows, rows, strict=True):
        if label.transcript != above:
            above = label.transcript
            yield (above, *(None for _ in row[1:]))
        yield row


def _who(row: LabelRow) -> tuple[str, str]:
    """Return label and role, with `?` where the role was guessed or is not known."""
    known = "" if row.role.value == _UNKNOWN else row.role.value
    unsure = "?" if row.role_source == "guess" else ""
    return f"  {row.label or _NOBODY}", f"{known}{unsure}"


def _show_possible(found: Preview, *, show_text: bool) -> None:
    columns = ("transcript", "possible label, treated as speech", "line")
    rows = [
        (
            *(one.transcript, one.label, one.anchor),
            *((one.opening,) if show_text else ()),
        )
        for one in found.possible
    ]
    out().print(listing((*columns, *(("goes on",) if show_text else ())), rows))
