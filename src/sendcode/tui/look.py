"""How both programs on the whole screen look: their colours, and their windows."""

from __future__ import annotations

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
