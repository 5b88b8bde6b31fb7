from __future__ import annotations

from sendcode.readers.blocks import Block
from sendcode.readers.label_tally import Tally, is_capitals, tally_labels
from sendcode.readers.leads import Row, leads


def tally(*lines: str, front: tuple[int, ...] = (), never: tuple[str, ...] = ()) -> Tally:
    blocks = [Block(line, n) for n, line in enumerate(lines, start=1)]
    return tally_labels([Row(b, b.text, leads(b, b.text)) for b in blocks], front, never)


def test_labels_are_counted_by_shape_however_they_are_written():
    found = tally("Date: 3 May", "INT: So?", "Mum: Yes.", "Int: And?", "INT: Oh?", front=(0,))
    assert found.counts["colon"] == {"int": 3, "mum": 1}
    assert found.repeated("colon") == {"int": 3}
    assert found.written("int") == "INT"
    assert (found.lines, found.first) == (4, {"int": 1, "mum": 2})


def test_what_the_researcher_says_is_no_label_is_not_counted():
    assert not tally("Maths: Yes.", "Maths: No.", never=("maths",)).counts["colon"]


def test_a_name_with_a_time_and_no_words_behind_it_is_no_label():
    alone = tally("Ann Toft  12:03", "Ben Ash  12:09", "Yes.")
    assert alone.counts["timed"] == {"ben ash": 1}


def test_some_labels_can_hardly_be_anything_else():
    found = tally("P3: Yes.", "SPEAKER_00: Yes.", "Interviewer: So?", "Maths: Hard.")
    assert [found.is_sure(key) for key in found.first] == [True, True, True, False]


def test_a_layout_is_common_when_nearly_all_labels_have_it():
    tabs = [f"{who}:\tWell." for who in ("Ann", "Ben", "Ann", "Ben")]
    assert tally(*tabs).common_layout({"ann", "ben"}) == "tab"
    assert tally(*tabs[:2]).common_layout({"ann", "ben"}) == ""
    assert tally(*tabs, "Ann: No.", "Ben: No.").common_layout({"ann", "ben"}) == ""
    assert tally(*tabs).common_layout(()) == ""


def test_a_genitive_may_be_small_among_capitals():
    assert is_capitals("AVA’s MUM")
    assert not is_capitals("Ava")
    assert not is_capitals("12")
