from __future__ import annotations

from sendcode.store import Store
from sendcode.workflows.theme_account import theme_account
from sendcode.workflows.theme_decisions import adopt, dismiss, merge
from sendcode.workflows.theme_proposals import propose_themes
from tests.conftest import AT
from tests.workflows.test_themes import fill, undo


def test_a_study_without_proposals_says_nothing(store: Store) -> None:
    assert list(theme_account(store)) == []


def test_it_says_what_was_proposed_and_what_people_made_of_it(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    first, second = propose_themes(store, coder="anna", at=AT, themes=2)
    (told,) = theme_account(store)
    assert "once (the last time with themes-3, from every codable sentence, 2 themes)" in told
    assert "adopted 0 as draft codes, merged none, split none and put 0 aside; 2 are left" in told
    adopt(store, first.id, name="Transport", coder="anna", at=AT)
    dismiss(store, [second.id], coder="anna", at=AT)
    (told,) = theme_account(store)
    assert "adopted 1 as draft codes, merged none, split none and put 1 aside; 0 are left" in told
    undo(store)
    undo(store)
    merge(store, [first.id, second.id], coder="anna", at=AT)
    (told,) = theme_account(store)
    assert "merged once" in told
    assert "1 are left undecided" in told


def test_a_narrowed_run_names_its_query(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    propose_themes(store, coder="anna", at=AT, themes=2, where="role:parent")
    (told,) = theme_account(store)
    assert "from 20 sentences that this query finds: role:parent" in told
