"""`sendcode transcripts`: what is in the project, where the words went, and repairs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    force_option,
    json_option,
    next_step,
    now,
    print_json,
    say,
)
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.questions import Proposal

_COLUMNS = ("name", "format", "version", "turns", "units", "words", "problems", "file_sha256")


class ByName(click.Group):
    """A group in which a word that is no command is a transcript's name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take an unknown word as the name for `about`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "about", self.commands["about"], args
        return super().resolve_command(ctx, args)


@click.group("transcripts", cls=ByName, invoke_without_command=True)
@click.option("--left-out", is_flag=True, help="What of each file was left out, and its size.")
@json_option
@click.pass_context
def command(ctx: click.Context, left_out: bool, as_json: bool) -> None:
    """List the transcripts; with a NAME, where the words of its file went.

    \b
    Examples:
      sendcode transcripts
      sendcode transcripts school1_senco
      sendcode transcripts --left-out
      sendcode transcripts rename "interview (2)" school2_senco
    """
    if ctx.invoked_subcommand is None:
        app: App = ctx.obj
        _accounts(app, as_json=as_json) if left_out else _list(app, as_json=as_json)


def _list(app: App, *, as_json: bool) -> None:
    with app.open() as store:
        found = store.transcripts.overview()
    if as_json:
        print_json([{c: getattr(t, c) for c in _COLUMNS} for t in found])
        return
    from sendcode.cli.console import listing, out

    shown = _COLUMNS[:-1]
    headings = ["sentences" if column == "units" else column for column in shown]
    out().print(listing(headings, [[getattr(t, c) for c in shown] for t in found]))
    words = sum(t.words for t in found)
    click.echo(f"{so_many(len(found), 'transcript')}, {so_many(words, 'word')}.")
    if found:
        next_step(f"sendcode show '{found[0].name}'", "prints one with its turns")
    else:
        next_step("sendcode ingest FOLDER", "reads the interviews")


def _accounts(app: App, *, as_json: bool) -> None:
    with app.open() as store:
        found = store.transcripts.accounts()
    if as_json:
        print_json(
            [
                {
                    "name": a.name,
                    "file": a.file_name,
                    "words_in_source": a.source,
                    "words": a.words,
                    "left_out": a.kinds,
                }
                for a in found
            ]
        )
        return
    from sendcode.cli.console import listing, out

    rows = [
        (a.name, a.source, a.words, ", ".join(f"{kind} {n:,}" for kind, n in a.kinds.items()))
        for a in found
    ]
    out().print(listing(("transcript", "words in file", "stored", "left out"), rows))
    source, words = sum(a.source for a in found), sum(a.words for a in found)
    click.echo(f"{source:,} words in the files: {words:,} stored, {source - words:,} left out.")
    say("Labels and times are stored beside the words, not as words.")


@command.command("about")
@click.argument("name")
@json_option
@click.pass_obj
def about(app: App, name: str, as_json: bool) -> None:
    """Show where the words of one file went; 'about' may be left out.

    \b
    Example:
      sendcode transcripts about school1_senco
    """
    with app.open() as store:
        found = store.transcripts.get(name)
        account = next(a for a in store.transcripts.accounts() if a.name == name)
    if as_json:
        print_json(
            {
                "name": account.name,
                "file": account.file_name,
                "format": found.format,
                "encoding": found.encoding,
                "reader": found.reader,
                "words_in_source": account.source,
                "words": account.words,
                "left_out": [
                    {"kind": x.kind, "words": x.words, "line": x.anchor} for x in account.left_out
                ],
                "problems": [{"line": p.line, "message": p.message} for p in found.problems],
            }
        )
        return
    from sendcode.cli.console import listing, out, plain

    rows: list[tuple[object, ...]] = [("stored as speech", account.words, "")]
    for kind, words in account.kinds.items():
        blocks = [x.anchor for x in account.left_out if x.kind == kind and x.anchor]
        rows.append((kind, words, _lines(blocks)))
    rows.append(("in the file", account.source, ""))
    out().print(listing(("words", "number", "lines"), rows, title=f"{name} ({account.file_name})"))
    for problem in found.problems:
        where = f"line {problem.line}: " if problem.line else ""
        say(plain(f"  {where}{problem.message}"))
    next_step(f"sendcode show '{name}'", "prints it with its turns")


def _lines(numbers: list[int], most: int = 8) -> str:
    shown = ", ".join(str(number) for number in numbers[:most])
    return f"{shown} and {len(numbers) - most} more" if len(numbers) > most else shown


