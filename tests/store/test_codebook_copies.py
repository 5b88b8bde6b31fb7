"""Codebook versions in the project."""

from __future__ import annotations

from dataclasses import replace

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role
from sendcode.store import Store
from tests.conftest import AT, codebook


def add(store: Store, book: Codebook, yaml: str = "codebook: S\n") -> int:
    with store.transaction():
        anna = store.coders.id("anna", at=AT)
        return store.codebooks.add(book, yaml, message="m", coder=anna, at=AT)


def test_a_codebook_comes_back_as_it_was(store: Store) -> None:
    rule = Rule(
        1, any=("a",), all=("b",), near=Near(("c",), ("d",), 3, True), regex="e", none=("f",),
        roles=(Role.TA,), speakers=("Jo",), weight=0.5,
    )  # fmt: skip
    book = Codebook(
        "S",
        (Code("a", "A", guid="1", examples=("x", "y"), quotes=(("y", "talk"),), rules=(rule,)),),
        {"ta": ("TA",)},
    )
    assert add(store, book) == 1
    assert store.codebooks.current() == replace(book, version=1)
    assert store.codebooks.get(7) == Codebook("")


def test_a_copy_of_a_version_is_the_next_with_the_same_hash(small: Store) -> None:
    add(small, replace(codebook(), name="Other"), "codebook: Other\n")
    with small.transaction():
        assert small.codebooks.copy(1, message="back", coder=1, at=AT) == 3
    assert small.codebooks.sha256(3) == small.codebooks.sha256(1) != small.codebooks.sha256(2)
    assert small.codebooks.get(3) == replace(small.codebooks.get(1), version=3)
    assert [v.message for v in small.codebooks.versions()] == ["first", "m", "back"]
    assert small.codebooks.sha256(9) == ""
