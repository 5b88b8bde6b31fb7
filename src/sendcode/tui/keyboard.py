"""Every key that is typed is answered, in the order in which it was typed.

A terminal sends Esc as the first letter of many longer sequences, and an app with several screens
is handed keys faster than its screens open and close. Both can make a key vanish, or reach the
screen that was there before.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from textual._parser import ParseTimeout
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.message_pump import MessagePump

_ESC = "\x1b"
_ALONE = re.compile(r"(?<=\x1b)(?=[^\x1b\[Obf\x7f\t])")
"""Where an Esc ends that begins no sequence; Alt with b, f and Backspace moves by words."""
_INSIDE = re.compile(r"\x1b(?!\[20[01]~)")
_BEGINNINGS = (_ESC + "[", _ESC + "O")
_PATIENCE = 1.0  # seconds for a screen that closes and answers nothing


class KeyParser(XTermParser):
    """Tells Esc and the key after it apart, also when both come together."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._tail = ""
        self._held = ""
        self._pasting = False

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what some characters mean."""
        data, self._held = self._held + data, ""
        if self._pasting or BRACKETED_PASTE_START in data:
            data = self._as_pasted(data)
            yield from super().feed(data)
            begun, ended = data.rfind(BRACKETED_PASTE_START), data.rfind(BRACKETED_PASTE_END)
            self._pasting = begun > ended if begun != ended else self._pasting
        else:
            if self._tail.endswith(_ESC) and _ALONE.match(_ESC + data, 1):
                yield from self._end_waiting()
            for number, piece in enumerate(_ALONE.split(data)):
                if number:
                    yield from self._end_waiting()
                yield from super().feed(piece)
        self._tail = data[-2:]

    def _as_pasted(self, data: str) -> str:
        """Return what is pasted without any Esc in it, which would end it; hold back the last."""
        if data.endswith(_ESC):
            data, self._held = data[:-1], _ESC
        return _INSIDE.sub("", data)

    def tick(self) -> Iterable[Message]:
        """Yield what was meant by something that did not go on."""
        found = list(super().tick())
        if found and self._tail in _BEGINNINGS and not self._pasting:
            yield Key("escape", _ESC)
        yield from found

    def _end_waiting(self) -> Iterator[Message]:
        """Yield an Esc that waits for the rest of a sequence, if one does."""
        if self._awaiting.timeout is not None:
            self._timeout_time = None
            self._awaiting = self._gen.throw(ParseTimeout())
            while self._tokens:
                yield self._tokens.popleft()


class KeysInOrder(App[None]):
    """Hands a key on when everything that the one before it does has been done.

    A key that opens a window is followed by keys for that window, however fast they come.
    """

    def __init__(self) -> None:
        super().__init__()
        self.typed = 0  # how many keys so far
        self._waiting: deque[Key | Paste] = deque()
        self._answering: asyncio.Task[None] | None = None

    @property
    def answers(self) -> bool:
        """Say whether keys are still waiting to be dealt with."""
        return self._answering is not None

    def get_driver_class(self) -> type[Driver]:
        """Return the terminal's driver, reading keys with our parser."""
        found = super().get_driver_class()
        module: Any = sys.modules[found.__module__]
        homes: tuple[Any, ...] = (module, getattr(module, "win32", None))
        for home in homes:
            if hasattr(home, "XTermParser"):  # there is no other way to give it one
                home.XTermParser = KeyParser
        return found

    async def on_event(self, event: Event) -> None:
        """Let keys and what is pasted wait for their turn."""
        if not isinstance(event, Key | Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self.typed += 1
        self._waiting.append(event)
        if self._answering is None:
            self._answering = asyncio.create_task(self._answer())

    async def _answer(self) -> None:
        try:
            await self._quiet()
            while self._waiting and self.is_running and not self._exit:
                event = self._waiting.popleft()
                target: MessagePump = self.focused or self.screen
                self.call_next(super().on_event, event)
                await self._passed(self)
                await self._quiet(target)
        finally:
            self._answering = None

    async def _quiet(self, target: MessagePump | None = None) -> None:
        """Wait until a key has gone its way, and the screen that it leads to is there."""
        before = None
        while self.is_running and not self._exit and before is not self.screen:
            before = self.screen
            way = target or before
            for _ in range(2):  # the key itself, then what it made known
                node: MessagePump | None = way
                while node is not None:
                    await self._passed(node)
                    node = node._parent  # noqa: SLF001 - Textual has no public name for it

    @staticmethod
    async def _passed(node: MessagePump) -> None:
        """Wait until a part of the screen has dealt with all that it knew of."""
        done = asyncio.Event()
        if node.call_later(done.set):
            try:
                async with asyncio.timeout(_PATIENCE):
                    await done.wait()
            except TimeoutError:
                return
