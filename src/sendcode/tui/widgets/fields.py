"""Fields to write in, which stand still: a blinking cursor makes a calm screen restless."""

from __future__ import annotations

from textual.widgets import Input, TextArea


class Field(Input):
    """One line."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False


class Page(TextArea):
    """Several lines."""

    def __init__(self) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False
