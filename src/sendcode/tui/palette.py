"""Colours and letters of codes, so that codes can be told apart with and without colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from textual.theme import Theme

from sendcode.core.codebook import Code, Codebook

SAFE = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#0072b2", "#f0e442")
"""Okabe and Ito's colours, which people with any colour vision can tell apart."""

CALM = Theme(
    name="sendcode",
    primary="#5f87af",
    secondary="#87afd7",
    accent="#d7af5f",
    warning="#d7af5f",
    error="#d7875f",
    success="#87af87",
    foreground="#dadada",
    background="#121212",
    surface="#1c1c1c",
    panel="#303030",
)
"""Colours that a terminal of 256 has exactly; others would become navy and olive there."""
PLAIN = replace(CALM, name="sendcode-16", background="#000000", surface="#000000", panel="#000000")
"""For terminals of 16 colours: black behind everything, borders and letters tell parts apart."""

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_DARK_LIMIT = 110
FEW_COLOURS = ("standard", "windows", None)


class Palette:
    """The colour and the letter of every code of a codebook.

    A code has its own colour, else that of its nearest ancestor, else one of `SAFE` by family.
    Letters come from the codes' names; beyond 36 codes letters repeat.

    Args:
        book: The codebook.
        colours: Whether colours can be seen; without them everything is drawn in white.
        before: Of an older version of the codebook: its letters stay.
    """

    def __init__(
        self, book: Codebook, *, colours: bool = True, before: Palette | None = None
    ) -> None:
        self._seen = colours
        families = [code.path for code in book.children("")]
        self._colours = {
            code.guid: book.colour(code.path)
            or SAFE[families.index(book.ancestors(code.path)[0].path) % len(SAFE)]
            for code in book.codes
        }
        kept: Mapping[str, str] = before.letters if before else {}
        self.letters: dict[str, str] = _letters(
            [code for code in book.codes if not code.retired], kept
        )

    def letter(self, guid: str) -> str:
        """Return the code's letter; a dot for a code that the codebook no longer has."""
        return self.letters.get(guid, "·")

    def colour(self, guid: str) -> str:
        """Return the code's colour as it is, `#rrggbb`."""
        return self._colours.get(guid, "#999999")

    def ink(self, guid: str) -> str:
        """Return the code's colour, light enough to be read on a dark background."""
        if not self._seen:
            return "#ffffff"
        found = Color.parse(_long(self.colour(guid))).get_truecolor()
        light = 0.299 * found.red + 0.587 * found.green + 0.114 * found.blue
        if light < _DARK_LIMIT:
            found = blend_rgb(found, ColorTriplet(255, 255, 255), 0.4)
        return found.hex

    def tint(self, guid: str, background: ColorTriplet) -> str:
        """Return a background that hints at the code's colour under readable text."""
        found = Color.parse(self.ink(guid)).get_truecolor()
        return blend_rgb(background, found, 0.3).hex


def _long(colour: str) -> str:
    """Return `#rgb` as `#rrggbb`."""
    return "#" + "".join(2 * c for c in colour[1:]) if len(colour) == 4 else colour


def _letters(codes: list[Code], kept: Mapping[str, str]) -> dict[str, str]:
    """Return a letter for each code; what has one keeps it, and new codes come last."""
    found = {code.guid: kept[code.guid] for code in codes if code.guid in kept}
    taken = set(found.values())
    left = [code for code in codes if code.guid not in found]
    left.sort(key=lambda c: (c.origin == "inductive", -c.level))  # leaves are met in a margin
    for code in left:
        words = code.name.upper().replace("-", " ").split()
        wishes = [w[0] for w in words if len(w) > 3] + [*"".join(words), *_SIGNS]
        letter = next((w for w in wishes if w in _SIGNS and w not in taken), wishes[0])
        found[code.guid] = letter
        taken.add(letter)
    return found
