"""`sendcode ingest`: read transcripts into the project."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from sendcode.errors import InputError
from sendcode.places import is_file

if TYPE_CHECKING:
    from sendcode.core.cases import CaseSheet
    from sendcode.core.model import ReadOptions
    from sendcode.core.speaker_map import SpeakerMap
    from sendcode.store import Store
    from sendcode.workflows.labels import Preview

INTERRUPTED = 130
COLUMNS = ("text", "speaker", "time", "end", "role", "id")


@dataclass(frozen=True, slots=True)
class Sources:
    """What is to be read, and how.

    Attributes:
        paths: Files and folders.
        besides: Files in these folders that are no transcripts: the case sheet, the speaker map.
        options: What the researcher decided about reading.
        people: What the researcher says about labels.
    """

    paths: tuple[Path, ...]
    besides: tuple[Path, ...]
    options: ReadOptions
    people: SpeakerMap


def columns_option(_: click.Context, __: click.Parameter, written: str) -> dict[str, str]:
    """Return `text=Answer,speaker=Who` as a mapping; headings may hold commas."""
    found: dict[str, str] = {}
    last = ""
    for part in written.split(",") if written else ():
        ours, equals, theirs = part.partition("=")
        if equals and ours.strip().lower() in COLUMNS:
            last = ours.strip().lower()
            found[last] = f"{found[last]},{theirs}" if last in found else theirs
        elif last:
            found[last] += f",{part}"
        else:
            raise click.BadParameter(f"write it as text=HEADING; ours are {', '.join(COLUMNS)}")
    return found


@click.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--cases", type=click.Path(path_type=Path), help="A case sheet (.csv or .xlsx).")
@click.option(
    "--speakers",
    "speaker_map",
    type=click.Path(path_type=Path),
    help="A table that says what labels stand for: label, speaker, role (or 'not a speaker'), "
    "transcript.",
)
@click.option(
    "--not-speaker",
    "nobodies",
    metavar="LABEL",
    multiple=True,
    help="This label is no speaker but part of what is said; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Show who speaks; store nothing.")
@click.option("--show-text", is_flag=True, help="With --dry-run or --ask: the first words too.")
@click.option(
    "--ask",
    is_flag=True,
    help="Ask about labels seen once, also those taken for speech, and roles.",
)
@click.option("--as", "name", default="", help="Store the one file under this name.")
@click.option("--encoding", help="Encoding of text files, where you know it.")
@click.option(
    "--columns",
    metavar="OURS=THEIRS,...",
    default="",
    callback=columns_option,
    help=f"Columns of a table by heading or number; ours are {', '.join(COLUMNS)}.",
)
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
    speaker_map: Path | None,
    nobodies: tuple[str, ...],
    dry_run: bool,
    show_text: bool,
    ask: bool,
    name: str,
    encoding: str | None,
    columns: dict[str, str],
    alternate: str,
    carry_speaker: bool,
    bold_is_question: bool,
    strict: bool,
    as_json: bool,
    coder: str | None,
) -> None:
    """Read interview transcripts: files, or folders with all that is in them.

    Formats: .docx, .odt, .rtf, .pdf (with the extra 'sendcode[pdf]'), .txt, .md, .rst; .vtt and
    .srt captions; .csv, .tsv, .xlsx and .ods tables (a transcript, or a survey with an answer
    per cell); .json of Whisper, whisperX, Rev, Otter and Fireflies.

    Reading a folder again is harmless: what is stored already is known by its content. Files
    that cannot be read are named with the reason, and the rest is read. Ctrl-C keeps what was
    finished (exit code 130); the same command goes on from there.

    \b
    Examples:
      sendcode ingest transcripts/ --cases cases.csv
      sendcode ingest transcripts/ --dry-run --show-text
      sendcode ingest transcripts/ --speakers map.csv
      sendcode ingest survey.xlsx --columns "text=What helped?,id=Respondent"
      sendcode ingest interview.docx --as "School 1 SENCo"
    """
    from sendcode.core.model import ReadOptions

    options = ReadOptions(
        encoding=encoding,
        alternate=tuple(label.strip() for label in alternate.split(",") if label.strip()),
        carry_speaker=carry_speaker,
        bold_is_question=bold_is_question,
        columns=columns,
    )
    besides = _tables(cases, speaker_map)
    sources = Sources(paths, besides, options, _people(speaker_map, nobodies))
    if ask:
        sources = replace(sources, people=sources.people | _answers(sources, show_text=show_text))
    if dry_run:
        _show_preview(sources, show_text=show_text, as_json=as_json)
        return
    who = coder_name(coder)
    skipped = _store(app, sources, cases=cases, name=name, as_json=as_json, coder=who)
    if strict and skipped:
        raise click.exceptions.Exit(1)


def _tables(cases: Path | None, speaker_map: Path | None) -> tuple[Path, ...]:
    """Return the tables that go with the transcripts; refuse one that is not there."""
    for given, what, columns in (
        (cases, "case sheet", "transcript, speaker, participant, role, case"),
        (speaker_map, "speaker map", "label, speaker, role, transcript"),
    ):
        if given is not None and not is_file(given):
            raise click.UsageError(f"no {what} {given}; it is a table (.csv, .xlsx): {columns}")
    return tuple(path for path in (cases, speaker_map) if path is not None)


def _people(speaker_map: Path | None, nobodies: tuple[str, ...]) -> SpeakerMap:
    """Return what the researcher says about labels, in a table and as options."""
    from sendcode.core.speaker_map import SpeakerMap
    from sendcode.workflows.labels import read_speakers

    people = read_speakers(speaker_map) if speaker_map else SpeakerMap()
    return people | SpeakerMap({("", label.strip()): "" for label in nobodies if label.strip()})


def _store(
    app: App, sources: Sources, *, cases: Path | None, name: str, as_json: bool, coder: str
) -> int:
    """Read and store; return how many files were skipped."""
    from sendcode.cli import ingest_view
    from sendcode.cli.console import track
    from sendcode.workflows.ingest import ingest

    with app.open() as store:
        done = ingest(
            *(store, sources.paths),
            coder=coder,
            at=now(),
            options=sources.options,
            speakers=sources.people,
            name=name,
            besides=sources.besides,
            track=track,
        )
        sheet, refused = None, None
        if cases and not done.interrupted:
            sheet, refused = _apply(store, cases, coder)
        roles = {(s.transcript, s.label): s.role.value for s in store.speakers.all()}
        has_codebook = bool(store.codebooks.version())
    if as_json:
        print_json(ingest_view.as_json(done, roles))
    else:
        ingest_view.show(done, roles, sheet)
    if refused is not None:
        raise refused
    if done.interrupted:
        say(ingest_view.stopped(len(done.transcripts)))
        raise click.exceptions.Exit(INTERRUPTED)
    missing = [who for who in sources.people.speakers.values() if who and who not in done.labels]
    if missing and done.transcripts:
        say(f"{len(missing)} rows of the speaker map fit no label in the new transcripts.")
    if not as_json and has_codebook:
        next_step("sendcode code", "applies the codebook and suggests")
    elif not as_json:
        next_step("sendcode codebook import send", "brings a codebook")
    return len(done.skipped)


def _apply(store: Store, cases: Path, coder: str) -> tuple[CaseSheet | None, InputError | None]:
    """Apply a case sheet; an error is returned, so that what was stored is told first."""
    from sendcode.workflows.cases import apply_case_sheet

    try:
        return apply_case_sheet(store, cases, coder=coder, at=now()), None
    except InputError as error:
        return None, error


def _preview(sources: Sources) -> Preview:
    from sendcode.cli.console import track
    from sendcode.workflows.labels import preview

    return preview(
        sources.paths,
        options=sources.options,
        speakers=sources.people,
        besides=sources.besides,
        track=track,
    )


def _show_preview(sources: Sources, *, show_text: bool, as_json: bool) -> None:
    from sendcode.cli import ingest_view

    found = _preview(sources)
    if as_json:
        print_json(ingest_view.preview_as_json(found, show_text=show_text))
        return
    ingest_view.show_preview(found, show_text=show_text)
    next_step("sendcode ingest PATHS --speakers map.csv", "with what the labels stand for")


def _answers(sources: Sources, *, show_text: bool) -> SpeakerMap:
    """Ask about labels; return what the researcher says of them."""
    from sendcode.cli.ask import answers, has_terminal

    if not has_terminal():
        raise click.UsageError("--ask needs a terminal; --dry-run shows the labels without one")
    found = _preview(sources)
    try:
        return answers(found, show_text=show_text)
    except click.Abort as error:
        say("\nStopped before anything was stored.")
        raise click.exceptions.Exit(INTERRUPTED) from error
