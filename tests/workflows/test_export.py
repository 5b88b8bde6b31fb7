from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.segments import Status
from sendcode.errors import NotFound, SendcodeError
from sendcode.store import Store
from sendcode.workflows.codebook_export import export_codebook_file
from sendcode.workflows.export import (
    export_matrix,
    export_segments,
    export_workbook,
    segment_table,
    workbook,
)
from sendcode.workflows.matrix import matrix
from tests.conftest import AT, FORMS, LATER, accept, place, record


@pytest.fixture
def decided(coded: Store) -> Store:
    record(coded, accept(coded, "first", 1), accept(coded, "second", 1))
    record(coded, accept(coded, "first", 1), coder="ben", at=LATER)
    reject = NewDecision(Action.REJECT, place=place(coded, "first", 5), code=FORMS)
    record(coded, reject, coder="ben", at=LATER)
    return coded


def statuses(store: Store, **how: object) -> list[str]:
    return [f"{row.status.value} {row.coder}".strip() for row in segment_table(store, **how).rows]


def test_segments_are_those_of_the_coder_that_was_asked_for(decided: Store) -> None:
    assert statuses(decided) == ["coded anna", "coded ben", "coded anna"]
    assert statuses(decided, coder="ben") == ["coded ben"]
    assert statuses(decided, coder="agreed") == ["coded anna", "coded ben"]
    assert statuses(decided, status=Status.REJECTED) == ["rejected ben"]
    assert statuses(decided, status=Status.REJECTED, coder="anna") == []
    assert statuses(decided, status=Status.SUGGESTED) == ["suggested"] * 3
    assert statuses(decided, status=Status.SUGGESTED, coder="ben") == ["suggested"] * 4
    assert statuses(decided, status=Status.ALL, coder="anna").count("suggested") == 4
    with pytest.raises(NotFound, match="no coder 'cho'"):
        segment_table(decided, coder="cho")


def test_a_workbook_is_dated_by_its_newest_row_and_says_whose_codings_it_holds(
    decided: Store,
) -> None:
    book = workbook(decided)
    assert (book.title, book.made_at) == ("study", LATER)
    readme = dict(book.readme)
    assert "any coder (anna, ben)" in readme["Whose codings"]
    assert "2 transcripts, 64 words, 0 cases, 4 people" in readme["The material"]
    assert len(book.segments.rows) == 3
    assert "the coder 'ben'" in dict(workbook(decided, coder="ben").readme)["Whose codings"]


def test_an_empty_project_has_a_workbook(store: Store) -> None:
    book = workbook(store)
    assert book.made_at == AT
    assert book.segments.rows == ()


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
def test_the_same_project_gives_the_same_bytes(decided: Store, tmp_path: Path, suffix: str) -> None:
    one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    for path in (one, two):
        export_segments(decided, path, status=Status.ALL, force=False)
    assert one.read_bytes() == two.read_bytes()
    for path in (one, two):
        export_matrix(matrix(decided), path, force=True)
    assert one.read_bytes() == two.read_bytes()


def test_a_workbook_and_a_codebook_are_written_and_never_over_a_file_unasked(
    decided: Store, tmp_path: Path
) -> None:
    for name, write in (
        ("study.xlsx", lambda path, force: export_workbook(decided, path, force=force)),
        ("book.yaml", lambda path, force: export_codebook_file(decided, path, force=force)),
    ):
        path = tmp_path / name
        path.write_text("mine")
        with pytest.raises(SendcodeError, match="exists"):
            write(path, False)
        assert path.read_text() == "mine"
        write(path, True)
        assert path.read_bytes() != b"mine"


def test_an_unknown_format_is_refused_and_leaves_nothing(decided: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        export_segments(decided, tmp_path / "x.doc", status=Status.CODED, force=False)
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith("study")] == []
