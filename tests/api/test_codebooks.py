"""The codebook for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import sendcode
from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store

FILE = """\
codebook: Study
codes:
  - id: delays
    definition: Waiting.
    codes:
      - id: waiting
        definition: Waiting for help.
        rules:
          - any: [zebra]
"""


@pytest.fixture
def project(coded: Store) -> Iterator[sendcode.Project]:
    coded.close()
    with sendcode.open(coded.path) as opened:
        yield opened


def test_a_change_is_a_version_with_author_and_reason_and_can_be_undone(project) -> None:
    done = project.codebooks.rename("delays/waiting", "queues", message="said so", coder="ben")
    assert done.version == project.codebook.version == 2
    last = project.codebooks.log().iloc[-1]
    assert (last["version"], last["coder"], last["message"]) == (2, "ben", "said so")
    assert project.codebook.at("delays/queues")
    project.undo(coder="ben")
    assert project.codebook.at("delays/waiting")
    assert project.codebooks.diff(1) == ()
    assert project.codebooks.version(2).at("delays/queues")


def test_the_coder_of_the_project_edits_where_no_other_is_named(project) -> None:
    project.coder = "carol"
    project.codebooks.add("delays/post", definition="Lost letters.")
    assert project.codebooks.log()["coder"].tolist() == ["anna", "carol"]


def test_codes_are_moved_merged_split_and_retired(project) -> None:
    books = project.codebooks
    books.add("late")
    books.move("delays/waiting", "late")
    assert project.codebook.at("late/waiting")
    books.split("late/waiting", ["Health", "Council"])
    assert {c.path for c in project.codebook.children("late/waiting")} == {
        *("late/waiting/health", "late/waiting/council"),
    }
    books.merge(["late/waiting/health"], "late/waiting/council")
    assert project.codebook.code("late/waiting/health").retired
    books.retire("late")
    with pytest.raises(CodebookError, match="retired already"):
        books.retire("late")
    books.unretire("late")
    assert not project.codebook.code("late").retired
    assert len(books.log()) == 7


def test_codings_wait_to_be_coded_anew_on_request(project) -> None:
    item = project.queue(limit=1)[0]
    project.decide(item, "accept")
    with pytest.raises(CodebookError, match="never changed"):
        project.codebooks.recode_queue(item.code)
    assert project.codebooks.recode_queue(item.code, everything=True) == 1


def test_files_come_in_and_go_out(project, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(FILE)
    assert project.codebooks.check(file) == (*(w for w in project.codebooks.check(file) if w.line),)
    with pytest.raises(NotFound):
        project.codebooks.check("nowhere")
    written = project.codebooks.export(tmp_path / "out.yaml")
    assert written.codes == len(project.codebook.codes)
    with pytest.raises(sendcode.errors.SendcodeError):
        project.codebooks.export(tmp_path / "out.yaml")
    again = project.codebooks.import_(tmp_path / "out.yaml")
    assert (again.version, again.changes) == (1, ())
    project.codebooks.add("new")
    with pytest.raises(CodebookError):
        project.codebooks.import_(tmp_path / "out.yaml")
    merged = project.codebooks.import_(tmp_path / "out.yaml", rebase=True)
    assert merged.changes == ()


def test_a_rule_is_tried_and_rules_have_accept_rates(project) -> None:
    trial = project.codebooks.try_("any: [wait]", code="delays/waiting")
    assert trial.lines
    item = project.queue(code="delays/waiting")[0]
    project.decide(item, "accept")
    stats = project.codebooks.stats(code="delays/waiting")
    assert stats["name"].tolist() == ["delays/waiting", "delays/waiting#1"]
    assert stats["accepted"].tolist() == [1, 1]
    assert stats["precision"].tolist() == [1.0, 1.0]
    with pytest.raises(NotFound):
        project.codebooks.stats(coder="nobody")
