"""Two edits of one codebook brought together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_edit import add, move, rename, retire
from sendcode.core.codebook_rebase import OURS, THEIRS, rebase
from sendcode.errors import CodebookError

BASE = Codebook(
    "Small",
    (
        Code("delays", "Delays", guid="d"),
        Code("delays/waiting", "Waiting", guid="w", rules=(Rule(1, any=("x",)),)),
        Code("delays/forms", "Forms", guid="f", definition="Paper."),
        Code("voice", "Voice", guid="v"),
    ),
    {"ta": ("TA", "TAs")},
)


def edit(guid: str, **parts: object) -> Codebook:
    codes = tuple(replace(c, **parts) if c.guid == guid else c for c in BASE.codes)  # type: ignore[arg-type]
    return replace(BASE, codes=codes)


def without(*guids: str) -> Codebook:
    return replace(BASE, codes=tuple(c for c in BASE.codes if c.guid not in guids))


def merged(ours: Codebook, theirs: Codebook) -> Codebook:
    done = rebase(BASE, ours, theirs)
    assert done.conflicts == ()
    return done.codebook


def test_edits_of_different_fields_and_codes_come_together() -> None:
    ours = rename(edit("w", definition="Time."), "voice", "say")
    theirs = move(edit("w", name="Queues"), "delays/forms", "voice")
    book = merged(ours, theirs)
    assert book.code("w").definition == "Time."
    assert book.code("w").name == "Queues"
    assert [c.path for c in book.codes] == ["delays", "delays/waiting", "say", "say/forms"]


def test_rules_and_terms_are_merged_member_by_member() -> None:
    ours = edit("w", rules=(Rule(1, any=("x",)), Rule(2, any=("ours",))))
    theirs = replace(
        edit("w", rules=(Rule(1, any=("theirs",)), Rule(2, any=("x",)))),
        vocabulary={"ta": ("TA", "TAs", "LSA")},
    )
    book = merged(ours, theirs)
    assert [rule.any for rule in book.code("w").rules] == [("theirs",), ("x",), ("ours",)]
    assert [rule.number for rule in book.code("w").rules] == [1, 2, 3]
    assert book.vocabulary["ta"] == ("TA", "TAs", "LSA")


def test_what_one_side_removed_or_added_is_removed_or_added() -> None:
    ours = add(BASE, "voice/pupils", guid="p")
    book = merged(ours, without("f"))
    assert [c.guid for c in book.codes] == ["d", "w", "v", "p"]


@pytest.mark.parametrize(("take", "wanted"), [(THEIRS, "theirs"), (OURS, "ours")])
def test_a_conflict_is_named_and_decided_as_asked(take: str, wanted: str) -> None:
    done = rebase(BASE, edit("f", definition="ours"), edit("f", definition="theirs"), take=take)
    assert [c.what for c in done.conflicts] == ["definition of delays/forms"]
    assert done.codebook.code("f").definition == wanted


def test_removing_what_the_other_side_changed_is_a_conflict() -> None:
    done = rebase(BASE, edit("f", definition="ours"), without("f"))
    assert "removed in the file" in str(done.conflicts[0])
    assert done.codebook.get("f") is None
    assert rebase(BASE, edit("f", definition="ours"), without("f"), take=OURS).codebook.get("f")


def test_a_code_is_not_lost_with_its_parent() -> None:
    done = rebase(BASE, without("v"), add(BASE, "voice/pupils", guid="p"))
    assert done.codebook.code("p").path == "voice/pupils"
    assert done.conflicts != ()


def test_codes_that_were_moved_below_each_other_are_a_conflict() -> None:
    done = rebase(BASE, move(BASE, "delays", "voice"), move(BASE, "voice", "delays"))
    assert "place of" in str(done.conflicts[0])
    assert {c.guid for c in done.codebook.codes} == {"d", "w", "f", "v"}


def test_two_new_codes_at_one_path_stand_side_by_side() -> None:
    done = rebase(BASE, add(BASE, "voice/new", guid="1"), add(BASE, "voice/new", guid="2"))
    assert [c.path for c in done.codebook.children("voice")] == ["voice/new", "voice/new-2"]
    assert done.conflicts != ()


@st.composite
def edited(draw: st.DrawFn) -> Codebook:
    book = BASE
    for number in range(draw(st.integers(0, 4))):
        guid = draw(st.sampled_from([c.guid for c in book.codes]))
        other = draw(st.sampled_from([c.guid for c in book.codes]))
        ways = (
            lambda b, g=guid, n=number: rename(b, g, f"r{n}"),
            lambda b, g=guid, o=other: move(b, g, o),
            lambda b, g=guid: retire(b, g),
            lambda b, g=guid, n=number: add(b, f"{b.code(g).path}/n{n}"),
        )
        try:
            book = draw(st.sampled_from(ways))(book)
        except CodebookError:
            continue
    return book


@given(edited(), edited(), st.sampled_from([OURS, THEIRS]))
def test_a_merge_is_a_tree_with_every_code_of_both_sides(
    ours: Codebook, theirs: Codebook, take: str
) -> None:
    book = rebase(BASE, ours, theirs, take=take).codebook
    assert {c.guid for c in book.codes} == {c.guid for c in (*ours.codes, *theirs.codes)}
    found = [c.path for c in book.codes]
    assert len(set(found)) == len(found)
    assert all(not c.parent or found.index(c.parent) < found.index(c.path) for c in book.codes)


@given(edited())
def test_a_merge_with_an_unchanged_side_is_the_other_side(changed: Codebook) -> None:
    for ours, theirs in ((BASE, changed), (changed, BASE), (changed, changed)):
        done = rebase(BASE, ours, theirs)
        assert done.conflicts == ()
        assert {c.guid: c for c in done.codebook.codes} == {c.guid: c for c in changed.codes}


def test_the_same_rule_changed_twice_is_a_conflict() -> None:
    ours, theirs = (edit("w", rules=(Rule(1, any=(word,)),)) for word in ("ours", "theirs"))
    done = rebase(BASE, ours, theirs, take=OURS)
    assert [c.what for c in done.conflicts] == ["rules of delays/waiting"]
    assert done.codebook.code("w").rules == (Rule(1, any=("ours",)),)


def test_a_set_of_terms_that_one_side_removed_or_added() -> None:
    ours = replace(BASE, vocabulary={})
    theirs = replace(BASE, vocabulary={"ta": ("TA", "TAs"), "new": ("x",)})
    assert merged(ours, theirs).vocabulary == {"new": ("x",)}


def test_codes_at_one_path_are_told_apart_by_number() -> None:
    theirs = add(add(BASE, "new", guid="1"), "new-2", guid="2")
    paths = [c.path for c in rebase(BASE, add(BASE, "new", guid="3"), theirs).codebook.codes]
    assert sorted(paths[4:]) == ["new", "new-2", "new-2-2"]


def test_the_third_code_at_one_path_gets_the_next_number() -> None:
    """`new-2` is taken by the children of one side that were there before."""
    ours = rename(add(add(BASE, "new", guid="3"), "other", guid="4"), "other", "new-2")
    theirs = add(add(BASE, "new-2", guid="2"), "new", guid="1")
    done = rebase(BASE, ours, theirs)
    paths = [c.path for c in done.codebook.codes]
    assert len(set(paths)) == len(paths) == 8
    assert {c.why for c in done.conflicts} == {"two different codes came to this place"}
