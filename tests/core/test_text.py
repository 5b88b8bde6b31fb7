from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sendcode.core.model import Interview, Piece, Role, SpokenTurn
from sendcode.core.text import (
    MAX_UNIT_WORDS,
    canonical,
    count_words,
    sha256,
    split_units,
    words_between,
)

BITS = st.sampled_from(
    [
        *"abcXYZ019 .!?…,;:-–\"'()[]’”\n\r\t\x00\u00a0\u200b\u0301\u2028\x85",
        *("Mr. ", "e.g. ", "word ", ". . . ", " [laughs] ", "...", "👩‍👧 ", "?! ", ".” ", "\r\n"),
    ]
)
SPOKEN = st.lists(BITS, max_size=60).map("".join) | st.text(max_size=80)
TURNS = st.lists(
    st.builds(
        SpokenTurn,
        st.sampled_from(["MUM", "INT", None]),
        st.lists(
            st.builds(
                Piece,
                SPOKEN,
                st.integers(1, 9),
                time_start=st.none() | st.floats(0, 9),
                time_end=st.none() | st.floats(0, 9),
            ),
            min_size=1,
            max_size=3,
        ).map(tuple),
        st.none() | st.sampled_from(list(Role)),
    ),
    max_size=5,
).map(tuple)


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_units(text)]


# --- properties ---------------------------------------------------------------------------


@given(SPOKEN)
@example("word " * 200)
@example("Right. . . . I mean")
def test_units_are_in_order_and_hold_every_character_that_is_not_blank(text: str) -> None:
    spans = list(split_units(text))
    covered: set[int] = set()
    last = 0
    for span in spans:
        assert span.start >= last
        assert span.end > span.start
        last = span.end
        covered.update(range(span.start, span.end))
    assert {n for n, char in enumerate(text) if not char.isspace()} <= covered


@given(SPOKEN)
def test_a_unit_crosses_no_line_break_and_begins_and_ends_with_a_character(text: str) -> None:
    for unit in cut(text):
        assert "\n" not in unit
        assert unit == unit.strip()


@given(st.lists(st.sampled_from(["so", "I,", "we –", "went", "[laughs]", "x;"]), max_size=300))
def test_a_unit_is_never_longer_than_sixty_words(words: list[str]) -> None:
    assert all(len(unit.split()) <= MAX_UNIT_WORDS for unit in cut(" ".join(words)))


@given(TURNS)
def test_the_text_between_a_turn_s_offsets_is_the_turn(turns: tuple[SpokenTurn, ...]) -> None:
    made = canonical(Interview(turns))
    kept = ["\n".join(filter(None, (clean(piece.text) for piece in turn.pieces))) for turn in turns]
    kept = [text for text in kept if text]
    assert [made.text[turn.start : turn.end] for turn in made.turns] == kept
    assert made.text == "\n".join(kept)
    assert [turn.seq for turn in made.turns] == list(range(1, len(kept) + 1))
    assert "\r" not in made.text


def clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(TURNS)
def test_units_lie_inside_their_turns_and_anchors_begin_pieces(
    turns: tuple[SpokenTurn, ...],
) -> None:
    made = canonical(Interview(turns))
    by_seq = {turn.seq: turn for turn in made.turns}
    for unit in made.units:
        assert by_seq[unit.turn].start <= unit.start < unit.end <= by_seq[unit.turn].end
    assert {unit.turn for unit in made.units} == set(by_seq)
    assert [unit.start for unit in made.units] == sorted({unit.start for unit in made.units})
    pieces = [clean(piece.text) for turn in turns for piece in turn.pieces]
    assert [
        made.text[a.start :][: len(p)]
        for a, p in zip(made.anchors, filter(None, pieces), strict=True)
    ] == [piece for piece in pieces if piece]


@given(TURNS)
def test_words_of_the_turns_and_of_the_units_add_up_to_the_text_s(
    turns: tuple[SpokenTurn, ...],
) -> None:
    made = canonical(Interview(turns))
    whole = count_words(made.text)
    assert whole == sum(count_words(made.text[t.start : t.end]) for t in made.turns)
    assert whole == sum(count_words(made.text[u.start : u.end]) for u in made.units)


@given(SPOKEN)
def test_words_are_counted_as_a_plain_loop_counts_them(text: str) -> None:
    plain = [w for w in text.split() if any(c.isalnum() or c == "_" for c in w)]
    assert count_words(text) == len(plain)


