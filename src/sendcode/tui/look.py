"""How both programs on the whole screen look: their colours, and their windows."""

from __future__ import annotations

import asyncio
import errno
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from textual.app import App
from textual.worker import WorkerFailed

from sendcode.tui.keyboard import KeysInOrder
from sendcode.tui.palette import CALM, FEW_COLOURS, PLAIN
from sendcode.tui.screens.window import Window

WINDOWS = """
    .window { align: center middle; background: $background 50%; }
    .box { width: 76; max-width: 96%; height: auto; max-height: 90%; background: $panel;
           padding: 1 2; border: round $primary; }
    .wide .box { width: 96%; }
    .box Rows { max-height: 14; background: $panel; }
    .wide .box Rows { max-height: 30; }
    .box TextArea { height: 8; }
    .box Input { margin: 0 0 1 0; }
    .window.-short { align: center bottom; }
    .-short .box { padding: 0 2; }
    .-short .box Rows { max-height: 8; }
    .wide.-short .box Rows { max-height: 12; }
    .-short .box TextArea { height: 5; }
    .heading { text-style: bold; margin: 0 0 1 0; }
    .foot { color: $text-muted; margin: 1 0 0 0; }
"""


_CALM = 0.2  # seconds without a key


def few_colours(app: App[None]) -> bool:
    """Say whether a terminal shows so few colours that shades cannot tell things apart."""
    return app.no_color or (app.console.color_system in FEW_COLOURS and not app.is_headless)


class CalmApp(KeysInOrder):
    """A program in grey with few colours, so that those of the codes are seen."""

    def __init__(self) -> None:
        super().__init__()
        for theme in (CALM, PLAIN):
            self.register_theme(theme)
        self.theme = CALM.name

    def run(self, *args: Any, **kwargs: Any) -> Any:
        """Run until it is left.

        Raises:
            Exception: What went wrong inside; the command says what that means.
        """
        with self._leaving_in_order():
            done = super().run(*args, **kwargs)
        error = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error if isinstance(error.error, Exception) else error
        if error is not None:
            raise error
        return done

    def _fatal_error(self) -> None:
        """Leave without a word: Textual would print every value, words of interviews too."""
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """Leave because the terminal cannot be read any more; a thread of Textual's says so."""
        if self._exception is None:
            self._exception = OSError(errno.EIO, "the terminal cannot be read", "the screen")
        self._fatal_error()

    @contextmanager
    def _leaving_in_order(self) -> Iterator[None]:
        """Give the terminal back before this process ends because the system asks for it.

        A terminal that was closed needs no order, and waiting for it could last for ever: then
        the process ends at once. What was decided is on disk.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        ended: list[int] = []

        def leave(number: int, _: FrameType | None) -> None:
            ended.append(number)
            asyncio.get_running_loop().call_soon_threadsafe(self.exit)

        before = {signal.SIGTERM: signal.signal(signal.SIGTERM, leave)}
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_DFL)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if ended:
            signal.raise_signal(ended[0])

    def choose_colours(self) -> None:
        """Choose the colours that the terminal has; to be called when it is known."""
        if few_colours(self):
            self.theme = PLAIN.name

    def get_ready(self, *kinds: type[Window[Any]]) -> None:
        """Build windows before they are asked for, one after another while nobody types."""
        typed = self.typed

        def build() -> None:
            left = list(kinds)
            if self.typed == typed:
                left.pop(0).get_ready(self)
            self.get_ready(*left)

        if kinds:
            self.set_timer(_CALM, build)
