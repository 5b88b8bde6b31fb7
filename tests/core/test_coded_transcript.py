from __future__ import annotations

from sendcode.core.coded_transcript import Mark, Piece, pieces
from sendcode.core.segments import NOT_QUOTED

TEXT = "We waited. Two years. Then a form."


def mark(path: str, start: int, end: int) -> Mark:
    return Mark(path.title(), path, "#d95f02", start, end, 1, ("anna",))


def cut(*marks: Mark, hidden: tuple[int, int] = (-1, -1)) -> list[Piece]:
    def shown(start: int, end: int) -> str:
        return NOT_QUOTED if start < hidden[1] and hidden[0] < end else TEXT[start:end]

    return list(pieces(0, len(TEXT), marks, (0, 11, 22), shown))


def test_a_turn_without_codes_is_one_piece() -> None:
    assert cut() == [Piece(TEXT, ())]


def test_it_is_cut_where_codes_begin_and_end_and_no_word_is_lost() -> None:
    found = cut(mark("waiting", 3, 21), mark("years", 11, 21))
    assert [piece.paths for piece in found] == [(), ("waiting",), ("waiting", "years"), ()]
    assert "".join(piece.text for piece in found) == TEXT


def test_words_that_may_not_be_quoted_are_hidden_once() -> None:
    found = cut(hidden=(0, 21))
    assert found == [Piece(f"{NOT_QUOTED} {TEXT[22:]}", ())]


def test_a_blank_stands_between_hidden_words_and_what_has_another_code() -> None:
    found = cut(mark("years", 11, 34), hidden=(0, 21))
    assert [piece.text for piece in found] == [NOT_QUOTED, f" {NOT_QUOTED} {TEXT[22:]}"]
