"""Bringing codebooks in: versions, staleness, merging, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store
from sendcode.workflows.codebook_export import export_codebook_file
from sendcode.workflows.codebook_versions import difference, history
from sendcode.workflows.codebooks import (
    export_codebook,
    find_codebook,
    import_codebook,
    store_version,
    version_of,
    without_quotes,
)
from tests.conftest import AT, LATER, accept, record

BOOK = """\
codebook: Ours   # a note that quotes nobody
codes:
  - id: delays
    definition: Slow.
    examples:
      - text: It took an age.
        from: first
      - We waited.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def bring(store: Store, path: Path, text: str = "", **how: object) -> tuple[str, ...]:
    if text:
        path.write_text(text, encoding="utf-8")
    return import_codebook(store, path, coder="anna", at=LATER, **how).changes  # type: ignore[arg-type]


def test_a_codebook_is_found_by_its_path_or_its_shipped_name(file: Path) -> None:
    assert find_codebook(str(file)) == file
    assert find_codebook("send").suffix == ".yaml"
    with pytest.raises(NotFound) as raised:
        find_codebook("nothing")
    assert "send" in raised.value.hint


def test_a_code_with_codings_cannot_be_left_out(small: Store, file: Path) -> None:
    record(small, accept(small, "first", 1))
    with pytest.raises(CodebookError, match="lacks codes that carry codings") as raised:
        bring(small, file)
    assert "delays/waiting (1 coded segment)" in raised.value.message


def test_versions_say_what_they_changed(store: Store, file: Path) -> None:
    bring(store, file)
    bring(store, file, BOOK.replace("Slow.", "Slower."))
    assert [v.changes for v in history(store)] == [(), ("definition of delays changed",)]
    assert difference(store, 2, 1).changes == ("definition of delays changed",)
    assert bring(store, file) == ()
    with pytest.raises(NotFound, match="no codebook version 3"):
        version_of(store, 3)


def test_a_file_of_an_unknown_version_is_refused(store: Store, file: Path) -> None:
    bring(store, file)
    foreign = BOOK.replace("codes:", "version: 7\ncodes:")
    with pytest.raises(CodebookError, match="which this project does not have") as raised:
        bring(store, file, foreign, merge=True)
    assert "--rebase" not in raised.value.hint
    assert "Without its line 'version:'" in raised.value.hint


def test_a_new_code_on_both_sides_at_one_path_is_one_code(store: Store, file: Path) -> None:
    bring(store, file)
    exported = export_codebook(store)
    bring(store, file, BOOK + "  - id: voice\n    definition: Told.\n")
    theirs = exported + "  - id: voice\n    definition: Said.\n"
    with pytest.raises(CodebookError, match="definition of voice"):
        bring(store, file, theirs, merge=True)
    assert bring(store, file, theirs, merge=True, take="file") == ("definition of voice changed",)
    assert [c.path for c in store.codebooks.current().codes] == ["delays", "voice"]


def test_a_change_meanwhile_is_not_written_over(store: Store, file: Path) -> None:
    bring(store, file)
    old = store.codebooks.current()
    bring(store, file, BOOK.replace("Slow.", "Slower."))
    with pytest.raises(CodebookError, match="changed meanwhile"):
        store_version(
            store, replace(old, name="Mine"), current=old, message="m", coder="anna", at=AT
        )


def test_public_leaves_out_words_of_interviews_and_comments(store: Store, file: Path) -> None:
    bring(store, file)
    assert "It took an age." in export_codebook(store)
    public = export_codebook(store, public=True)
    assert "It took an age." not in public
    assert "quotes nobody" not in public
    assert "We waited." in public
    assert without_quotes(store.codebooks.current()).codes[0].examples == ("We waited.",)


def test_an_export_says_what_its_format_cannot_hold(small: Store, tmp_path: Path) -> None:
    done = export_codebook_file(small, tmp_path / "b.qdc", force=False)
    assert done.codes == 4
    assert done.notes[0] == "Rules do not stand in it."
    assert export_codebook_file(small, tmp_path / "b.csv", force=False).notes == ()
    with pytest.raises(NotFound, match="no codebook export"):
        export_codebook_file(small, tmp_path / "b.pdf", force=False)


def test_a_project_without_a_codebook_has_nothing_to_export(store: Store) -> None:
    with pytest.raises(NotFound, match="no codebook"):
        export_codebook(store)


@pytest.mark.parametrize("name", ["book.xlsx", "book.qdc"])
def test_an_exported_table_that_is_older_than_the_project_is_refused_and_can_be_merged(
    store: Store, file: Path, name: str
) -> None:
    bring(store, file)
    table = file.with_name(name)
    export_codebook_file(store, table, force=False)
    again = import_codebook(store, table, coder="anna", at=AT)
    assert again.changes == ()  # as it is, it changes nothing
    bring(store, file, BOOK.replace("Slow.", "Slower."))
    with pytest.raises(CodebookError, match="comes from version 1") as raised:
        import_codebook(store, table, coder="anna", at=AT)
    assert "--rebase" in raised.value.hint
    done = import_codebook(store, table, coder="anna", at=AT, merge=True)
    assert done.changes == ()
    assert store.codebooks.current().code("delays").definition == "Slower."
