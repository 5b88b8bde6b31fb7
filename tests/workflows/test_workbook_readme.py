from __future__ import annotations

from sendcode.store import Store
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import matrix
from sendcode.workflows.workbook_readme import readme
from tests.conftest import accept, record


def sections(store: Store, coder: str = "any", where: str = "") -> dict[str, str]:
    return dict(readme(store, StudyFrame(store), coder, matrix(store, coder=coder, where=where)))


def test_it_tells_of_the_material_of_the_coders_and_of_what_was_read(coded: Store) -> None:
    record(coded, accept(coded, "first", 1))
    told = sections(coded)
    assert "2 transcripts, 64 words, 0 cases, 4 people" in told["The material"]
    assert told["Whose codings"] == "Counted: any coder (anna). Decisions on record: 1 accept."
    assert not told["How much was read"].startswith("0%")
    assert "unit" not in told["How much was read"]
    assert "version 1 of " in told["Codebook"]


def test_it_says_which_choice_of_coder_and_which_query_it_stands_for(coded: Store) -> None:
    assert "agree" in sections(coded, "agreed")["Whose codings"]
    record(coded, accept(coded, "first", 1))
    assert "the coder 'anna'" in sections(coded, "anna")["Whose codings"]
    assert "Filter" not in sections(coded)
    assert sections(coded, where="role:parent")["Filter"].endswith(": role:parent")


def test_an_empty_project_is_told_of_too(store: Store) -> None:
    told = sections(store)
    assert told["How much was read"].startswith("none ")
    assert "any coder (nobody yet)" in told["Whose codings"]
    assert "Decisions on record: none" in told["Whose codings"]
