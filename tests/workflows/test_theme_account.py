from __future__ import annotations

from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.store import Store
from sendcode.suggest.themes import METHOD
from sendcode.version import __version__
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import decide
from sendcode.workflows.theme_account import theme_account
from sendcode.workflows.theme_decisions import adopt, dismiss, merge
from sendcode.workflows.theme_proposals import propose_themes
from tests.conftest import AT
from tests.workflows.test_themes import fill, said, undo


def test_a_study_without_proposals_says_nothing(store: Store) -> None:
    assert list(theme_account(store)) == []


def test_it_says_what_was_proposed_and_what_people_made_of_it(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    first, second = propose_themes(store, coder="anna", at=AT, themes=2)
    (told,) = theme_account(store)
    assert f"once; the last time on {AT[:10]} (sendcode {__version__}, method {METHOD}" in told
    assert "from every codable sentence, 2 themes were found" in told
    assert "adopted none, merged and split none and put none aside; 2 were left undecided." in told
    adopt(store, first.id, name="Transport", coder="anna", at=AT)
    dismiss(store, [second.id], coder="anna", at=AT)
    (told,) = theme_account(store)
    assert "adopted 1 as draft code (Transport)" in told
    assert "put 1 aside; none were left undecided" in told
    assert f"Of their {first.size} sentences, the researchers gave the code to 0, did not" in told
    undo(store)
    undo(store)
    merge(store, [first.id, second.id], coder="anna", at=AT)
    (told,) = theme_account(store)
    assert "merged themes once" in told
    assert "1 was left undecided" in told


def test_it_says_what_became_of_the_sentences(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    first, _ = propose_themes(store, coder="anna", at=AT, themes=2)
    adopt(store, first.id, name="Transport", coder="anna", at=AT)
    guid = store.codebooks.current().code("transport").guid
    frame = StudyFrame(store)
    chosen = [unit for unit in frame.population() if unit.id in first.units][:2]
    actions = []
    for unit, action in zip(chosen, (Action.ACCEPT, Action.REJECT), strict=True):
        number = frame.ids[unit.transcript]
        (row,) = frame.units_in(number, unit.start, unit.end)
        where = Place(number, row.turn, Span(unit.start, unit.end), (unit.id,))
        actions.append(NewDecision(action, place=where, code=guid))
    decide(store, actions, coder="anna", at=AT)
    (told,) = theme_account(store)
    assert " gave the code to 1, did not give it to 1, and had not" in told


def test_what_was_put_aside_counts_whatever_was_asked_last(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    first, _ = propose_themes(store, coder="anna", at=AT, themes=2)
    dismiss(store, [first.id], coder="anna", at=AT)
    role = next(iter({"parent", "senco"} - first.roles.keys()))
    propose_themes(store, coder="anna", at=AT, themes=2, where=f"role:{role}")
    (told,) = theme_account(store)
    assert "put 1 aside" in told


def test_a_narrowed_run_names_its_query(store: Store) -> None:
    fill(store, "a", "b", "c", "d")
    propose_themes(store, coder="anna", at=AT, themes=2, where="role:parent")
    (told,) = theme_account(store)
    assert "from 20 sentences without a coding or an open suggestion that this query" in told
    assert "finds: role:parent, 2 themes were found" in told


def test_a_run_that_found_nothing_says_so(store: Store) -> None:
    with store.transaction():
        one = said("a", Role.PARENT, "Yeah.")
        store.transcripts.add(one, file_name="a", part="", roles={}, at=AT)
    propose_themes(store, coder="anna", at=AT)
    (told,) = theme_account(store)
    assert ", no themes were found. A proposal" in told
    assert "none were left undecided" in told
