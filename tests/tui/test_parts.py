from __future__ import annotations

from sendcode.core.codebook import Code, Codebook
from sendcode.core.printable import plain
from sendcode.store.queue import PlacedCoding
from sendcode.tui.fuzzy import best, score
from sendcode.tui.palette import SAFE, Palette
from sendcode.tui.widgets.card import _here
from sendcode.tui.widgets.transcript import _lanes
from sendcode.workflows.card import Card


def test_nothing_that_a_terminal_obeys_is_left() -> None:
    assert plain("a\x1b[2J\x9b\u202eb\tc\n") == "a\ufffd[2J\ufffd\ufffdb\tc\n"


def test_letters_find_names_and_beginnings_count_most() -> None:
    names = ["Waiting for services", "Having a voice", "Forms and thresholds"]
    assert [n for n, _ in best("wa", [(n, n) for n in names])] == names[:1]
    assert best("", [("b", 1), ("a", 2)]) == [("b", 1), ("a", 2)]
    assert score("fat", "Forms and thresholds") > 0
    assert score("vo ha", "Having a voice") > 0
    assert score("zz", "Having a voice") == 0
    assert score("xyv", "Having a voice") == 0
    assert score("voice", "voice") > score("voice", "a voice")


def test_every_code_has_a_letter_and_a_colour_of_its_own() -> None:
    codes = [Code(f"family-{n}", f"Family {n}", guid=f"g{n}") for n in range(9)]
    codes.append(Code("family-0/own", "Own", guid="own", colour="#123"))
    palette = Palette(Codebook("Many", tuple(codes)))
    letters = [palette.letter(code.guid) for code in codes]
    assert len(set(letters)) == len(letters)
    assert [palette.colour(f"g{n}") for n in range(7)] == list(SAFE)
    assert palette.colour("own") == "#123"
    assert palette.ink("own") != "#112233"
    assert Palette(Codebook("Many", tuple(codes)), colours=False).ink("own") == "#ffffff"
    assert (palette.letter("gone"), palette.colour("gone")) == ("·", "#999999")


def test_letters_repeat_only_when_there_are_none_left() -> None:
    codes = tuple(Code(f"code-{n}", "Alike", guid=f"g{n}") for n in range(40))
    palette = Palette(Codebook("Many", codes))
    assert len({palette.letter(code.guid) for code in codes}) == 36


def test_bars_that_overlap_stand_side_by_side() -> None:
    def bar(start: int, end: int) -> PlacedCoding:
        return PlacedCoding(1, 1, start, end, "c", "anna")

    assert [len(lane) for lane in _lanes([bar(0, 9), bar(2, 5), bar(5, 9), bar(9, 12)])] == [2, 2]
    assert _lanes([]) == []


def test_letters_stay_when_a_code_is_added() -> None:
    old = Code("stairs", "Stairs", guid="old")
    new = Code("stable", "Stable", guid="new", origin="inductive")
    assert Palette(Codebook("Both", (new, old))).letter("old") == "S"
    first = Palette(Codebook("One", (new,)))
    both = Palette(Codebook("Both", (old, new)), before=first)
    assert [both.letter(guid) for guid in ("new", "old")] == ["S", "T"]


def test_a_code_is_named_once_however_many_pieces_are_coded_with_it() -> None:
    book = Codebook("Two", tuple(Code(n, n.title(), guid=n) for n in ("voice", "waiting")))
    pieces = tuple(
        PlacedCoding(n, n, 10 * n, 10 * n + 9, code, coder)
        for n, (code, coder) in enumerate(
            [("voice", "anna"), ("voice", "anna"), ("waiting", "anna"), ("voice", "ben")]
        )
    )
    card = Card(None, None, (), (), (), pieces, (), (), (), ())
    (text,) = _here(card, book, Palette(book))
    assert text.plain.count("Voice (anna)") == 1
    assert text.plain.count("Voice (ben)") == text.plain.count("Waiting (anna)") == 1
