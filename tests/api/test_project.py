from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import sendcode
from sendcode.core.cases import CaseSheet, Level, SheetAttribute, SheetLink
from sendcode.core.model import Action
from sendcode.core.review import decision_for
from sendcode.errors import NotFound, ProjectError
from sendcode.store import Store
from sendcode.workflows import review
from tests.conftest import AT


@pytest.fixture
def project(coded: Store) -> Iterator[sendcode.Project]:
    sheet = CaseSheet(
        cases=("Ava", "Ben"),
        links=(SheetLink("Ava", 1, None), SheetLink("Ava", 2, None), SheetLink("Ben", 2, None)),
        attributes=(
            SheetAttribute(Level.CASE, "school", "Elm", case="Ava"),
            SheetAttribute(Level.CASE, "words", "few", case="Ava"),
        ),
    )
    with coded.transaction():
        coded.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    coded.close()
    with sendcode.open(coded.path) as opened:
        yield opened


def test_a_project_is_opened_by_its_name_and_closed_at_the_end(coded: Store) -> None:
    coded.close()
    with sendcode.open(str(coded.path.with_suffix(""))) as project:
        assert project.path == coded.path
        assert project.coder == "anna"
    assert sorted(path.name for path in coded.path.parent.glob("study.*")) == ["study.sendcode"]
    with pytest.raises(ProjectError):
        sendcode.open("nowhere/at all")


def test_the_package_offers_what_it_names_and_nothing_else() -> None:
    assert all(getattr(sendcode, name) for name in sendcode.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'close'"):
        _ = sendcode.close


def test_units_are_the_sentences_that_can_be_coded(project: sendcode.Project) -> None:
    units = project.units()
    assert list(units.columns) == [
        *("transcript", "turn", "start", "end", "text", "speaker", "role", "participant", "case"),
        *("words", "unit_id", "school", "attribute.words"),
    ]
    assert len(units) == 10
    assert len(project.units(interviewers=True)) == 14
    first = units.iloc[0]
    assert (first["text"], first["role"], first["case"], first["school"]) == (
        *("We were on the waiting list.", "parent", "Ava", "Elm"),
    )
    assert units["unit_id"].is_unique
    assert (first["words"], first["attribute.words"]) == (6, "few")


def test_transcripts_and_cases_are_one_row_each(project: sendcode.Project) -> None:
    transcripts = project.transcripts()
    assert list(transcripts["name"]) == ["first", "second"]
    assert {"words", "turns", "units", "file_sha256", "text_sha256"} <= set(transcripts.columns)
    cases = project.cases()
    assert list(cases.columns) == ["case", "transcripts", "school", "words"]
    assert list(cases["transcripts"]) == ["first; second", "second"]


def test_the_queue_is_decided_item_by_item(project: sendcode.Project) -> None:
    items = project.queue()
    assert len(items) == 6
    assert {"id", "transcript", "start", "end", "text", "code", "score", "evidence", "audit"} <= {
        name for name in dir(items[0]) if not name.startswith("_")
    }
    done = [
        project.decide(items[0], "accept", memo="ask"),
        project.decide(items[1], "reject"),
        project.decide(items[2], "recode", code="voice", coder="ben"),
        project.decide(items[3], "skip"),
    ]
    assert [(e.action.value, e.coder, e.code) for e in done] == [
        ("accept", "anna", "delays/waiting"),
        ("reject", "anna", "voice"),
        ("recode", "ben", "voice"),
        ("skip", "anna", "delays/waiting"),
    ]
    assert [entry.id for entry in project.log()] == [entry.id for entry in done]
    assert len(project.queue()) == 4
    assert len(project.segments()) == 2
    assert list(project.segments("rejected")["code"]) == ["voice"]
    assert list(project.segments(coder="ben")["code"]) == ["voice"]
    assert len(project.undo(2)) == 2
    assert len(project.queue()) == 5
    assert project.undo(coder="nobody") == ()


def test_a_family_s_queue_is_its_whole_ranking(project: sendcode.Project) -> None:
    items = project.queue(code="delays", order="priority", limit=None)
    assert len({item.id for item in items}) == len(items)
    assert len(items) == 10
    assert not any(item.audit for item in items)
    assert len(project.queue(code="delays", order="priority", limit=3)) == 3
    assert len(project.queue(code="delays")) == 4
    project.decide(items[0], "reject")
    left = project.queue(code="delays", order="priority")
    assert (items[0].transcript, items[0].start) not in {(i.transcript, i.start) for i in left}
    assert len(left) == 9


@pytest.mark.parametrize(
    ("decision", "code", "message"),
    [
        ("maybe", None, "no decision 'maybe'"),
        ("recode", None, "a recode needs a code"),
        ("recode", "gone", "no code 'gone'"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    project: sendcode.Project, decision: str, code: str | None, message: str
) -> None:
    with pytest.raises(NotFound, match=message):
        project.decide(project.queue()[0], decision, code=code)
    assert project.log() == ()


def test_a_matrix_is_what_counting_the_segments_gives(project: sendcode.Project) -> None:
    for item in project.queue():
        project.decide(item, "accept")
    segments = project.segments()
    exploded = segments.assign(case=segments["case"].str.split("; ")).explode("case")
    by_hand = exploded.groupby(["code", "case"])["segment_id"].nunique()
    matrix = project.matrix()
    for (code, case), number in by_hand.items():
        assert matrix.loc[code, case] == number
    leaves = [code for code in matrix.index if code in set(segments["code"])]
    assert matrix.loc[leaves].to_numpy().sum() == by_hand.sum()
    family = exploded[exploded["code"].str.startswith("delays")]
    assert list(matrix.loc["delays"]) == list(family.groupby("case")["segment_id"].nunique())
    words = project.matrix(rows="code", columns="transcript", values="words")
    spoken = segments.assign(n=segments["text"].str.split().str.len())
    assert (
        words.loc["voice", "first"]
        == spoken[(spoken["code"] == "voice") & (spoken["transcript"] == "first")]["n"].sum()
    )
    assert matrix.attrs["measure"] == "segments"
    assert isinstance(matrix, pd.DataFrame)
    assert project.count(values="cases").total == 2


def test_coding_again_makes_the_same_suggestions(project: sendcode.Project) -> None:
    found = project.code()
    before = project.segments("suggested")
    assert project.code() == found >= 6
    pd.testing.assert_frame_equal(project.segments("suggested"), before)


def test_a_decision_is_told_also_when_another_process_decides_at_the_same_time(
    project: sendcode.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = project.queue()[:2]
    decide = review.decide

    def and_then_ben(*args: object, **how: object) -> tuple[str, ...]:
        done = decide(*args, **how)
        decide(args[0], [decision_for(second, Action.REJECT)], coder="ben", at=AT)
        return done

    monkeypatch.setattr(review, "decide", and_then_ben)
    entry = project.decide(first, "accept")
    assert (entry.coder, entry.action) == ("anna", Action.ACCEPT)


def test_the_codebook_is_the_current_one(project: sendcode.Project) -> None:
    assert [code.path for code in project.codebook][:2] == ["delays", "delays/waiting"]


def test_a_project_in_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no project file"):
        sendcode.open(tmp_path / "study")
