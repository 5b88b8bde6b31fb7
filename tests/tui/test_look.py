from __future__ import annotations

import pytest
from rich.traceback import Traceback
from textual import work

from sendcode.tui.look import CalmApp

SAID = "We rang every Monday."


class Broken(CalmApp):
    """Goes wrong while words of an interview are at hand."""

    def on_mount(self) -> None:
        quote = SAID
        raise OSError(28, f"No space left for {len(quote)} letters")


class BrokenLater(CalmApp):
    """Goes wrong in what is done beside the screen."""

    @work
    async def on_mount(self) -> None:
        quote = SAID
        raise OSError(28, f"No space left for {len(quote)} letters")


class Deaf(CalmApp):
    """Cannot read its terminal any more."""

    def on_mount(self) -> None:
        quote = SAID
        try:
            raise ValueError(quote)
        except ValueError:
            self.call_later(self.panic, Traceback(show_locals=True))  # as Textual's thread does


@pytest.mark.parametrize(
    ("kind", "what"),
    [(Broken, "No space left"), (BrokenLater, "No space left"), (Deaf, "cannot be read")],
)
def test_what_goes_wrong_is_raised_and_no_values_are_printed(
    kind: type[CalmApp], what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OSError, match=what):
        kind().run(headless=True)
    printed = capfd.readouterr()
    assert SAID not in printed.out + printed.err
    assert "Traceback" not in printed.out + printed.err
