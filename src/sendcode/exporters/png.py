"""Figures as PNG, for programs that take no SVG; needs the extra `png`.

What is drawn is the SVG, with the one font that ships with sendcode: the same figure gives
the same picture on a machine without any fonts. Only where a name has letters that the font
lacks are the machine's own fonts asked too.
"""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from sendcode.core.figures import Figure
from sendcode.data import FIGURE_FONT
from sendcode.errors import SendcodeError
from sendcode.exporters.svg import FONT, svg

_DOTS = 300  # per inch of paper, where a figure's unit is a ninety-sixth of an inch
_FAMILY = "Liberation Sans"
_HEADER = 33  # bytes of a PNG's signature and first chunk
_FOREIGN = re.compile("[^\x00-\u052f\u1e00-\u1fff\u2000-\u206f\u20a0-\u214f\u2190-\u2193\u2212]")


def write_figure(figure: Figure, path: Path) -> None:
    """Write a figure as a picture of 300 dots per inch on white.

    Raises:
        SendcodeError: The extra is not installed.
    """
    path.write_bytes(picture(figure))


def picture(figure: Figure) -> bytes:
    """Return a figure as the bytes of a PNG.

    Raises:
        SendcodeError: The extra is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError as error:
        raise SendcodeError(
            "drawing a .png needs the package resvg-py",
            "Install the extra: pip install 'sendcode[png]', or write .svg.",
        ) from error
    drawing = svg(figure, "figure").replace(FONT, _FAMILY)
    made = svg_to_bytes(
        svg_string=drawing,
        background="#ffffff",
        zoom=_DOTS / 96,
        font_files=[str(FIGURE_FONT)],
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
        skip_system_fonts=not _FOREIGN.search(drawing),
    )
    return made[:_HEADER] + _resolution() + made[_HEADER:]


def _resolution() -> bytes:
    """Return the chunk that tells how large the picture is on paper."""
    metre = round(_DOTS / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    return struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk))
