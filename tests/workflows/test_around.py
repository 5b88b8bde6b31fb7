from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sendcode.core.model import Action
from sendcode.errors import CodebookError, InputError, NotFound
from sendcode.interchange import codebook_yaml
from sendcode.store import Store
from sendcode.workflows import marking
from sendcode.workflows.alike import alike, answers
from sendcode.workflows.memos import export_memos, memos, write_memo
from sendcode.workflows.new_code import add_code, slug
from sendcode.workflows.text_search import Spots, code_hits, find, pattern
from tests.conftest import AT, VOICE, WAITING
from tests.desk import actions, desk, suggest


@pytest.fixture
def study(small: Store) -> Store:
    return suggest(small)


def test_a_new_code_is_a_new_version_under_its_parent(study: Store) -> None:
    code = add_code(
        study, name="Lost  letters", parent="delays", definition=" Post. ", coder="anna", at=AT
    )
    book = study.codebooks.current()
    assert (code.path, code.name, code.definition) == (
        "delays/lost-letters",
        "Lost letters",
        "Post.",
    )
    assert [c.path for c in book.codes] == [
        *("delays", "delays/waiting", "delays/forms", "delays/lost-letters", "voice"),
    ]
    assert book.version == 2
    assert book.code("delays/waiting").guid == WAITING
    read = codebook_yaml.read(study.codebooks.yaml(2))
    assert [c.path for c in read.codes] == [c.path for c in book.codes]
    assert actions(study) == ["codebook"]
    with pytest.raises(CodebookError, match="there already"):
        add_code(study, name="lost letters", parent="delays", coder="anna", at=AT)
    with pytest.raises(NotFound):
        add_code(study, name="x", parent="nowhere", coder="anna", at=AT)


def test_a_project_without_a_codebook_gets_one(store: Store) -> None:
    assert add_code(store, name="École", coder="anna", at=AT).path == "ecole"
    assert (store.codebooks.current().name, store.codebooks.version()) == ("study", 1)
    with pytest.raises(CodebookError, match="needs letters"):
        slug("???")


def test_all_like_this_one_are_settled_in_one_batch(study: Store) -> None:
    at = desk(study)
    found = alike(study, at.frame, at.item, coder=at.coder_id)
    assert (found.rule, found.words) == ("delays/waiting#1", ("waiting list",))
    assert [name for name, _ in found.samples] == ["first", "second"]
    assert at.record_batch(answers(found, Action.ACCEPT), why="before-accept-alike") == 2
    assert at.item.code == "delays/waiting"  # its second sentence has another reason
    assert len(study.codings.coded()) == 2
    assert alike(study, at.frame, at.item, coder=at.coder_id).words == ("two years",)
    assert at.undo().count == 2
    assert (at.at, study.codings.coded()) == (0, ())
    assert at.redo().count == 2


def test_nothing_is_like_what_has_no_reason(study: Store) -> None:
    from dataclasses import replace

    at = desk(study)
    assert alike(study, at.frame, replace(at.item, evidence=()), coder=None) is None
    assert at.record_batch((), why="nothing") == 0


def test_words_are_found_in_any_case_and_over_line_breaks() -> None:
    texts = [(1, "one", "The Waiting\nlist. waiting list"), (2, "two", "none")]
    found = find(texts, " waiting  list ", most=1)
    assert [(h.start, h.words) for h in found.hits] == [(4, "Waiting\nlist")]
    assert list(found.spots.by_transcript()) == [(1, [(4, 16), (18, 30)])]
    assert (len(found.spots), found.spots.transcripts) == (2, 1)
    assert len(find(texts, "waiting", stop=lambda: True).spots) == 0
    assert find(texts, "  ").hits == ()
    assert pattern("a.b").search("axb") is None


def test_all_hits_are_coded_but_the_interviewers_and_what_is_coded_already(study: Store) -> None:
    at = desk(study)
    hits = find(study.transcripts.texts(), "waiting list").spots
    assert len(hits) == 4
    made = code_hits(study, at.frame, hits, code=VOICE, coder=at.coder_id)
    assert [d.place.transcript for d in made] == [1, 2]
    assert at.record_batch(made, why="before-code-hits") == 2
    assert code_hits(study, at.frame, hits, code=VOICE, coder=at.coder_id) == ()
    assert at.undo().count == 2


def test_neighbouring_hits_are_one_segment(study: Store) -> None:
    at = desk(study)
    hits = find(list(study.transcripts.texts())[:1], "s").spots
    made = code_hits(study, at.frame, hits, code=VOICE, coder=at.coder_id)
    assert [len(d.place.units) for d in made] == [3, 2]
    assert code_hits(study, at.frame, Spots(), code=VOICE, coder=None) == ()


def test_memos_are_listed_and_written_to_files(study: Store, tmp_path: Path) -> None:
    marking.memo(desk(study), "=On a segment")
    for about, subject in (
        *(("project", ""), ("journal", ""), ("transcript", "first")),
        ("code", "delays/waiting"),
    ):
        write_memo(study, about=about, subject=subject, text=f" on {about} ", coder="ben", at=AT)
    with study.transaction():
        study.database.execute("INSERT INTO study_case (id, guid, name) VALUES (7, 'g', 'Ava')")
    write_memo(study, about="case", subject="Ava", text="on case", coder="ben", at=AT)
    assert [(m.about, m.subject) for m in memos(study)] == [
        *(("segment", "first"), ("project", ""), ("journal", ""), ("transcript", "first")),
        *(("code", "delays/waiting"), ("case", "Ava")),
    ]
    assert len(memos(study, coder="ben")) == 5
    for name in ("m.md", "m.csv", "m.json"):
        assert export_memos(study, tmp_path / name, force=False) == 6
    assert "## Journal" in (tmp_path / "m.md").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text("utf-8"))))
    assert rows[0]["text"] == "'=On a segment"
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))[0]["text"] == "=On a segment"
    with pytest.raises(InputError, match="no way to write"):
        export_memos(study, tmp_path / "m.pdf", force=False)
    with pytest.raises(NotFound, match="no case"):
        write_memo(study, about="case", subject="Bo", text="x", coder="ben", at=AT)
