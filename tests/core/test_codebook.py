"""The code tree: look-up and GUIDs."""

from itertools import count

import pytest

from sendcode.core.codebook import Code, Codebook, parents_first, with_guids
from sendcode.errors import NotFound


def codebook(*codes: Code, name: str = "Study") -> Codebook:
    return Codebook(name=name, codes=codes)


def code(path: str, **parts) -> Code:
    return Code(path=path, name=parts.pop("name", path.rpartition("/")[2].title()), **parts)


TREE = codebook(
    code("delays", colour="#d95f02"),
    code("delays/waiting", guid="g-1"),
    code("delays/forms", colour="#000000"),
    code("voice", name="Having a say"),
    code("voice/waiting"),
)


def test_a_code_answers_to_path_guid_and_unique_name_or_slug():
    assert TREE.code("delays/waiting") is TREE.codes[1]
    assert TREE.code("g-1") is TREE.codes[1]
    assert TREE.code(" having a SAY ") is TREE.codes[3]
    assert TREE.code("forms") is TREE.codes[2]
    assert TREE.get("g-1") is TREE.codes[1]
    assert TREE.get("") is None
    assert TREE.at("voice") is TREE.codes[3]
    assert TREE.at("nope") is None


def test_an_ambiguous_or_unknown_name_is_refused_with_what_is_meant():
    with pytest.raises(NotFound) as ambiguous:
        TREE.code("waiting")
    assert "delays/waiting, voice/waiting" in ambiguous.value.hint
    with pytest.raises(NotFound) as typo:
        TREE.code("delays/wating")
    assert typo.value.hint == "Did you mean 'delays/waiting'?"
    with pytest.raises(NotFound) as far:
        TREE.code("zzz")
    assert "codebook show" in far.value.hint


def test_the_tree_knows_children_descendants_leaves_ancestors_and_depth():
    paths = lambda codes: [c.path for c in codes]  # noqa: E731
    assert paths(TREE.children("")) == ["delays", "voice"]
    assert paths(TREE.descendants("delays")) == ["delays", "delays/waiting", "delays/forms"]
    assert paths(TREE.leaves("voice")) == ["voice/waiting"]
    assert paths(TREE.ancestors("voice/waiting")) == ["voice", "voice/waiting"]
    assert TREE.depth == 2
    assert codebook().depth == 0
    assert "delays" in TREE
    assert [c.path for c in TREE] == paths(TREE.codes)


def test_a_colour_is_inherited_and_may_be_missing():
    assert TREE.colour("delays/waiting") == "#d95f02"
    assert TREE.colour("delays/forms") == "#000000"
    assert TREE.colour("voice/waiting") == ""


def guids(new: Codebook, **options) -> dict[str, str]:
    return {c.path: c.guid for c in with_guids(new, **options)}


def test_the_same_path_keeps_its_guid_and_new_codes_get_the_same_one_everywhere():
    new = codebook(code("delays"), code("new"))
    given = guids(new, known={"delays": "g-1"})
    assert given["delays"] == "g-1"
    assert given["new"] == guids(new, known={})["new"]
    assert given["new"] != guids(codebook(code("new"), name="Other"), known={})["new"]


def test_a_renamed_code_takes_the_guid_of_where_it_was():
    new = codebook(code("hold-ups", was="delays"))
    assert guids(new, known={"delays": "g-1"}) == {"hold-ups": "g-1"}


def test_two_codes_may_swap_their_paths():
    new = codebook(code("a", was="b"), code("b", was="a"))
    assert guids(new, known={"a": "g-a", "b": "g-b"}) == {"a": "g-b", "b": "g-a"}


def test_a_stale_was_does_not_take_what_another_code_has():
    new = codebook(code("a"), code("b", was="a"))
    assert guids(new, known={"a": "g-a", "b": "g-b"}) == {"a": "g-a", "b": "g-b"}


def test_a_taken_guid_is_never_given_again():
    new = codebook(code("delays"))
    first = guids(new, known={})["delays"]
    fresh = (f"fresh-{n}" for n in count())
    again = guids(new, known={}, taken={first, "fresh-0"}, fresh=lambda: next(fresh))
    assert again == {"delays": "fresh-1"}
    assert len(guids(new, known={}, taken={first})["delays"]) == 36


def test_a_guid_that_a_code_has_already_stays():
    assert guids(codebook(code("a", guid="mine")), known={"a": "other"}) == {"a": "mine"}


def test_parents_come_first_and_siblings_keep_their_order():
    mixed = [code("b/two"), code("a"), code("b"), code("b/one"), code("lost/child")]
    assert [one.path for one in parents_first(mixed)] == ["a", "b", "b/two", "b/one"]