@command.command("rename")
@click.argument("old")
@click.argument("new")
@coder_option
@click.pass_obj
def rename(app: App, old: str, new: str, coder: str | None) -> None:
    """Give a transcript another name; its codings stay.

    \b
    Example:
      sendcode transcripts rename "interview (2)" school2_senco
    """
    from sendcode.workflows.repair import rename_transcript

    who = coder_name(coder)
    with app.open() as store:
        done = rename_transcript(store, old, new, coder=who, at=now())
    click.echo("Renamed." if done.decision else "It has that name already.")
    next_step("sendcode undo", "takes it back")


@command.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Also if it holds codings.")
@coder_option
@click.pass_obj
def remove(app: App, name: str, yes: bool, coder: str | None) -> None:
    """Take a transcript out of every list and count. Its words stay in the project file.

    \b
    Example:
      sendcode transcripts remove pilot_interview
    """
    from sendcode.workflows.repair import remove_transcript

    who = coder_name(coder)
    with app.open() as store:
        done = remove_transcript(store, name, sure=yes, coder=who, at=now())
    gone = f"{so_many(done.codings, 'coding')} of {so_many(done.coders, 'coder')}"
    lost = f"no longer counted: {gone} in it" if done.codings else "nothing was coded in it"
    click.echo(f"Removed; {lost}.")
    next_step("sendcode undo", "brings it back with all that was decided in it")


@command.command("guide")
@click.argument("guide", required=False, type=click.Path(path_type=Path))
@click.option("--from-interviewer", is_flag=True, help="Questions that come back in interviews.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="How much of a question must match.")
@click.option("--yes", is_flag=True, help="Confirm all proposals.")
@click.option("--export", "target", type=click.Path(path_type=Path), help="Write .csv or .xlsx.")
@click.option("--import", "answers", type=click.Path(path_type=Path), help="Read it back.")
@force_option
@json_option
@coder_option
@click.pass_obj
def guide_command(
    app: App,
    guide: Path | None,
    from_interviewer: bool,
    threshold: float | None,
    yes: bool,
    target: Path | None,
    answers: Path | None,
    force: bool,
    as_json: bool,
    coder: str | None,
) -> None:
    """Say which interview question a stretch answers: as the attribute 'question' of its turns.

    GUIDE is a text file with one question per line. What is proposed is stored only when you
    confirm it: all of it with --yes, or row by row in a spreadsheet.

    \b
    Examples:
      sendcode transcripts guide guide.txt
      sendcode transcripts guide guide.txt --export questions.xlsx
      sendcode transcripts guide --import questions.xlsx
      sendcode transcripts guide --from-interviewer --yes
    """
    from sendcode.core.questions import THRESHOLD
    from sendcode.workflows import questions

    if sum((guide is not None, from_interviewer, answers is not None)) != 1:
        raise click.UsageError("say one of: GUIDE, --from-interviewer, --import")
    who = coder_name(coder)
    with app.open() as store:
        if answers is not None:
            done = questions.confirm_table(store, answers, coder=who, at=now())
            _say_confirmed(done)
            return
        found = questions.guide_questions(guide) if guide else questions.recurring_questions(store)
        level = THRESHOLD if threshold is None else threshold
        proposals = questions.propose(store, found, threshold=level)
        if target is not None:
            questions.export(proposals, target, force=force)
            click.echo(f"{so_many(len(proposals), 'proposal')} written to {target}.")
            next_step(f"sendcode transcripts guide --import {target}", "after you wrote yes or no")
            return
        if yes:
            _say_confirmed(questions.confirm(store, proposals, coder=who, at=now()))
            return
    _show_proposals(proposals, found, as_json=as_json)


def _say_confirmed(turns: int) -> None:
    click.echo(f"{turns} turns have a new question.")
    next_step("sendcode matrix --columns question", "splits the table by question")


def _show_proposals(
    proposals: Sequence[Proposal], questions: Sequence[str], *, as_json: bool
) -> None:
    columns = ("transcript", "asked", "first", "last", "question", "score")
    if as_json:
        print_json([{name: getattr(p, name) for name in columns} for p in proposals])
        return
    from sendcode.cli.console import listing, out

    rows = [
        (p.transcript, p.asked, f"{p.first}-{p.last}", p.question, f"{p.score:.2f}")
        for p in proposals
    ]
    out().print(listing(("transcript", "asked in turn", "answers", "question", "score"), rows))
    click.echo(f"{len(questions)} questions, {len(proposals)} stretches. Nothing was stored.")
    next_step("the same with --yes, or --export questions.xlsx", "confirms them")