@given(SPOKEN | st.text("a -\n—", max_size=12), st.integers(0, 80), st.integers(0, 80))
def test_words_of_a_span_are_those_that_start_in_it(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    words = [m.start() for m in re.finditer(r"\S+", text) if re.search(r"\w", m[0])]
    assert words_between(text, start, end) == len([at for at in words if start <= at < end])


# --- examples of spoken English -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("We waited. Two years.", ["We waited.", "Two years."]),
        ("Mr. Smith came. Mrs. Jones did not.", ["Mr. Smith came.", "Mrs. Jones did not."]),
        ("I saw Dr. A. Patel and Prof. Lee.", ["I saw Dr. A. Patel and Prof. Lee."]),
        ("Some, e.g. Monday clubs, i.e. Chess.", ["Some, e.g. Monday clubs, i.e. Chess."]),
        ("It was him and I. Then we left.", ["It was him and I.", "Then we left."]),
        ("He said I was, vs. Everyone else.", ["He said I was, vs. Everyone else."]),
        ("I mean... it was fine.", ["I mean... it was fine."]),
        ("I mean... It was fine.", ["I mean...", "It was fine."]),
        ("Well… I suppose. Well… we did.", ["Well…", "I suppose.", "Well… we did."]),
        ("I was . . . tired. So.", ["I was . . . tired.", "So."]),
        ("Right. . . . I mean it.", ["Right. . . .", "I mean it."]),
        ('"Why?" she said. "Because."', ['"Why?" she said.', '"Because."']),
        ("“We never knew.” That was it.", ["“We never knew.”", "That was it."]),
        ("(It was cold.) We left.", ["(It was cold.)", "We left."]),
        ("Really?! Yes!! No.", ["Really?!", "Yes!!", "No."]),
        ("I was tired. [laughs] So we left.", ["I was tired. [laughs]", "So we left."]),
        ("Tired. [laughs] [pause] So. [sighs]", ["Tired. [laughs] [pause]", "So. [sighs]"]),
        ("It was [inaudible]. Yes.", ["It was [inaudible].", "Yes."]),
        ("He left. [The teacher] went too.", ["He left. [The teacher] went too."]),
        ("It costs 2.50 a day. Or 3.", ["It costs 2.50 a day.", "Or 3."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("One. \n\n  Two.", ["One.", "Two."]),
        ("at 9 a.m. on a Monday", ["at 9 a.m. on a Monday"]),
        ("She said. 10 of us went.", ["She said.", "10 of us went."]),
        ("", []),
        ("   \n ", []),
        (".", ["."]),
        ("no full stop at all", ["no full stop at all"]),
    ],
)
def test_sentences_are_cut_as_a_reader_would(text: str, units: list[str]) -> None:
    assert cut(text) == units


def test_unpunctuated_speech_is_cut_at_the_last_comma_of_the_second_half() -> None:
    words = [f"w{n}" for n in range(100)]
    words[40] += ","
    words[50] += ","
    words[70] += ","
    assert [len(unit.split()) for unit in cut(" ".join(words))] == [51, 49]


def test_unpunctuated_speech_without_a_comma_is_cut_at_sixty_words() -> None:
    assert [len(unit.split()) for unit in cut(" ".join(["so"] * 130))] == [60, 60, 10]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't - you -- know?", 3),
        ("", 0),
        ("…", 0),
        ("a\x00b c", 2),
        ("👩‍👧", 0),
        ("it’s [pause]", 2),
        ("café\u00a0– d’été … “oui”", 3),
        ("’’ – …\x85ß", 1),
        ("Łódź — zł 5\u2009%", 3),
    ],
)
def test_a_word_holds_at_least_one_letter_or_digit(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_piece_that_is_blank_leaves_no_trace() -> None:
    made = canonical(
        Interview((SpokenTurn("MUM", (Piece(" \u00a0 ", 1), Piece("Yes.", 2))),)),
    )
    assert (made.text, made.turns[0].anchor, len(made.anchors)) == ("Yes.", 2, 1)


def test_a_turn_takes_the_first_start_and_the_last_end_of_its_pieces() -> None:
    pieces = (Piece("a", 1), Piece("b", 2, None, 1.5, 2.0), Piece("c", 3, None, 3.0))
    turn = canonical(Interview((SpokenTurn(None, pieces),))).turns[0]
    assert (turn.time_start, turn.time_end, turn.role) == (1.5, 2.0, Role.UNKNOWN)


def test_a_lone_half_of_a_surrogate_pair_becomes_the_sign_for_a_broken_character() -> None:
    made = canonical(Interview((SpokenTurn("A\ud800", (Piece("x\udfffy", 1, "A\ud800"),)),)))
    assert made.text == "x\ufffdy"
    assert made.turns[0].speaker == made.anchors[0].label == "A\ufffd"


def test_the_hash_of_a_text_is_its_utf_8_sha_256() -> None:
    assert sha256("abc").startswith("ba7816bf")
    assert len(sha256("\ud800")) == 64


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "." * 100_000,
        ".a" * 50_000,
        "-" * 100_000,
        '."' * 50_000,
        "." + "'" * 100_000,
        ". [" * 33_000,
        "[laughs] " * 11_000,
        ". [laughs]" * 10_000,
        "word " * 400_000,
        " " * 100_000 + "a",
        "a." + " " * 100_000 + "b",
        "\n" * 100_000,
    ],
    ids=lambda text: repr(text[:10]),
)
def test_a_hundred_thousand_odd_characters_are_cut_and_counted_at_once(text: str) -> None:
    began = time.process_time()
    list(split_units(text))
    count_words(text)
    words_between(text, 1, len(text) - 1)
    assert time.process_time() - began < 1.5
