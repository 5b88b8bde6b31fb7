from __future__ import annotations

from sendcode.core.model import Action
from sendcode.store import Store
from sendcode.workflows.export import segment_table
from sendcode.workflows.matrix import matrix
from sendcode.workflows.query import cases_without, find, find_codings
from tests.conftest import FORMS, accept, record


def coded(small: Store) -> Store:
    record(small, accept(small, "first", 1, 2), accept(small, "first", 5, code=FORMS))
    return small


def test_a_passage_bears_its_codes_segments_and_words(small: Store) -> None:
    (found,) = find(coded(small), '"waiting list" coded')
    assert found.transcript == "first"
    assert found.codes == ("delays/waiting",)
    assert found.segments == (1,)
    assert [found.text[a:b] for a, b in found.words] == ["waiting list"]
    assert found.text.startswith("We were")
    assert "How long" in found.before


def test_interviewers_are_looked_at_where_asked(small: Store) -> None:
    assert len(find(small, '"waiting list"')) == 2
    assert len(find(small, '"waiting list"', interviewers=True)) == 4


def test_a_query_finds_codings(small: Store) -> None:
    found = find_codings(coded(small), "code:delays role:teacher")
    assert [row.code_path for row in found] == ["delays/forms"]
    assert find_codings(small, "memo:x") == ()


def test_a_status_brings_in_what_is_not_coded(small: Store) -> None:
    coded(small)
    rejection = accept(small, "second", 1)
    record(small, type(rejection)(Action.REJECT, place=rejection.place, code=rejection.code))
    assert len(find_codings(small, "status:rejected")) == 1
    assert len(find_codings(small, "code:delays")) == 2


def test_a_matrix_and_a_table_are_narrowed_alike(small: Store) -> None:
    coded(small)
    counted = matrix(small, columns="role", where="role:teacher")
    assert counted.columns == (("teacher",),)
    assert counted.total == 1
    assert counted.filter == "role:teacher"
    assert len(segment_table(small, where="role:teacher").rows) == 1


def test_cases_without_a_code_come_with_what_was_read(small: Store) -> None:
    coded(small)
    assert cases_without(small, ["delays"]) == ()
