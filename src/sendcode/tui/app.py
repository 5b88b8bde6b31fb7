"""The full-screen reviewer as a program: its screen, its keys, its commands by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.app import SystemCommand
from textual.screen import Screen

from sendcode.tui.keys import COMMANDS, read_keys, shown
from sendcode.tui.look import WINDOWS, CalmApp
from sendcode.tui.screens.choice import ChoiceScreen
from sendcode.tui.screens.review import ReviewScreen
from sendcode.tui.screens.search import SearchScreen
from sendcode.tui.screens.windows import InfoScreen, MemoScreen, NewCodeScreen
from sendcode.workflows.desk import Desk
from sendcode.workflows.ranker import Ranker


class ReviewApp(CalmApp):
    """One coder at one desk.

    Args:
        desk: The coder's place in the study.
        keys: Every command's keys; None reads the configuration.
        ranker: Ranks the queue in the background; None for a queue that stands still.
    """

    TITLE = "sendcode review"
    ENABLE_COMMAND_PALETTE = True
    CSS: ClassVar[str] = f"""{WINDOWS}
    ReviewScreen {{ layers: base above; }}
    #main {{ height: 1fr; }}
    #work {{ width: 1fr; height: 1fr; layout: vertical; }}
    #reading {{ width: 1fr; height: 1fr; }}
    #title {{ background: $surface; }}
    #empty {{ padding: 2 4; height: 1fr; }}
    #card {{ height: 8; width: 1fr; }}
    #tree {{ width: 38; height: 1fr; }}
    #tree.shut {{ display: none; }}
    .-narrow #tree {{ display: none; }}
    .-narrow #tree.open {{ display: block; dock: left; layer: above; width: 45;
                          border-right: outer $background; }}
    .-normal #card {{ height: 10; }}
    .-wide #tree {{ width: 45; }}
    .-wide #work {{ layout: horizontal; }}
    .-wide #card {{ width: 46; height: 1fr; }}
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
        self.choose_colours()
        self.push_screen(ReviewScreen(self.desk, self.keys, self.ranker))
        self.get_ready(ChoiceScreen, InfoScreen, SearchScreen, MemoScreen, NewCodeScreen)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every command by name in the palette."""
        if isinstance(screen, ReviewScreen):
            for command in COMMANDS:
                act = partial(screen.action_press, command.id)
                keys = " or ".join(map(shown, self.keys[command.id].split(",")))
                yield SystemCommand(f"{command.name}  ({keys})", command.help, act)
            about = "Adopt, merge, split or dismiss what was proposed."
            yield SystemCommand("proposed themes", about, lambda: self._show_themes(screen))
        elif hasattr(screen, "commands"):
            yield from screen.commands()
        yield SystemCommand("colours", "Change the colours.", self.action_change_theme)

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
