"""The full-screen reviewer as a program: its screen, its keys, its commands by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import SystemCommand
from textual.screen import Screen

from sendcode.tui.keyboard import KeysInOrder
from sendcode.tui.keys import COMMANDS, read_keys
from sendcode.tui.screens.review import ReviewScreen
from sendcode.workflows.desk import Desk
from sendcode.workflows.ranker import Ranker


class ReviewApp(KeysInOrder):
    """One coder at one desk.

    Args:
        desk: The coder's place in the study.
        keys: Every command's keys; None reads the configuration.
        ranker: Ranks the queue in the background; None for a queue that stands still.
    """

    TITLE = "sendcode review"
    ENABLE_COMMAND_PALETTE = True
    CSS: ClassVar[str] = """
    ReviewScreen { layers: base above; }
    #main { height: 1fr; }
    #work { width: 1fr; height: 1fr; layout: vertical; }
    #reading { width: 1fr; height: 1fr; }
    #title { background: $surface; }
    #empty { padding: 2 4; height: 1fr; }
    #card { height: 8; width: 1fr; }
    #tree { width: 38; height: 1fr; }
    #tree.shut { display: none; }
    .-narrow #tree { display: none; }
    .-narrow #tree.open { display: block; dock: left; layer: above; width: 44; }
    .-normal #card { height: 10; }
    .-wide #tree { width: 42; }
    .-wide #work { layout: horizontal; }
    .-wide #card { width: 46; height: 1fr; }
    .window { align: center middle; background: $background 50%; }
    .box { width: 76; max-width: 96%; height: auto; max-height: 90%; background: $panel;
           padding: 1 2; border: round $primary; }
    .wide .box { width: 96%; }
    .box Rows { max-height: 14; background: $panel; }
    .wide .box Rows { max-height: 30; }
    .box TextArea { height: 8; }
    .box VerticalScroll { height: auto; max-height: 30; }
    .box Input { margin: 0 0 1 0; }
    .window.-short { align: center bottom; }
    .-short .box { padding: 0 2; }
    .-short .box Rows { max-height: 8; }
    .-short .box TextArea { height: 5; }
    .heading { text-style: bold; margin: 0 0 1 0; }
    .foot { color: $text-muted; margin: 1 0 0 0; }
    """

    def __init__(
        self, desk: Desk, keys: dict[str, str] | None = None, ranker: Ranker | None = None
    ) -> None:
        super().__init__()
        self.desk = desk
        self.ranker = ranker
        self.keys = keys if keys is not None else read_keys()

    def on_mount(self) -> None:
        """Open the screen, with the researcher's keys."""
        self.push_screen(ReviewScreen(self.desk, self.keys, self.ranker))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every command by name in the palette."""
        if isinstance(screen, ReviewScreen):
            for command in COMMANDS:
                act = getattr(screen, f"action_{command.id}")
                yield SystemCommand(command.help.rstrip("."), command.id, act)
            about = "Proposed themes: adopt, merge, split, dismiss"
            yield SystemCommand(about, "themes", lambda: self._show_themes(screen))
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    def _show_themes(self, review: ReviewScreen) -> None:
        """Open the screen of proposed themes; codes made there are known at the desk after."""
        from sendcode.tui.screens.themes import ThemeScreen  # a fifth of the start, with YAML
        from sendcode.workflows.theme_desk import ThemeDesk

        def back(changed: bool | None) -> None:
            if changed:
                self.desk.load(self.desk.listing)
                review.draw()

        desk = ThemeDesk(self.desk.store, coder=self.desk.coder, now=self.desk.now)
        self.push_screen(ThemeScreen(desk), back)
