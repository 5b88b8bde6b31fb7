from __future__ import annotations

from sendcode.readers.blocks import Block, explode, source_offset, visible


def test_each_line_of_a_paragraph_keeps_its_share_of_bold():
    lines = list(explode([Block("Ann\nwords\n\nmore", 3, bold=3), Block(" ", 4)]))
    assert [(b.text, b.anchor, b.bold, b.joins) for b in lines] == [
        ("Ann", 3, 3, ""),
        ("words", 3, 0, "\n"),
        ("more", 3, 0, "\n"),
    ]


def test_places_in_visible_text_are_found_in_the_source():
    source = "\u200eI\u00a0:\u200bSo"
    assert visible(source) == "I :So"
    assert source[source_offset(source, 3) :] == "So"
