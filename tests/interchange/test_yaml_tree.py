from __future__ import annotations

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString

from sendcode.interchange.yaml_tree import entries, put, sync_vocabulary


def code() -> CommentedMap:
    return CommentedMap({"id": "delays", "exclude": "Holidays.", "rules": CommentedSeq()})


def test_a_new_key_goes_where_a_clean_file_has_it():
    target = code()
    put(target, "definition", "Waiting.", None)
    put(target, "retired", True, None)
    assert list(target) == ["id", "definition", "exclude", "retired", "rules"]


def test_a_key_that_did_not_change_is_not_touched_and_one_without_a_value_goes():
    target = code()
    target["exclude"] = FoldedScalarString("Holidays.")
    put(target, "exclude", "Holidays.", "Holidays.")
    assert isinstance(target["exclude"], FoldedScalarString)
    put(target, "exclude", None, "Holidays.")
    assert "exclude" not in target


def test_what_looks_like_a_comment_is_quoted_and_what_is_long_is_folded():
    target = code()
    put(target, "colour", "#d95f02", None)
    put(target, "definition", "They wait. " * 20 + "Still.", None)
    assert target["colour"].__class__.__name__ == "DoubleQuotedScalarString"
    assert isinstance(target["definition"], FoldedScalarString)


def test_sets_of_the_vocabulary_come_go_and_keep_their_order():
    top = CommentedMap({"codebook": "Small"})
    sync_vocabulary(top, {"b": ("two",), "a": ("one",)}, {})
    assert list(top["vocabulary"]) == ["b", "a"]
    kept = top["vocabulary"]["a"]
    sync_vocabulary(top, {"a": ("one",)}, {"b": ("two",), "a": ("one",)})
    assert list(top["vocabulary"]) == ["a"]
    assert top["vocabulary"]["a"] is kept
    sync_vocabulary(top, {}, {"a": ("one",)})
    assert "vocabulary" not in top


def test_entries_are_found_by_the_path_of_their_code():
    leaf = CommentedMap({"id": "waiting"})
    family = CommentedMap({"id": "delays", "codes": [leaf]})
    found = entries(CommentedMap({"codes": [family]}))
    assert list(found) == ["delays", "delays/waiting"]
    assert found["delays/waiting"] is leaf
