from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from sendcode.core.model import Action
from sendcode.errors import InputError
from sendcode.interchange.queue_table import QueueAnswer
from sendcode.store import Store
from sendcode.store.backups import list_backups
from sendcode.workflows import review
from sendcode.workflows.answers import apply_answers, export_queue, import_queue
from sendcode.workflows.review import Filter, queue
from tests.conftest import AT, LATER, VOICE, WAITING


def answer(store: Store, place: int, decision: str, **changes: object) -> QueueAnswer:
    """Answer the `place`-th item of a queue in which nothing is decided."""
    item = queue(store, coder="nobody")[place]
    said = {
        "row": place + 2,
        "suggestion_id": item.id,
        "transcript": item.transcript,
        "start": item.start,
        "end": item.end,
        "code_suggested": item.code,
        "decision": decision,
        "code": "",
        "memo": "",
    }
    return QueueAnswer(**(said | changes))


def give(store: Store, *answers: QueueAnswer, coder: str = "anna"):
    return apply_answers(store, answers, coder=coder, at=LATER)


def test_new_answers_are_one_batch_behind_a_copy(coded: Store) -> None:
    done = give(
        coded,
        answer(coded, 0, "accept", memo="ask"),
        answer(coded, 1, "reject"),
        answer(coded, 2, "recode", code="voice"),
        answer(coded, 3, "skip"),
        answer(coded, 4, ""),
    )
    assert (done.recorded, done.same, done.conflicts) == (
        {"accept": 1, "reject": 1, "recode": 1, "skip": 1},
        0,
        (),
    )
    assert {(c.code_guid, c.memo) for c in coded.codings.coded()} == {(WAITING, "ask"), (VOICE, "")}
    log = coded.decisions.log()
    assert len({entry.batch_id for entry in log}) == 1
    assert log[0].score == 1.0
    assert log[0].suggestion_id is not None
    assert [copy.why for copy in list_backups(coded.path)] == ["before-import"]
    assert len(review.undo_last(coded, coder="anna", at=LATER)) == 4


def test_the_same_file_twice_records_nothing_new(coded: Store) -> None:
    answers = (
        answer(coded, 0, "accept"),
        answer(coded, 1, "reject"),
        answer(coded, 2, "recode", code="voice"),
        answer(coded, 3, "skip"),
    )
    give(coded, *answers)
    again = give(coded, *answers)
    assert (again.recorded, again.same, again.conflicts) == ({}, 4, ())
    assert len(coded.decisions.log()) == 4
    assert len(list_backups(coded.path)) == 1


@pytest.mark.parametrize("now", ["reject", "recode", "skip"])
def test_what_was_decided_otherwise_meanwhile_is_a_conflict_and_left_alone(
    coded: Store, now: str
) -> None:
    give(coded, answer(coded, 0, "accept"))
    done = give(coded, answer(coded, 0, now, code="voice" if now == "recode" else ""))
    assert done.conflicts == ((2, "was decided otherwise meanwhile"),)
    assert [c.code_guid for c in coded.codings.coded()] == [WAITING]


def test_what_another_coder_decided_is_no_conflict(coded: Store) -> None:
    give(coded, answer(coded, 0, "accept"), coder="ben")
    assert give(coded, answer(coded, 0, "reject")).recorded == {"reject": 1}


@pytest.mark.parametrize(("first", "second"), [("accept", "reject"), ("recode", "accept")])
def test_two_rows_that_contradict_each_other_are_a_conflict(
    coded: Store, first: str, second: str
) -> None:
    done = give(
        coded,
        answer(coded, 0, first, code="voice" if first == "recode" else ""),
        answer(coded, 0, second, row=9),
        answer(coded, 1, "skip"),
        answer(coded, 1, "skip", row=10),
    )
    assert done.recorded == {first: 1, "skip": 1}
    assert done.conflicts == ((9, "another row of the file says otherwise"),)
    assert done.same == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"transcript": "third"}, "no transcript 'third' in the project"),
        ({"code_suggested": "gone"}, "no code 'gone' in the codebook"),
        ({"start": 9_000, "end": 9_001}, "first 9000-9001: there are no words to code"),
        ({"decision": "recode", "code": "gone"}, "no code 'gone' in the codebook"),
    ],
)
def test_a_row_that_fits_nothing_is_a_conflict_with_its_reason(
    coded: Store, changes: dict[str, object], reason: str
) -> None:
    wrong = replace(answer(coded, 0, "accept"), **changes)
    done = give(coded, wrong, answer(coded, 1, "accept"))
    assert done.conflicts == ((2, reason),)
    assert done.recorded == {"accept": 1}


def test_an_answer_about_what_is_no_longer_suggested_is_taken_without_a_score(
    coded: Store,
) -> None:
    stale = answer(coded, 0, "accept", code_suggested="voice")
    assert give(coded, stale).recorded == {"accept": 1}
    (entry,) = coded.decisions.log()
    assert (entry.action, entry.suggestion_id, entry.score) == (Action.ACCEPT, None, 0.0)


def test_a_queue_goes_out_and_comes_back_answered(coded: Store, tmp_path: Path) -> None:
    path = tmp_path / "queue.csv"
    where = Filter(code="delays")
    assert export_queue(coded, path, coder="anna", order="code", where=where, force=False) == 4
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row, said in zip(rows, ("accept", "REJECT", "maybe", ""), strict=True):
        row["decision"] = said
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = import_queue(coded, path, coder="anna", at=AT)
    assert done.recorded == {"accept": 1, "reject": 1}
    assert [row for row, _ in done.conflicts] == [4]


def test_a_missing_file_is_a_sentence(coded: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        import_queue(coded, tmp_path / "queue.csv", coder="anna", at=AT)
