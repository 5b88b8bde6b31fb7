from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sendcode.core.model import Role
from sendcode.store.transcripts import TurnRow
from sendcode.tui.wrap import GAP, HEAD, TEXT, lay_out
from sendcode.workflows.page import Page

LETTERS = st.text(alphabet="ab c\nde’“é漢́🙂 ​\t", max_size=80)


def page(*turns: str) -> Page:
    rows, at = [], 0
    for number, words in enumerate(turns, start=1):
        rows.append(
            TurnRow(
                *(number, 1, number, 1, "MUM", None, Role.PARENT, at, at + len(words)),
                *(None, None, None),
            )
        )
        at += len(words) + 1
    return Page(1, "one", "\n".join(turns), tuple(rows), ())


def test_each_turn_has_a_head_its_words_and_a_gap_before_the_next() -> None:
    layout = lay_out(page("One two three four.", "Five."), 10)
    assert [(line.kind, layout.text[line.start : line.end]) for line in layout.lines] == [
        *((HEAD, ""), (TEXT, "One two"), (TEXT, "three"), (TEXT, "four.")),
        *((GAP, ""), (HEAD, ""), (TEXT, "Five.")),
    ]
    assert [layout.line_at(n) for n in (0, 7, 8, 14, 20)] == [1, 1, 2, 3, 6]


def test_words_that_are_too_long_are_cut() -> None:
    layout = lay_out(page("abcdefghijklmnopqrst uv"), 8)
    found = [layout.text[line.start : line.end] for line in layout.lines if line.kind == TEXT]
    assert found == ["abcdefgh", "ijklmnop", "qrst uv"]


@given(st.lists(LETTERS.filter(str.strip), min_size=1, max_size=4), st.integers(8, 40))
def test_every_word_stands_on_a_line_and_no_line_is_too_wide(turns: list[str], width: int) -> None:
    made = page(*turns)
    layout = lay_out(made, width)
    assert len(layout.text) == len(made.text)
    seen: set[int] = set()
    for line in layout.lines:
        if line.kind == TEXT:
            assert cell_len(layout.text[line.start : line.end]) <= width
            assert seen.isdisjoint(range(line.start, line.end))
            seen.update(range(line.start, line.end))
    assert list(layout.starts) == sorted(layout.starts)
    for place, letter in enumerate(layout.text):
        if not letter.isspace():
            assert place in seen
            line = layout.lines[layout.line_at(place)]
            assert line.start <= place < line.end
