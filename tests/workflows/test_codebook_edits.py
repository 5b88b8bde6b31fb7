"""Edits of the codebook act on codings through the log, and can be taken back."""

from __future__ import annotations

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.replay import replay
from sendcode.errors import CodebookError, DependentsError, NotFound
from sendcode.store import Store
from sendcode.store.checks import Checks
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebook_edits import (
    Who,
    add_code,
    merge_codes,
    move_code,
    queue_recode,
    rename_code,
    retire_code,
    split_code,
)
from sendcode.workflows.codebooks import store_version
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import undo, undo_last
from tests.conftest import AT, FORMS, LATER, VOICE, WAITING, accept, place, record

ANNA = Who("anna", LATER)
BEN = Who("ben", LATER)


def codings(store: Store) -> list[tuple[str, str, str, str]]:
    return sorted(
        (c.coder, store.codebooks.current().get(c.code_guid).path, c.origin, c.memo)  # type: ignore[union-attr]
        for c in store.codings.coded()
    )


def replayed(store: Store) -> tuple[str, ...]:
    checks = Checks(store.database)
    return replay(checks.log()).differences(checks.state())


def back(store: Store, coder: str = "anna") -> tuple[str, ...]:
    return undo_last(store, coder=coder, at=LATER)


@pytest.fixture
def coded(small: Store) -> Store:
    """Two coders' codings of waiting and forms, one with a memo."""
    memo = NewDecision(
        Action.ACCEPT, place=place(small, "first", 1), code=WAITING, memo="telling", origin="bulk"
    )
    record(small, memo, accept(small, "second", 1), accept(small, "first", 4, code=FORMS))
    record(small, accept(small, "first", 1), coder="ben")
    return small


def test_an_old_path_says_what_the_code_is_called_now(coded: Store) -> None:
    rename_code(coded, "delays/waiting", "queues", who=ANNA)
    rename_code(coded, "delays/queues", "lists", who=ANNA)
    for old in ("delays/waiting", "Delays/Queues"):
        with pytest.raises(NotFound) as raised:
            coded.codebooks.current().code(old)
        assert raised.value.hint == "It is 'delays/lists' now."
    with pytest.raises(NotFound) as raised:
        coded.codebooks.current().code("delays/list")
    assert raised.value.hint == "Did you mean 'delays/lists'?"


def test_codings_follow_a_renamed_or_moved_code(coded: Store) -> None:
    done = rename_code(coded, "delays/waiting", "queues", name="Queues", who=ANNA)
    assert done.version == 2
    assert done.changes[0] == "delays/queues renamed from delays/waiting"
    move_code(coded, "delays/queues", "voice", who=ANNA)
    assert {path for _, path, _, _ in codings(coded)} == {"voice/queues", "delays/forms"}
    assert [v.message for v in coded.codebooks.versions()][1:] == [
        "rename: delays/queues renamed from delays/waiting",
        "move: voice/queues moved from delays/queues",
    ]


def test_a_merge_moves_everybodys_codings_as_one_batch(coded: Store) -> None:
    before = codings(coded)
    done = merge_codes(coded, ["delays/waiting"], "delays/forms", who=ANNA)
    assert done.moved == 3
    assert done.changes[0] == "delays/waiting merged into delays/forms"
    assert codings(coded) == [
        ("anna", "delays/forms", "bulk", "telling"),
        ("anna", "delays/forms", "suggestion", ""),
        ("anna", "delays/forms", "suggestion", ""),
        ("ben", "delays/forms", "suggestion", ""),
    ]
    unit = place(coded, "first", 1).units[0]
    ben = coded.coders.find("ben")
    assert coded.codings.verdicts(ben) == {(unit, FORMS): True}
    log = coded.decisions.log()[-4:]
    assert {entry.coder for entry in log} == {"anna"}
    assert len({entry.batch_id for entry in log}) == 1
    assert coded.codebooks.current().code("delays/waiting").retired
    assert replayed(coded) == ()
    assert len(back(coded)) == 4
    assert replayed(coded) == ()
    assert codings(coded) == before
    assert coded.codings.verdicts(ben) == {(unit, WAITING): True}
    assert not coded.codebooks.current().code("delays/waiting").retired
    assert coded.codebooks.version() == 3


def test_a_merge_into_a_code_the_segment_has_already_makes_no_second_coding(coded: Store) -> None:
    record(coded, accept(coded, "first", 1, code=VOICE))
    merge_codes(coded, ["delays/waiting"], "voice", who=ANNA)
    paths = [path for coder, path, _, _ in codings(coded) if coder == "anna"]
    assert paths == ["delays/forms", "voice", "voice"]


def test_a_split_queues_the_codings_and_leaves_them_where_they_are(coded: Store) -> None:
    before = codings(coded)
    done = split_code(coded, "delays/waiting", ["Health services", "council"], who=ANNA)
    assert done.queued == 3
    assert codings(coded) == before
    children = coded.codebooks.current().children("delays/waiting")
    assert [c.path.rpartition("/")[2] for c in children] == ["health-services", "council"]
    anna, ben = coded.coders.find("anna"), coded.coders.find("ben")
    assert (len(coded.recodes.queue(anna or 0)), len(coded.recodes.queue(ben or 0))) == (2, 1)
    back(coded)
    assert coded.recodes.queue(anna or 0) == ()
    assert coded.codebooks.current().children("delays/waiting") == ()


