from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.sheets.text import CUT_MARK, MAX_HEIGHT, clean, height, looks_active, one_line


@pytest.mark.parametrize(
    "bad", ["\x00", "\x0b", "\x1b", chr(0xD800), chr(0xDFFF), "\ufffe", "\uffff"]
)
def test_what_xml_forbids_becomes_a_visible_mark(bad: str) -> None:
    assert clean(f"a{bad}b") == "a\ufffdb"


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_clean_text_is_always_xml(text: str) -> None:
    element = ElementTree.Element("t")
    element.text = clean(text)
    again = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (again.text or "") == clean(text)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=50))
def test_ordinary_text_is_not_touched(text: str) -> None:
    assert clean(text) == text


def test_the_longest_text_that_fits_is_whole() -> None:
    assert clean("a" * 32_767) == "a" * 32_767


def test_a_longer_text_is_cut_and_says_so() -> None:
    assert clean("a" * 32_768) == "a" * 32_700 + CUT_MARK


def test_length_is_counted_as_excel_counts() -> None:
    cut = clean("\U0001f600" * 20_000)
    assert cut == "\U0001f600" * 16_350 + CUT_MARK
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_a_cut_never_halves_a_character() -> None:
    assert "\ufffd" not in clean("a" + "\U0001f600" * 20_000)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM", "\tx"])
def test_text_that_a_spreadsheet_would_compute_is_known(text: str) -> None:
    assert looks_active(text)
    assert not looks_active(f"a{text}")


def test_one_line_has_no_breaks_and_is_short() -> None:
    assert one_line(" a\nb\tc ", 10) == "a b c"
    assert one_line("abcdef", 4) == "abc…"


def test_more_text_needs_a_higher_row_up_to_the_limit() -> None:
    assert height([("word", 10)]) < height([("word " * 10, 10)]) < height([("word " * 20, 10)])
    assert height([("a\nb\nc", 10)]) > height([("abc", 10)])
    assert height([("word " * 10_000, 10)]) == MAX_HEIGHT
