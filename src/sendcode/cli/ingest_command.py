"""`sendcode ingest`: read transcripts into the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    json_option,
    next_step,
    now,
    print_json,
    say,
)

if TYPE_CHECKING:
    from sendcode.core.cases import CaseSheet
    from sendcode.core.model import Speaker, Transcript
    from sendcode.workflows.ingest import Ingested


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--cases", type=click.Path(path_type=Path), help="A case sheet (.csv or .xlsx).")
@click.option("--as", "name", default="", help="Store the one file under this name.")
@click.option("--encoding", help="Encoding of text files, where you know it.")
@click.option("--alternate", metavar="A,B", default="", help="Unlabelled paragraphs take turns.")
@click.option("--carry-speaker", is_flag=True, help="A cue without a name goes on as before.")
@click.option("--bold-is-question", is_flag=True, help="Bold paragraphs are the interviewer's.")
@click.option("--strict", is_flag=True, help="Exit with 1 when any file was skipped.")
@json_option
@coder_option
@click.pass_obj
def command(
    app: App,
    paths: tuple[Path, ...],
    cases: Path | None,
    name: str,
    encoding: str | None,
    alternate: str,
    carry_speaker: bool,
    bold_is_question: bool,
    strict: bool,
    as_json: bool,
    coder: str | None,
) -> None:
    """Read interview transcripts: files, or folders with all that is in them.

    Reading a folder again is harmless: what is stored already is known by its content. Files
    that cannot be read are named with the reason, and the rest is read.

    \b
    Examples:
      sendcode ingest transcripts/ --cases cases.csv
      sendcode ingest interview.docx --as "School 1 SENCo"
    """
    from sendcode.cli.console import track
    from sendcode.core.model import ReadOptions
    from sendcode.workflows.cases import apply_case_sheet
    from sendcode.workflows.ingest import ingest

    who = coder_name(coder)
    options = ReadOptions(
        encoding=encoding,
        alternate=tuple(label.strip() for label in alternate.split(",") if label.strip()),
        carry_speaker=carry_speaker,
        bold_is_question=bold_is_question,
    )
    with app.open() as store:
        if cases is not None and not cases.is_file():
            raise click.UsageError(f"no case sheet {cases}")
        done = ingest(store, paths, coder=who, at=now(), options=options, name=name, track=track)
        sheet = apply_case_sheet(store, cases, coder=who, at=now()) if cases else None
        speakers = {
            t.name: store.transcripts.speaker_counts(store.transcripts.id(t.name))
            for t in done.transcripts
        }
        has_codebook = bool(store.codebooks.version())
    if as_json:
        print_json(_as_json(done, speakers))
    else:
        _show(done, speakers, sheet)
        if has_codebook:
            next_step("sendcode code", "applies the codebook and suggests")
        else:
            next_step("sendcode codebook import send", "brings a codebook")
    if strict and done.skipped:
        raise click.exceptions.Exit(1)


def _as_json(done: Ingested, speakers: dict[str, tuple[Speaker, ...]]) -> dict[str, object]:
    return {
        "transcripts": [
            {
                "name": t.name,
                "format": t.format,
                "words": t.words,
                "turns": len(t.turns),
                "speakers": [
                    {"label": s.label, "role": s.role.value, "turns": s.turns, "words": s.words}
                    for s in speakers[t.name]
                ],
                "problems": [{"line": p.line, "message": p.message} for p in t.problems],
            }
            for t in done.transcripts
        ],
        "skipped": [{"path": str(s.path), "reason": s.reason} for s in done.skipped],
        "known": list(done.known),
    }


def _show(
    done: Ingested, speakers: dict[str, tuple[Speaker, ...]], sheet: CaseSheet | None
) -> None:
    from sendcode.cli.console import listing, out

    if done.transcripts:
        out().print(
            listing(
                ("transcript", "format", "turns", "words", "speakers and roles", "problems"),
                [_row(t, speakers[t.name]) for t in done.transcripts],
            )
        )
    words = sum(t.words for t in done.transcripts)
    click.echo(f"{len(done.transcripts)} transcripts read, {words:,} words.")
    if done.known:
        click.echo(f"{len(done.known)} known already, left as they are.")
    if sheet is not None:
        click.echo(f"Case sheet: {len(sheet.cases)} cases, {len(sheet.roles)} roles set.")
        for problem in sheet.warnings:
            say(f"  row {problem.line}: {problem.message}")
    for t in done.transcripts:
        for problem in t.problems:
            where = f" line {problem.line}" if problem.line else ""
            say(f"  {t.name}{where}: {problem.message}")
    if done.skipped:
        say(f"{len(done.skipped)} skipped:")
        for skipped in done.skipped:
            say(f"  {skipped.path}: {skipped.reason}")
    unknown = sum(1 for found in speakers.values() for s in found if s.role == "unknown")
    if unknown:
        say(f"{unknown} speakers have no known role yet; a case sheet gives them one.")


def _row(t: Transcript, speakers: tuple[Speaker, ...]) -> tuple[object, ...]:
    shown = ", ".join(f"{s.label or '(no label)'} ({s.role})" for s in speakers)
    return (t.name, t.format, len(t.turns), t.words, shown, len(t.problems))
