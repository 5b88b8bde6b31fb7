"""`sendcode speakers`: who speaks in the study, and repairs of what ingest made of it."""

from __future__ import annotations

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
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.workflows.repair import Repaired

ROLES = (
    *("interviewer", "pupil", "parent", "teacher", "ta", "senco", "headteacher", "la-officer"),
    *("health", "other", "unknown"),
)
_transcript = click.option("--transcript", metavar="NAME", default="", help="Only in this one.")


@click.group("speakers", invoke_without_command=True)
@click.option("--transcript", metavar="NAME", default="", help="Only those of this one.")
@json_option
@click.pass_context
def command(ctx: click.Context, transcript: str, as_json: bool) -> None:
    """List who speaks in the study, and mend labels, roles and people.

    Every repair is a decision in the log: 'sendcode undo' takes it back, 'sendcode redo' brings
    it again. The words, and the codings on them, stay as they are. '-' stands for the speaker
    of turns without a label.

    \b
    Examples:
      sendcode speakers
      sendcode speakers role DANIELLE parent
      sendcode speakers join school1/OKAFOR school2/SENCo --participant "Mrs Okafor"
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, transcript, as_json=as_json)


def _list(app: App, transcript: str, *, as_json: bool) -> None:
    from sendcode.workflows.repair import people

    with app.open() as store:
        if transcript:
            store.transcripts.id(transcript)
        found = [w for w in people(store) if not transcript or transcript in w.transcripts]
    if as_json:
        print_json(
            [
                {
                    "label": w.label,
                    "role": w.role.value,
                    "participant": w.participant,
                    "transcripts": list(w.transcripts),
                    "turns": w.turns,
                }
                for w in found
            ]
        )
        return
    from sendcode.cli.console import listing, out

    rows = [
        (
            *(w.label or "- (no label)", w.role.value, w.participant or "", w.turns),
            w.transcripts[0] if len(w.transcripts) == 1 else f"{len(w.transcripts)} transcripts",
        )
        for w in found
    ]
    out().print(listing(("label", "role", "participant", "turns", "where"), rows))
    unknown = sum(1 for w in found if w.role == "unknown")
    click.echo(f"{so_many(len(found), 'label')}, {unknown} of unknown role.")
    next_step("sendcode speakers role LABEL ROLE", "gives a label its role")


def _done(done: Repaired, what: str) -> None:
    if not done.decision:
        say("That is so already; nothing was changed.")
        return
    click.echo(what)
    next_step("sendcode undo", "takes it back")


@command.command("role")
@click.argument("label")
@click.argument("role", type=click.Choice(ROLES, case_sensitive=False))
@_transcript
@coder_option
@click.pass_obj
def role_command(app: App, label: str, role: str, transcript: str, coder: str | None) -> None:
    """Give LABEL a ROLE, in the whole study or in one transcript.

    \b
    Examples:
      sendcode speakers role DANIELLE parent
      sendcode speakers role "Speaker 2" ta --transcript school1_ta
    """
    from sendcode.core.model import Role
    from sendcode.workflows.repair import set_role

    who = coder_name(coder)
    with app.open() as store:
        done = set_role(store, label, Role(role), transcript=transcript, coder=who, at=now())
    _done(done, f"Speakers who are '{role}' now: {done.speakers} ({done.turns} turns).")


@command.command("rename")
@click.argument("old")
@click.argument("new")
@_transcript
@coder_option
@click.pass_obj
def rename_command(app: App, old: str, new: str, transcript: str, coder: str | None) -> None:
    """Rename the label OLD; where NEW stands already, its speaker gets the turns.

    \b
    Example:
      sendcode speakers rename DANIELE DANIELLE --transcript school1_parent
    """
    from sendcode.workflows.repair import rename

    who = coder_name(coder)
    with app.open() as store:
        done = rename(store, old, new, transcript=transcript, coder=who, at=now())
    _done(done, f"Labels renamed: {done.speakers} ({done.turns} turns).")


@command.command("join")
@click.argument("labels", nargs=-1, required=True, metavar="LABEL LABEL...")
@click.option("--participant", required=True, metavar="NAME", help="The person's name.")
@_transcript
@coder_option
@click.pass_obj
def join_command(
    app: App, labels: tuple[str, ...], participant: str, transcript: str, coder: str | None
) -> None:
    """Say that labels are one person: they count as one participant from now on.

    A label that stands in several transcripts is named as TRANSCRIPT/LABEL.

    \b
    Example:
      sendcode speakers join school1/OKAFOR school2/SENCo --participant "Mrs Okafor"
    """
    from sendcode.workflows.repair import join

    who = coder_name(coder)
    with app.open() as store:
        done = join(store, labels, participant, transcript=transcript, coder=who, at=now())
    _done(done, f"Speakers who are one participant now: {done.speakers} ({done.turns} turns).")


@command.command("give")
@click.argument("transcript")
@click.argument("turn", type=click.IntRange(min=1))
@click.argument("label")
@click.option("--new", is_flag=True, help="The transcript does not have this speaker yet.")
@coder_option
@click.pass_obj
def give_command(
    app: App, transcript: str, turn: int, label: str, new: bool, coder: str | None
) -> None:
    """Give turn number TURN of TRANSCRIPT to the speaker LABEL.

    \b
    Example:
      sendcode speakers give school1_parent 14 INT
    """
    from sendcode.workflows.repair import give_turn

    who = coder_name(coder)
    with app.open() as store:
        done = give_turn(store, transcript, turn, label, new=new, coder=who, at=now())
    _done(done, f"Turn {turn} has its new speaker.")