def test_a_changed_definition_queues_older_codings_on_request_only(coded: Store) -> None:
    with pytest.raises(CodebookError, match="never changed"):
        queue_recode(coded, "delays/waiting", who=ANNA)
    redefine(coded, "Time until help comes.")
    record_now(coded, accept(coded, "first", 3))
    anna = coded.coders.find("anna") or 0
    assert coded.recodes.queue(anna) == ()
    assert queue_recode(coded, "delays/waiting", who=BEN) == 3
    assert {c.before for c in coded.recodes.queue(anna)} == {2}
    assert len(coded.recodes.queue(anna)) == 2
    record_now(coded, accept(coded, "first", 1))
    assert len(coded.recodes.queue(anna)) == 1
    queue_recode(coded, "delays/waiting", who=ANNA)
    assert len(coded.recodes.queue(anna)) == 1
    assert queue_recode(coded, "delays/waiting", everything=True, who=ANNA) == 4
    assert len(coded.recodes.queue(anna)) == 3


def redefine(store: Store, definition: str) -> None:
    from dataclasses import replace

    book = store.codebooks.current()
    codes = tuple(replace(c, definition=definition) if c.guid == WAITING else c for c in book.codes)
    store_version(store, replace(book, codes=codes), current=book, message="m", coder="anna", at=AT)


def record_now(store: Store, *decisions: NewDecision) -> None:
    with store.transaction():
        store.decisions.record(
            decisions,
            coder=store.coders.id("anna", at=AT),
            at=LATER,
            codebook_version=store.codebooks.version(),
        )


def test_retired_codes_keep_their_codings_and_come_back(coded: Store) -> None:
    done = retire_code(coded, "delays", who=ANNA)
    assert done.carried == 3
    assert len(coded.codings.coded()) == 4
    retire_code(coded, "delays", retired=False, who=ANNA)
    assert not any(c.retired for c in coded.codebooks.current().codes)


def test_undo_goes_back_edit_by_edit_but_not_behind_the_first_codebook(small: Store) -> None:
    with small.transaction():
        anna = small.coders.id("anna", at=AT)
        small.decisions.record(
            [NewDecision(Action.CODEBOOK, payload={"version": 1})],
            coder=anna, at=AT, codebook_version=1,
        )  # fmt: skip
    rename_code(small, "voice", "say", who=ANNA)
    rename_code(small, "say", "told", who=ANNA)
    back(small)
    assert "say" in small.codebooks.current()
    undone = back(small)
    assert "voice" in small.codebooks.current()
    assert small.codebooks.version() == 5
    assert back(small) == ()
    with small.transaction():
        small.decisions.redo(undone, coder=anna, at=LATER)
    assert "say" in small.codebooks.current()
    back(small)
    assert "voice" in small.codebooks.current()


def test_undo_of_an_older_edit_names_the_later_ones(small: Store) -> None:
    rename_code(small, "voice", "say", who=ANNA)
    first = small.decisions.log()[-1].id
    rename_code(small, "delays/forms", "paper", who=BEN)
    second = small.decisions.log()[-1].id
    with pytest.raises(DependentsError) as raised:
        undo(small, [first], coder="anna", at=LATER)
    assert raised.value.dependents == (second,)
    undo(small, [first], coder="anna", at=LATER, with_dependents=True)
    assert [c.path for c in small.codebooks.current().codes][2:] == ["delays/forms", "voice"]


def test_undo_of_a_new_code_names_its_codings(small: Store) -> None:
    add_code(small, "voice/pupils", definition="Asked.", who=ANNA)
    added = small.decisions.log()[-1].id
    guid = small.codebooks.current().code("voice/pupils").guid
    coding = record(small, accept(small, "first", 3, code=guid), coder="ben")
    with pytest.raises(DependentsError) as raised:
        back(small)
    assert raised.value.dependents == tuple(coding)
    undo(small, [added], coder="anna", at=LATER, with_dependents=True)
    assert small.codings.coded() == ()
    assert "voice/pupils" not in small.codebooks.current()


def test_a_redo_after_another_edit_is_refused(small: Store) -> None:
    rename_code(small, "voice", "say", who=ANNA)
    undone = back(small)
    rename_code(small, "voice", "told", who=BEN)
    with pytest.raises(DependentsError, match="changed since"), small.transaction():
        small.decisions.redo(undone, coder=1, at=LATER)
    assert "told" in small.codebooks.current()


def test_an_edit_needs_a_codebook_and_changes_something(store: Store, small: Store) -> None:
    with pytest.raises(CodebookError, match="change nothing"):
        rename_code(small, "voice", "voice", who=ANNA)


def test_a_project_without_a_codebook_cannot_be_edited(store: Store) -> None:
    with pytest.raises(NotFound, match="no codebook"):
        retire_code(store, "voice", who=ANNA)


def test_suggestions_of_a_retired_code_are_gone_at_once_and_come_back_with_it(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT, method="rules")

    def shown() -> list[set[str]]:
        open_units = small.suggestions.open_units(coder=None)
        rows = StudyFrame(small).segments("suggested", coder="any").rows
        return [
            {unit.code for unit in open_units},
            {hit.code for hit in small.queue.hits(coder=None)},
            {u.code for u in small.queue.on_units([unit.unit for unit in open_units])},
            set(small.suggestions.counts()),
            {row.code_guid for row in rows},
        ]

    before = shown()
    assert all(WAITING in codes for codes in before)
    retire_code(small, "delays/waiting", who=ANNA)
    assert not any(WAITING in codes for codes in shown())
    retire_code(small, "delays/waiting", retired=False, who=ANNA)
    assert shown() == before


def test_the_first_code_makes_a_codebook(store: Store) -> None:
    done = add_code(store, "waiting", definition="Time.", who=ANNA)
    book = store.codebooks.current()
    assert (done.version, book.name, [code.path for code in book]) == (1, store.name, ["waiting"])
    assert done.changes == ("waiting added",)
    with pytest.raises(NotFound):
        add_code(store, "nowhere/waiting", who=ANNA)
