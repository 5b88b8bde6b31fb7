"""The group of commands, and the one boundary at which errors become a line and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import click

from sendcode.cli import net
from sendcode.cli.app import App
from sendcode.cli.temporary import own_folder
from sendcode.core.threads import ONE_THREAD
from sendcode.errors import SendcodeError
from sendcode.version import __version__

COMMANDS = {
    "init": "Make a project: one file that holds the whole study.",
    "ingest": "Read interview transcripts: files, or whole folders.",
    "transcripts": "List, rename or remove transcripts; what was left out.",
    "speakers": "Who speaks: labels, roles, people; mend them.",
    "cases": "List the cases; apply a case sheet.",
    "codebook": "The codebook: show, edit, compare, import, export.",
    "code": "Apply the codebook: suggestions to decide on.",
    "suggest": "Propose themes that no code covers (experimental).",
    "review": "Decide on suggestions, one key each.",
    "memo": "Memos and the journal: list, show, add, export.",
    "summary": "Framework summaries: one text per case and theme.",
    "query": "Find passages and codings with one small language.",
    "matrix": "Count the codings into a table.",
    "export": "Write the workbook, the segments or the codebook.",
    "report": "Write a report with figures and quotes.",
    "plot": "Draw one figure, with its numbers beside it.",
    "trace": "Lead a number or a quote back to decisions and text.",
    "verify": "Check the project, or an exported workbook.",
    "show": "Print a transcript, turn by turn.",
    "status": "What there is, how far it is, and what to do next.",
    "log": "The decisions as a readable history.",
    "undo": "Take decisions back.",
    "redo": "Bring back what was undone.",
    "backup": "Copy the project.",
    "restore": "Bring a copy back.",
    "demo": "The whole way on an invented study.",
}
"""Every command and what it does, in the order of use: `--help` imports none of them."""


class Refused(click.ClickException):
    """What was asked for cannot be done; nothing was changed."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason, and what to do next, on stderr."""
        click.echo(self.format_message(), err=True, file=file)


class Stopped(Refused):
    """Somebody pressed Ctrl-C, or ended the input where something was asked."""

    exit_code = 130


_NO_MEMORY = (
    "there is not enough memory for this; nothing half-done was stored.\n"
    "Close other programs, or ask for less at once (--where, --code)."
)
_STOPPED = "\nStopped. Nothing half-done was stored; run the command again to do it."


class Bug(click.ClickException):
    """An error of ours."""

    exit_code = 70


class Boundary(click.Group):
    """The group; commands are imported when they are needed, and listed in the order of use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a study uses them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return one command; `sendcode inges` is told the nearest name."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"sendcode.cli.{name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Add the nearest command to the error about an unknown one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], list(COMMANDS), n=1)
            if close and "Did you mean" not in error.message:
                hint = f"{error.message} Did you mean '{close[0]}'?"
                raise click.UsageError(hint, ctx) from error
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; errors that we foresee become one clear message."""
        net.hush_libraries()
        try:
            with own_folder():
                return super().invoke(ctx)
        except SendcodeError as error:
            raise Refused("\n".join(filter(None, (error.message, error.hint)))) from error
        except OSError as error:  # a missing file or a full disk is not our bug
            if error.errno == errno.EPIPE:
                raise
            raise Refused(net.told(error)) from error
        except MemoryError as error:
            raise Refused(_NO_MEMORY) from error
        except net.Ended as error:
            click.echo(_STOPPED, err=True)
            raise click.exceptions.Exit(error.exit_code) from error
        except (KeyboardInterrupt, click.Abort) as error:  # a transaction is kept whole or not
            raise Stopped(_STOPPED) from error
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            if isinstance(error.__cause__, KeyboardInterrupt):  # while a class was being made
                raise Stopped(_STOPPED) from error
            if os.environ.get("SENDCODE_DEBUG"):
                raise
            raise Bug(net.bug(error)) from error


@click.command(cls=Boundary, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    envvar="SENDCODE_PROJECT",
    help="The project file; by default the only one in this folder or above.",
)
@click.version_option(__version__, prog_name="sendcode")
@click.pass_context
def sendcode(ctx: click.Context, project: Path | None) -> None:
    """Qualitative coding of interview transcripts. Nothing leaves this computer.

    \b
    The way through a study:
      sendcode init study --codebook send
      sendcode ingest transcripts/ --cases cases.csv
      sendcode code
      sendcode review
      sendcode matrix
      sendcode export study.xlsx

    'sendcode demo' shows all of it on an invented study.
    """
    ctx.obj = App(project)


def main() -> None:
    """Run the command line."""
    for name, number in ONE_THREAD.items():  # before any command loads numpy
        os.environ.setdefault(name, number)
    gc.set_threshold(100_000, 50, 50)  # a large study is a million small values that all stay
    net.stretch()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")  # a terminal without our letters shows '?', never fails
    try:
        try:
            sendcode(prog_name="sendcode")
        finally:
            net.flush()
    except Exception as error:  # before a command began, or while its refusal was told
        if net.debugging():
            raise
        sys.exit(net.last_word(error))
    finally:
        gc.freeze()  # what is left goes with the process: nobody need look through it once more
