"""What catches all that gets past the boundary: so that nobody meets a traceback or a warning.

A traceback shows messages of libraries, and those quote what they were given: words of
interviews. Where SENDCODE_DEBUG is set, places and kinds of errors are told, never messages.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

import click

_TOGETHER = 2.0  # seconds in which a second signal means the same: shells send them twice


class Ended(KeyboardInterrupt):
    """The system asks this process to end, or its terminal was closed.

    Attributes:
        exit_code: What a shell expects.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


class _Signals:
    """When the last signal came."""

    at = 0.0


def debugging() -> bool:
    """Say whether somebody looks for a bug."""
    return bool(os.environ.get("SENDCODE_DEBUG"))


def stretch() -> None:
    """Keep threads, finalizers and libraries quiet, and end tidily when the system asks for it."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    if debugging():
        sys.excepthook = lambda _, error, __: click.echo(places(error), err=True)
        return
    sys.unraisablehook = lambda _: None  # a library's clean-up after a full disk is no news
    threading.excepthook = lambda _: None
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")


def hush_libraries() -> None:
    """Have nothing printed of what libraries log; they quote what they cannot read."""
    import logging

    if not debugging():
        logging.getLogger().addHandler(logging.NullHandler())


def told(error: OSError) -> str:
    """Say what the system refused."""
    if error.errno == errno.ENOSPC:
        return (
            "the disk is full; nothing half-written is left behind.\n"
            "Free some space and run the command again."
        )
    return f"{error.filename or 'input/output'}: {error.strerror or type(error).__name__}"


def bug(error: BaseException) -> str:
    """Say that an error is ours, without its message."""
    return (
        f"internal error ({type(error).__name__}); the project is safe. "
        "SENDCODE_DEBUG=1 shows where, without words of the interviews being sent anywhere."
    )


def last_word(error: Exception) -> int:
    """Tell what went wrong outside of every command, if there is anywhere to; return a code."""
    said = told(error) if isinstance(error, OSError) else f"Error: {bug(error)}"
    with suppress(OSError, ValueError):  # there may be no standard error, or no room behind it
        click.echo(said, err=True)
    return 1 if isinstance(error, OSError) else 70


def flush() -> None:
    """Write out what was said while a failure can still be told: at the very end nobody could."""
    try:
        sys.stdout.flush()
    except (AttributeError, ValueError):  # there is no standard output, or it is closed
        return
    except OSError as error:
        with suppress(OSError, ValueError):  # what is left in the buffer would fail once more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:
            raise


def places(error: BaseException) -> str:
    """Return where an error came from, newest last: files, lines, kinds; no messages."""
    from traceback import extract_tb

    before = error.__cause__ or error.__context__
    lines = [places(before), ""] if before is not None else []
    lines += [f"{f.filename}:{f.lineno} {f.name}" for f in extract_tb(error.__traceback__)]
    return "\n".join((*lines, type(error).__name__))


def _end(number: int, _: FrameType | None) -> None:
    before, _Signals.at = _Signals.at, time.monotonic()
    if _Signals.at - before > _TOGETHER or not before:
        raise Ended(number)
