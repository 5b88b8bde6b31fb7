from __future__ import annotations

import pytest
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


@pytest.mark.parametrize("kind", [Broken, BrokenLater])
def test_what_goes_wrong_is_raised_and_no_values_are_printed(
    kind: type[CalmApp], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(OSError, match="No space left"):
        kind().run(headless=True)
    printed = capfd.readouterr()
    assert SAID not in printed.out + printed.err
    assert "Traceback" not in printed.out + printed.err
