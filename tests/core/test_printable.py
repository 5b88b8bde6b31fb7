"""Words that no terminal obeys."""

import pytest

from sendcode.core.printable import plain


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028"])
def test_what_a_terminal_would_obey_is_shown_as_a_mark_in_its_place(odd: str) -> None:
    assert plain(f"a{odd}b") == "a\ufffdb"


def test_other_letters_tabs_and_line_breaks_stay() -> None:
    text = "We wait\tfor it.\nNaïve café – “yes” 日本 👍"
    assert plain(text) == text
