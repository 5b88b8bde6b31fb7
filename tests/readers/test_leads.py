from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.readers import leads as line_start
from sendcode.readers.blocks import Block
from sendcode.readers.labels import canonical, plausible
from sendcode.readers.leads import leads


@pytest.mark.parametrize(
    ("line", "shape", "label", "words", "start"),
    [
        ("I: So?", "colon", "I", "So?", None),
        ("  ‘INT:\tSo?", "colon", "INT", "So?", None),
        ("INT:So?", "colon", "INT", "So?", None),
        ("Q82            Chair: Thank you.", "colon", "Chair", "Thank you.", None),
        ("12 Dan: Yes.", "colon", "Dan", "Yes.", None),
        ("[00:01:02] Ann: Yes.", "colon", "Ann", "Yes.", 62.0),
        ("00:01:02 Ann: Yes.", "colon", "Ann", "Yes.", 62.0),
        ("[SPEAKER_00]: Yes.", "colon", "SPEAKER_00", "Yes.", None),
        ("[id1] Yes.", "bracket", "id1", "Yes.", None),
        ("Ann Toft  12:03  ", "timed", "Ann Toft", "", 723.0),
        ("Ann Toft (00:01:02):", "timed", "Ann Toft", "", 62.0),
        ("00:01:02 Speaker 1", "timed", "Speaker 1", "", 62.0),
        ("I – How long?", "dash", "I", "How long?", None),
        ("C - Two years.", "dash", "C", "Two years.", None),
        ("Q. Where?", "asked", "Q", "Where?", None),
        ("I\tSo it is", "tab", "I", "So it is", None),
        ("Speaker 1", "alone", "Speaker 1", "", None),
        ("[00:01:02] so", "time", "", "so", 62.0),
    ],
)
def test_what_stands_at_the_start_of_a_line(line, shape, label, words, start):
    found = {lead.shape: lead for lead in leads(Block(line, 1), line)}
    assert canonical(found[shape].label) == label
    assert line[found[shape].cut :] == words
    assert found[shape].start == start


@pytest.mark.parametrize("line", ["https://example.org", "[laughs] Yes.", "Just words here."])
def test_lines_that_open_with_no_label(line):
    assert not any(plausible(canonical(lead.label)) for lead in leads(Block(line, 1), line))


def test_a_clock_time_is_no_separator():
    assert "colon" not in {lead.shape for lead in leads(Block("I 17:30 so", 1), "I 17:30 so")}


@given(
    st.lists(
        st.sampled_from(
            [
                *("I", "P1", "Mum", "Q", "A.", "[", ")", ":", ": ", ":\t", " ", "\t", "–", " - "),
                *("10:30", "“", "'", "*", "What?", "Ms Lee", "\u2009", "：", "+4", "<", "//"),
                "word " * 20,
            ]
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 12),
)
def test_the_short_way_to_a_label_leads_where_the_long_one_does(parts, bold):
    seen = "".join(parts)
    block = Block(seen, 1, bold=min(bold, len(seen)))
    short = leads(block, seen)
    with patch.object(line_start, "_quickly", lambda *_: []):
        assert short == leads(block, seen)
