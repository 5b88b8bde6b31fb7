"""The codebook as a file, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.errors import NotFound
from sendcode.store import Store
from sendcode.workflows.codebook_export import export_codebook_file
from sendcode.workflows.codebooks import import_codebook
from sendcode.workflows.export import workbook
from tests.conftest import AT, place, record

SAID = "the portal had timed out"
BOOK = f"""\
# she said: {SAID}
codebook: Ours
vocabulary: {{late: [late, overdue]}}
codes:
  - id: delays
    definition: Waiting.
    include: lists
    examples:
      - Made up by us.
      - {{text: "I rang, and {SAID}.", from: first}}
    rules: [{{near: {{of: ["@late"], to: [list]}}}}]
  - id: gone
    retired: true
    examples: [{{text: "Again {SAID}.", from: transcript}}]
"""


@pytest.fixture
def book(store: Store, tmp_path: Path) -> Store:
    path = tmp_path / "ours.yaml"
    path.write_text(BOOK, encoding="utf-8")
    import_codebook(store, path, coder="anna", at=AT)
    return store


def content(path: Path) -> str:
    if not is_zipfile(path):
        return path.read_text(encoding="utf-8-sig")
    with ZipFile(path) as archive:
        return " ".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


@pytest.mark.parametrize("suffix", [".yaml", ".csv", ".xlsx", ".qdc", ".docx"])
def test_words_of_an_interview_do_not_leave_in_public(
    book: Store, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"b{suffix}"
    assert export_codebook_file(book, path, force=False).quotes == (2 if suffix == ".yaml" else 1)
    assert SAID in content(path)
    done = export_codebook_file(book, path, force=True, public=True)
    assert done.quotes == 0
    assert SAID not in content(path)
    assert "Made up by us." in content(path)


@pytest.mark.parametrize(
    ("suffix", "lost"),
    [
        (".yaml", ()),
        (".csv", ("Of the rules", "The vocabulary", "1 retired code")),
        (".qdc", ("Rules do not", "The vocabulary", "1 retired code", "Include, exclude")),
    ],
)
def test_what_a_format_has_no_place_for_is_said(
    book: Store, tmp_path: Path, suffix: str, lost: tuple[str, ...]
) -> None:
    notes = export_codebook_file(book, tmp_path / f"b{suffix}", force=False).notes
    assert [note for start in lost for note in notes if note.startswith(start)] == [
        *notes[: len(lost)]
    ]
    assert len(notes) == len(lost) + bool(lost)


def test_an_unknown_format_is_refused_by_name(book: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"'\.pdf'") as raised:
        export_codebook_file(book, tmp_path / "b.pdf", force=False)
    assert ".docx" in raised.value.hint


def test_what_is_marked_do_not_quote_is_in_no_appendix(small: Store, tmp_path: Path) -> None:
    said, other = "We were on the waiting list.", "There is always another form."
    lines = [
        f"{{text: {json.dumps(said)}, from: first}}",
        f"{{text: {json.dumps(other)}, from: second}}",
        "{text: Long gone., from: first}",
        "{text: Elsewhere., from: another}",
    ]
    book = (
        f"codebook: Ours\ncodes: [{{id: delays, definition: D., examples: [{', '.join(lines)}]}}]"
    )
    (tmp_path / "ours.yaml").write_text(book, encoding="utf-8")
    import_codebook(small, tmp_path / "ours.yaml", coder="anna", at=AT)
    record(small, NewDecision(Action.DO_NOT_QUOTE, place=place(small, "first", 1)))
    (code,) = workbook(small).codebook.codes
    assert code.examples == (other, "Long gone.", "Elsewhere.")
    done = export_codebook_file(small, tmp_path / "b.docx", force=False)
    assert (done.quotes, done.marked) == (3, 0)
    assert done.notes == ("1 example marked do-not-quote left out.",)
    assert said not in content(tmp_path / "b.docx")
    done = export_codebook_file(small, tmp_path / "b.yaml", force=False)
    assert (done.quotes, done.marked) == (4, 1)
