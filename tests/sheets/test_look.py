from itertools import pairwise

from sendcode.sheets.look import DARK_FROM, HEAT, INK, WHITE


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_figures_can_be_read_on_every_shade() -> None:
    for step, shade in enumerate(HEAT):
        text = WHITE if step >= DARK_FROM else INK
        high, low = sorted((_luminance(shade), _luminance(text)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_shades_differ_in_lightness_alone_for_the_colour_blind() -> None:
    lights = [_luminance(shade) for shade in HEAT]
    assert lights == sorted(lights, reverse=True)
    assert all(a - b > 0.03 for a, b in pairwise(lights))
