from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sendcode.core.query import (
    MAX_DEPTH,
    MAX_LENGTH,
    And,
    Compare,
    Flag,
    Match,
    Near,
    Not,
    Or,
    Query,
    QueryError,
    parse,
    terms,
)


def bare(query: Query) -> object:
    """Return a tree without its offsets, as nested tuples."""
    match query:
        case And(parts) | Or(parts):
            return (type(query).__name__.lower(), *map(bare, parts))
        case Not(part):
            return ("not", bare(part))
        case Near(first, second, within):
            return ("near", bare(first), bare(second), within)
        case Match():
            found = (query.field, query.value)
            return found if query.slop is None else (*found, query.slop)
        case Compare():
            return (query.field, query.sign, query.value)
        case Flag():
            return query.name


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("code:delays", ("code", "delays")),
        ("CODE:delays", ("code", "delays")),
        ("School:3", ("School", "3")),
        ('case:"Ava B"', ("case", "Ava B")),
        ("case:“Ava B”", ("case", "Ava B")),
        (r'text:"say \"no\""', ("text", 'say "no"')),
        ('text:"waiting list"~3', ("text", "waiting list", 3)),
        ("waiting", ("text", "waiting")),
        ('"waiting list"~0', ("text", "waiting list", 0)),
        ("score>0.7", ("score", ">", "0.7")),
        ("turn <= 3", ("turn", "<=", "3")),
        ('"local authority":Calderby', ("local authority", "Calderby")),
        ("starred unread", ("and", "starred", "unread")),
        (
            "code:a and role:b or not case:c",
            ("or", ("and", ("code", "a"), ("role", "b")), ("not", ("case", "c"))),
        ),
        ("code:a (x or y)", ("and", ("code", "a"), ("or", ("text", "x"), ("text", "y")))),
        ("not not coded", "coded"),
        ("not not not coded", ("not", "coded")),
        (
            "near(code:a, code:b or code:c, 3)",
            ("near", ("code", "a"), ("or", ("code", "b"), ("code", "c")), 3),
        ),
        ("near:here", ("near", "here")),
    ],
)
def test_a_query_is_read_into_a_tree(text: str, tree: object) -> None:
    assert bare(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("code:", 5, "a value for 'code'"),
        ("code:delays and", 15, "a term is expected"),
        ("(code:a", 0, "not closed"),
        ("code:a)", 6, "not expected"),
        ('text:"open', 5, "quotation mark"),
        ("role:(x", 5, "a value for 'role'"),
        ("near(code:a, 3)", 14, "',' is expected"),
        ("near(code:a code:b 3)", 20, "',' is expected"),
        ("near(code:a, code:b, x)", 21, "a number"),
        ("near(code:a, code:b, 3", 22, "is expected"),
        ('"a b"~', 6, "a number"),
        ('"a b"~500', 6, "a number"),
        ("score>", 6, "a value for 'score'"),
        (", x", 0, "not ','"),
        ("or x", 0, "a term is expected"),
        ("(" * (MAX_DEPTH + 1), MAX_DEPTH, "parentheses deep"),
        ("x" * (MAX_LENGTH + 1), 0, "at most"),
    ],
)
def test_an_error_points_at_the_place(text: str, at: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        parse(text)
    assert caught.value.at == at
    _, shown, caret = caught.value.message.split("\n")
    assert caret.endswith("^")
    if len(text) < 60:
        assert caret.index("^") == at + 2
        assert shown[2:] == text


def test_an_error_in_a_long_query_shows_only_what_is_around_the_place() -> None:
    text = "x " * 200 + ") " + "y " * 200
    with pytest.raises(QueryError) as caught:
        parse(text)
    _, shown, caret = caught.value.message.split("\n")
    assert shown[caret.index("^")] == ")"
    assert len(shown) < 80


def test_an_error_never_shows_a_control_character() -> None:
    with pytest.raises(QueryError) as caught:
        parse("\x1b[31m )")
    assert "\x1b" not in caught.value.message


def test_terms_lists_every_term_of_a_tree() -> None:
    found = terms(parse("code:a and not (b or near(c, score>1, 2)) starred"))
    assert [type(term).__name__ for term in found] == [
        *("Match", "Match", "Near", "Match", "Compare", "Flag"),
    ]


@given(st.text(alphabet='ab:()"~<>=, \\*\n\x1b“', max_size=40))
@example("a:b(c)")
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        caught = error
    else:
        return
    assert 0 <= caught.at <= len(text)
