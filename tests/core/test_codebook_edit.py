"""Edits of the code tree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_edit import add, merge, move, rename, retire, slug, split
from sendcode.errors import CodebookError, NotFound

BOOK = Codebook(
    "Small",
    (
        Code("delays", "Delays", guid="d"),
        Code("delays/waiting", "Waiting", guid="w", examples=("e",), rules=(Rule(1, any=("x",)),)),
        Code("delays/waiting/long", "Long", guid="l"),
        Code("delays/forms", "Forms", guid="f", definition="Paper.", rules=(Rule(1, any=("y",)),)),
        Code("voice", "Voice", guid="v", definition="Talk."),
    ),
)


def paths(book: Codebook) -> list[str]:
    return [code.path for code in book.codes]


def test_a_rename_takes_what_is_below_along_and_keeps_the_guids() -> None:
    book = rename(BOOK, "delays/waiting", "queues", name="Queues  for all")
    assert paths(book)[1:3] == ["delays/queues", "delays/queues/long"]
    assert [c.guid for c in book.codes] == [c.guid for c in BOOK.codes]
    assert book.code("delays/queues").name == "Queues for all"
    assert rename(BOOK, "forms", "delays/paper").at("delays/paper") is not None


def test_a_rename_does_not_move_or_cover() -> None:
    with pytest.raises(CodebookError, match="another parent") as raised:
        rename(BOOK, "delays/forms", "voice/forms")
    assert "codebook move" in raised.value.hint
    with pytest.raises(CodebookError, match="already"):
        rename(BOOK, "delays/forms", "waiting")
    with pytest.raises(CodebookError, match="cannot be the id"):
        rename(BOOK, "delays/forms", "Paper Work")


def test_a_move_puts_the_family_behind_its_new_siblings() -> None:
    book = move(BOOK, "delays/waiting", "voice")
    assert paths(book) == ["delays", "delays/forms", "voice", "voice/waiting", "voice/waiting/long"]
    assert paths(move(BOOK, "delays/forms", "/"))[-1] == "forms"
    with pytest.raises(CodebookError, match="below itself"):
        move(BOOK, "delays", "delays/waiting")


def test_nothing_in_use_comes_under_a_retired_code() -> None:
    book = retire(BOOK, "voice")
    for change in (
        lambda: move(book, "delays/forms", "voice"),
        lambda: add(book, "voice/new"),
        lambda: split(book, "voice", ["a", "b"]),
    ):
        with pytest.raises(CodebookError, match="voice is retired") as raised:
            change()
        assert "codebook unretire voice" in raised.value.hint
    gone = retire(book, "delays/forms")
    assert "voice/forms" in paths(move(gone, "delays/forms", "voice"))


def test_a_merge_joins_rules_and_examples_and_retires_the_sources() -> None:
    book = move(BOOK, "delays/waiting/long", "voice")
    book = merge(book, ["delays/waiting", "delays/forms"], "delays/forms")
    goes_on = book.code("delays/forms")
    assert (goes_on.guid, goes_on.definition) == ("f", "Paper.")
    assert goes_on.rules == (Rule(1, any=("y",)), Rule(2, any=("x",)))
    assert goes_on.examples == ("e",)
    assert book.code("delays/waiting").retired


def test_a_merge_into_a_new_code_takes_the_definitions_along() -> None:
    book = merge(BOOK, ["delays/forms", "voice"], "delays/paper-talk", fresh="new")
    made = book.code("delays/paper-talk")
    assert (made.guid, made.name, made.definition) == ("new", "Paper talk", "Paper. / Talk.")
    assert book.code("voice").retired


def test_a_merge_refuses_families_itself_and_the_retired() -> None:
    with pytest.raises(CodebookError, match="codes below it"):
        merge(BOOK, ["delays/waiting"], "voice")
    with pytest.raises(CodebookError, match="at least one"):
        merge(BOOK, ["voice"], "voice")
    with pytest.raises(CodebookError, match="retired"):
        merge(retire(BOOK, "voice"), ["voice"], "delays/forms")


def test_a_split_gives_children_by_id_or_by_name() -> None:
    book = split(BOOK, "voice", ["pupils", "Parents and carers"])
    assert paths(book)[-2:] == ["voice/pupils", "voice/parents-and-carers"]
    assert book.codes[-1].name == "Parents and carers"
    assert book.codes[-1].origin == "inductive"
    with pytest.raises(CodebookError, match="at least two"):
        split(BOOK, "voice", ["one"])


def test_a_family_retires_together_and_comes_back() -> None:
    book = retire(BOOK, "delays/waiting")
    assert [c.retired for c in book.codes] == [False, True, True, False, False]
    with pytest.raises(CodebookError, match="is retired"):
        retire(book, "delays/waiting/long", retired=False)
    with pytest.raises(CodebookError, match="already"):
        retire(book, "delays/waiting")
    assert retire(book, "delays/waiting", retired=False) == BOOK


def test_a_new_code_needs_a_free_place_below_a_code_that_is_there() -> None:
    book = add(BOOK, "delays/lost-post", definition="Mail.", guid="p")
    assert book.codes[4] == Code(
        "delays/lost-post", "Lost post", guid="p", definition="Mail.", origin="inductive"
    )
    with pytest.raises(NotFound):
        add(BOOK, "nowhere/x")
    with pytest.raises(CodebookError, match="already"):
        add(BOOK, "voice")
    retired = retire(BOOK, "voice")
    with pytest.raises(CodebookError) as raised:
        add(retired, "voice")
    assert "unretire" in raised.value.hint
    with pytest.raises(CodebookError, match="too long"):
        add(BOOK, "x" * 81)


@pytest.mark.parametrize(
    ("name", "wanted"), [("Waiting for all!", "waiting-for-all"), ("???", "code"), ("É_x", "é-x")]
)
def test_a_name_becomes_an_id(name: str, wanted: str) -> None:
    assert slug(name) == wanted


@given(st.sampled_from(BOOK.codes), st.sampled_from([*BOOK.codes, None]))
def test_moving_there_and_back_loses_no_code(code: Code, to: Code | None) -> None:
    place = to.path if to else "/"
    try:
        moved = move(BOOK, code.path, place)
    except CodebookError:
        return
    assert {c.guid for c in moved.codes} == {c.guid for c in BOOK.codes}
    for one in moved.codes:
        assert not one.parent or one.parent in moved
    order = {c.path: n for n, c in enumerate(moved.codes)}
    assert all(order[c.parent] < order[c.path] for c in moved.codes if c.parent)
    back = move(moved, code.guid, code.parent or "/")
    assert {replace(c, line=None) for c in back.codes} == set(BOOK.codes)


def test_the_code_that_goes_on_may_be_named_by_its_last_word() -> None:
    assert merge(BOOK, ["voice"], "forms").code("f").path == "delays/forms"
    assert merge(BOOK, ["voice"], "talk", fresh="t").at("talk") is not None


@pytest.mark.parametrize("into", [["one"], [], ["a b", "A B"]])
def test_a_split_needs_two_different_codes(into: list[str]) -> None:
    with pytest.raises(CodebookError, match="two different codes"):
        split(BOOK, "delays/waiting", into)


def test_a_retired_code_is_not_split() -> None:
    with pytest.raises(CodebookError, match="is retired"):
        split(retire(BOOK, "delays/waiting"), "delays/waiting", ["a", "b"])
