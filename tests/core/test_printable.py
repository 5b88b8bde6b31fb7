"""Words that no terminal obeys; numbers with their nouns."""

import pytest

from sendcode.core.printable import plain, so_many


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028"])
def test_what_a_terminal_would_obey_is_shown_as_a_mark_in_its_place(odd: str) -> None:
    assert plain(f"a{odd}b") == "a\ufffdb"


def test_other_letters_tabs_and_line_breaks_stay() -> None:
    text = "We wait\tfor it.\nNaïve café – “yes” 日本 👍"
    assert plain(text) == text


def test_one_thing_is_not_several() -> None:
    told = [so_many(count, "memo") for count in (0, 1, 2, 1200)]
    assert told == ["0 memos", "1 memo", "2 memos", "1,200 memos"]
    assert [so_many(n, "person", "people") for n in (1, 3)] == ["1 person", "3 people"]
