from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.model import Action
from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store
from sendcode.store.backups import list_backups
from sendcode.workflows.codebooks import export_codebook, find_codebook, import_codebook
from tests.conftest import AT, NewDecision, place, record

BOOK = """\
codebook: Mine
codes:
  - id: delays   # the long ones
    name: Delays
    codes:
      - id: waiting
        name: Waiting
        rules:
          - any: ["waiting list"]
  - id: voice
    name: Voice
"""


def write(folder: Path, text: str = BOOK, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(store: Store, path: Path, **how: object):
    return import_codebook(store, path, coder="anna", at=AT, **how)


def guids(store: Store) -> dict[str, str]:
    return {code.path: code.guid for code in store.codebooks.current()}


def test_a_codebook_is_found_by_its_path_or_its_shipped_name(tmp_path: Path) -> None:
    assert find_codebook(str(write(tmp_path))) == tmp_path / "mine.yaml"
    assert find_codebook("send").name == "send.yaml"
    with pytest.raises(NotFound, match="no codebook file 'sned'") as raised:
        find_codebook("sned")
    assert "Shipped with sendcode: send." in raised.value.hint
    assert "'sendcode codebook export FILE'" in raised.value.hint


def test_the_first_import_is_version_1_and_on_record(store: Store, tmp_path: Path) -> None:
    done = bring(store, write(tmp_path))
    assert (done.version, store.codebooks.version()) == (1, 1)
    assert list(guids(store)) == ["delays", "delays/waiting", "voice"]
    assert [e.action for e in store.decisions.log()] == [Action.CODEBOOK]
    assert list_backups(store.path) == ()
    assert store.codebooks.versions()[0].message == "import of mine.yaml"


def test_the_same_file_again_is_no_new_version(store: Store, tmp_path: Path) -> None:
    bring(store, write(tmp_path))
    done = bring(store, write(tmp_path))
    assert (done.version, done.changes) == (1, ())


def test_new_comments_are_a_version_so_that_they_are_not_lost(store: Store, tmp_path: Path) -> None:
    bring(store, write(tmp_path))
    text = f"# why we did it\n{export_codebook(store)}"
    done = bring(store, write(tmp_path, text))
    assert (done.version, done.changes) == (2, ("only comments or layout changed",))
    assert export_codebook(store).startswith("# why we did it\n")
    assert "comments or layout" in store.codebooks.versions()[1].message
    assert bring(store, write(tmp_path, text.replace("version: 1", "version: 2"))).version == 2
    assert bring(store, write(tmp_path, export_codebook(store))).version == 2


def test_a_merged_file_keeps_its_comments_also_on_codes_that_were_renamed_since(
    store: Store, tmp_path: Path
) -> None:
    bring(store, write(tmp_path))
    theirs = export_codebook(store)
    renamed = theirs.replace("id: delays ", "was: delays\n    id: late ")
    bring(store, write(tmp_path, renamed))
    stale = theirs.replace("name: Voice", "name: Voices  # of whom")
    done = bring(store, write(tmp_path, stale), merge=True)
    assert done.changes == ("name of voice changed from 'Voice' to 'Voices'",)
    text = export_codebook(store)
    assert "- id: late     # the long ones\n" in text
    assert "name: Voices  # of whom\n" in text
    assert bring(store, write(tmp_path, theirs), merge=True).changes == ()


def test_a_rename_keeps_the_guid_and_a_copy_is_made_before(store: Store, tmp_path: Path) -> None:
    bring(store, write(tmp_path))
    before = guids(store)
    renamed = BOOK.replace("id: waiting", "id: queues\n        was: delays/waiting")
    done = bring(store, write(tmp_path, renamed), message="clearer")
    assert done.version == 2
    assert guids(store)["delays/queues"] == before["delays/waiting"]
    assert [copy.why for copy in list_backups(store.path)] == ["before-codebook"]
    assert store.codebooks.versions()[1].message == "clearer"


def test_a_file_of_an_older_version_is_refused(store: Store, tmp_path: Path) -> None:
    bring(store, write(tmp_path))
    exported = write(tmp_path, export_codebook(store), "exported.yaml")
    assert "# the long ones" in exported.read_text()
    bring(store, write(tmp_path, BOOK.replace("name: Voice", "name: Voices")))
    changed = write(tmp_path, exported.read_text().replace("name: Delays", "name: Late"), "e.yaml")
    with pytest.raises(CodebookError, match="version 1") as raised:
        bring(store, changed)
    assert raised.value.hint
    assert store.codebooks.version() == 2


def test_a_code_with_codings_cannot_be_dropped(small: Store, tmp_path: Path) -> None:
    bring(small, write(tmp_path))
    voice = guids(small)["voice"]
    record(
        small,
        NewDecision(Action.CODE, place=place(small, "first", 1), code=voice, origin="manual"),
    )
    version = small.codebooks.version()
    with pytest.raises(CodebookError, match=r"voice \(1 coded segment\)"):
        bring(small, write(tmp_path, BOOK.replace("  - id: voice\n    name: Voice\n", "")))
    assert small.codebooks.version() == version


def test_a_broken_file_changes_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"mine\.yaml"):
        bring(store, write(tmp_path, "codebook: [\n"))
    with pytest.raises(NotFound, match="not a codebook that sendcode reads"):
        bring(store, write(tmp_path, BOOK, "mine.docx"))
    assert store.codebooks.version() == 0


def test_a_project_without_a_codebook_has_none_to_export(store: Store) -> None:
    with pytest.raises(NotFound, match="no codebook"):
        export_codebook(store)
