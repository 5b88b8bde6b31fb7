from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role
from sendcode.errors import ProjectError
from sendcode.store import Store
from tests.conftest import AT, WAITING, codebook, rolled_back

TERMS = st.lists(st.text(min_size=1, max_size=5), max_size=2).map(tuple)
RULES = st.builds(
    Rule,
    number=st.integers(1, 9),
    any=TERMS,
    all=TERMS,
    near=st.none() | st.builds(Near, TERMS, TERMS, st.integers(1, 20), st.booleans()),
    regex=st.none() | st.just(r"wait\w*"),
    none=TERMS,
    roles=st.lists(st.sampled_from(Role), max_size=2).map(tuple),
    speakers=TERMS,
    weight=st.sampled_from([0.0, 0.25, 1.0]),
)
CODES = st.lists(
    st.builds(
        Code,
        path=st.sampled_from(["a", "b", "c/x", "d"]),
        name=st.text(max_size=8),
        definition=st.text(max_size=8),
        include=st.text(max_size=8),
        exclude=st.text(max_size=8),
        examples=TERMS,
        colour=st.sampled_from(["", "#d95f02"]),
        origin=st.sampled_from(["deductive", "inductive"]),
        rules=st.lists(RULES, max_size=2).map(tuple),
        retired=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda code: code.path,
).map(lambda codes: tuple(replace(c, guid=f"guid-{c.path}") for c in codes))


def add(store: Store, book: Codebook, message: str = "m") -> int:
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        return store.codebooks.add(book, "yaml: 1\n", message=message, coder=coder, at=AT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(max_size=8),
    codes=CODES,
    vocabulary=st.dictionaries(st.text(min_size=1, max_size=4), TERMS, max_size=2),
)
def test_a_codebook_survives_the_store(
    store: Store, name: str, codes: tuple[Code, ...], vocabulary: dict[str, tuple[str, ...]]
) -> None:
    book = Codebook(name, codes, vocabulary)
    with rolled_back(store):
        coder = store.coders.id("anna", at=AT)
        number = store.codebooks.add(book, "", message="", coder=coder, at=AT)
        assert store.codebooks.get(number) == replace(book, version=number)
        assert store.codebooks.current() == store.codebooks.get(store.codebooks.version())


def test_a_project_without_a_codebook_has_an_empty_one_of_version_0(store: Store) -> None:
    assert store.codebooks.version() == 0
    assert store.codebooks.current() == store.codebooks.get(7) == Codebook("")
    assert store.codebooks.yaml(0) == ""
    assert store.codebooks.versions() == ()
    assert store.codebooks.guids() == frozenset()


def test_versions_are_numbered_and_a_code_that_is_gone_keeps_its_guid(small: Store) -> None:
    shorter = replace(codebook(), codes=codebook().codes[:1])
    assert add(small, shorter, "less") == 2
    assert [(v.number, v.message, v.codes, v.coder) for v in small.codebooks.versions()] == [
        (1, "first", 4, "anna"),
        (2, "less", 1, "anna"),
    ]
    assert WAITING in small.codebooks.guids()
    assert small.codebooks.yaml(1).startswith("codebook: Small\n")
    assert small.codebooks.yaml(2) == "yaml: 1\n"
    assert small.codebooks.current().codes == shorter.codes
    assert small.codebooks.get(1).at("delays/waiting") is not None


def test_two_codes_at_one_path_are_refused(store: Store) -> None:
    twice = Codebook("B", (Code("a", "A", guid="1"), Code("a", "A", guid="2")))
    with pytest.raises(ProjectError):
        add(store, twice)
    assert store.codebooks.version() == 0
