from __future__ import annotations

from collections.abc import Iterable

import pytest

from sendcode.core.codebook_edit import retire
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Role, Span
from sendcode.errors import CodebookError, DependentsError, NotFound, SendcodeError
from sendcode.store import Store
from sendcode.workflows import theme_decisions, themes
from sendcode.workflows.codebooks import store_version
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.memos import memos
from sendcode.workflows.review import queue, redo_last
from sendcode.workflows.review import undo as take_back
from sendcode.workflows.theme_decisions import DRAFT, adopt, dismiss, merge, split
from sendcode.workflows.theme_proposals import propose_themes
from sendcode.workflows.themes import current_themes, theme_of
from tests.conftest import AT, transcript

BUS = (
    "The school bus never stops at our village.",
    "The bus driver is early and the village waits.",
    "The bus driver does not know the road to the village.",
    "We share a taxi because no bus comes to the village.",
    "No bus came and the taxi driver was full.",
)
DINNER = (
    "The dinner hall is loud and she eats nothing at lunch.",
    "Lunch in the dinner hall is too loud for her.",
    "She eats her lunch in the library, away from the dinner hall.",
    "The cook keeps a plate of lunch in the dinner hall.",
    "He eats only bread at lunch in the hall.",
)


def said(name: str, role: Role, *sentences: str):
    """Return an interview: a question before each sentence."""
    asked = ("I", Role.INTERVIEWER, "What happened?")
    turns = [turn for s in sentences for turn in (asked, ("P", role, f"{s} Yeah."))]
    return transcript(name, *turns)


def fill(store: Store, *names: str) -> Store:
    with store.transaction():
        for number, name in enumerate(names):
            role = (Role.PARENT, Role.SENCO)[number % 2]
            sentences = BUS if role is Role.PARENT else DINNER
            store.transcripts.add(
                said(name, role, *sentences), file_name=name, part="", roles={}, at=AT
            )
    return store


@pytest.fixture
def study(store: Store) -> Store:
    """Four interviews: two about the bus, two about dinner; no codebook."""
    return fill(store, "a", "b", "c", "d")


def propose(store: Store, **options: object):
    return propose_themes(store, coder="anna", at=AT, themes=2, **options)


def test_adopting_makes_a_draft_code_whose_units_wait_for_review(study: Store) -> None:
    bus = next(t for t in propose(study) if "a" in {p[0] for p in t.places})
    done = adopt(study, bus.id, name="Transport", coder="anna", at=AT)
    code = study.codebooks.current().code("transport")
    assert code.origin == "inductive"
    assert code.definition == DRAFT.format(", ".join(bus.phrases))
    shown = {(quote.text, quote.transcript) for quote in bus.quotes if not quote.edge}
    assert set(code.quotes) <= shown
    assert code.examples == tuple(words for words, _ in code.quotes)
    assert 1 <= len(set(code.examples)) == len(code.examples) <= 3
    assert code.rules
    assert done.suggested == bus.size
    items = queue(study, coder="anna")
    assert {item.code for item in items} == {"transport"}
    assert {reason.source for item in items for reason in item.evidence} == {"theme"}
    assert bus.id not in {theme.id for theme in current_themes(study)}
    with pytest.raises(NotFound, match="adopted already"):
        dismiss(study, [bus.id], coder="anna", at=AT)


def test_a_second_code_at_the_same_path_is_refused(study: Store) -> None:
    first, second = propose(study)
    adopt(study, first.id, name="Transport", coder="anna", at=AT)
    with pytest.raises(CodebookError, match="there already"):
        adopt(study, second.id, name="Transport", coder="anna", at=AT)


def test_what_cannot_be_adopted_leaves_no_codebook_behind(study: Store) -> None:
    first, _ = propose(study)
    with pytest.raises(NotFound, match="no code 'nowhere'"):
        adopt(study, first.id, name="Transport", under="nowhere", coder="anna", at=AT)
    with pytest.raises(CodebookError, match="it needs a letter a-z or a digit"):
        adopt(study, first.id, name="!?", coder="anna", at=AT)
    assert study.codebooks.version() == 0


def test_no_code_is_made_under_a_retired_one(study: Store) -> None:
    first, second = propose(study)
    adopt(study, first.id, name="Day", coder="anna", at=AT)
    book = retire(study.codebooks.current(), "day")
    store_version(study, book, current=study.codebooks.current(), message="", coder="anna", at=AT)
    with pytest.raises(CodebookError, match="day is retired"):
        adopt(study, second.id, name="Meals", under="day", coder="anna", at=AT)


def undo(store: Store) -> None:
    coder = store.coders.id("anna", at=AT)
    with store.transaction():
        store.decisions.undo(store.decisions.last(coder=coder), coder=coder, at=AT)


def test_dismissed_themes_stay_away_until_undone(study: Store) -> None:
    first, second = propose(study)
    dismiss(study, [first.id], coder="anna", at=AT, why="small talk")
    assert [theme.id for theme in current_themes(study)] == [second.id]
    fill(study, "e")
    assert [theme.id for theme in propose(study)] == [second.id]
    undo(study)
    assert len(current_themes(study)) == 2


def test_what_was_decided_about_a_part_is_not_left_alone_by_undoing_the_split(
    study: Store,
) -> None:
    first, second = propose(study)
    one = merge(study, [first.id, second.id], coder="anna", at=AT)
    merged = study.decisions.last(coder=study.coders.find("anna") or 0)
    part, _ = split(study, one.id, coder="anna", at=AT)
    parted = study.decisions.last(coder=study.coders.find("anna") or 0)
    adopt(study, part.id, name="Part", coder="ben", at=AT)
    for ids, later in ((parted, 2), (merged, 1)):
        with pytest.raises(DependentsError, match=rf"{later} later decision"):
            take_back(study, ids, coder="anna", at=AT)
    take_back(study, merged, coder="anna", at=AT, with_dependents=True)
    assert {theme.id for theme in current_themes(study)} == {first.id, second.id}
    assert "part" not in study.codebooks.current()


def test_merge_and_split_can_be_undone(study: Store) -> None:
    before = propose(study)
    one = merge(study, [theme.id for theme in before], coder="anna", at=AT)
    assert one.size == sum(theme.size for theme in before)
    assert [theme.id for theme in current_themes(study)] == [before[0].id]
    parts = split(study, one.id, coder="anna", at=AT)
    assert sorted(u for part in parts for u in part.units) == sorted(one.units)
    undo(study)
    undo(study)
    assert current_themes(study) == before


@pytest.mark.parametrize("did", ["merge", "split", "dismiss"])
def test_what_was_taken_back_is_not_brought_back_over_what_somebody_else_decided_since(
    study: Store, did: str
) -> None:
    first, second = propose(study)
    if did == "merge":
        merge(study, [first.id, second.id], coder="anna", at=AT)
    elif did == "split":
        split(study, second.id, coder="anna", at=AT)
    else:
        dismiss(study, [second.id], coder="anna", at=AT)
    undo(study)
    assert redo_last(study, coder="anna", at=AT)
    undo(study)
    adopt(study, second.id, name="Meals", coder="ben", at=AT)
    with pytest.raises(DependentsError, match="about these themes"):
        redo_last(study, coder="anna", at=AT)
    assert [theme.id for theme in current_themes(study)] == [first.id]


def test_adopting_is_undone_with_its_code(study: Store) -> None:
    first, second = propose(study)
    adopt(study, first.id, name="One", coder="anna", at=AT)
    adopt(study, second.id, name="Two", coder="anna", at=AT)
    undo(study)
    assert "two" not in study.codebooks.current()
    assert {item.code for item in queue(study, coder="anna")} == {"one"}
    assert [theme.id for theme in current_themes(study)] == [second.id]


def test_the_first_adoption_in_a_study_without_a_codebook_is_undone_too(study: Store) -> None:
    first, second = propose(study)
    adopt(study, first.id, name="One", coder="anna", at=AT)
    undo(study)
    assert "one" not in study.codebooks.current()
    assert [theme.id for theme in current_themes(study)] == [first.id, second.id]


def never_quote(store: Store, units: Iterable[int]) -> None:
    """Mark sentences do-not-quote."""
    frame = StudyFrame(store)
    wanted, population = set(units), frame.population()
    marks = []
    for one in population:
        if one.id in wanted:
            number = frame.ids[one.transcript]
            (unit,) = frame.units_in(number, one.start, one.end)
            place = Place(number, unit.turn, Span(unit.start, unit.end), (unit.id,))
            marks.append(NewDecision(Action.DO_NOT_QUOTE, place=place))
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        store.decisions.record(marks, coder=coder, at=AT, codebook_version=0)


def test_a_phrase_that_only_stands_where_nothing_may_be_quoted_is_not_shown(study: Store) -> None:
    theme = propose(study)[0]
    word = theme.phrases[0].lower()
    texts = {u.id: u for u in StudyFrame(study).population()}
    frame = StudyFrame(study)
    saying = [
        u
        for u in theme.units
        if word in frame.text(frame.ids[texts[u].transcript])[texts[u].start : texts[u].end].lower()
    ]
    assert len(saying) > 2
    never_quote(study, saying[:-1])
    (again,) = (t for t in current_themes(study) if t.id == theme.id)
    assert word in {phrase.lower() for phrase in again.phrases}
    never_quote(study, saying[-1:])
    (again,) = (t for t in current_themes(study) if t.id == theme.id)
    assert word not in {phrase.lower() for phrase in again.phrases}
    assert not any(word in quote.text.lower() for quote in again.quotes)
    adopted = adopt(study, theme.id, name="One", coder="anna", at=AT).code
    assert word not in f"{adopted.definition} {adopted.rules} {adopted.examples}".lower()


def test_quotes_that_say_a_key_phrase_come_before_those_as_near(study: Store) -> None:
    theme = propose(study)[0]
    last = theme.quotes[-1].text
    frame = StudyFrame(study)
    units = {unit.id: unit for unit in frame.population()}
    free = [units[unit] for unit in theme.units]
    near = dict.fromkeys(theme.units, 0.5)
    first, *_ = themes._quotes(frame, free, near, [last[4:20]])
    assert last[4:20] in first.text
    assert first.text != theme.quotes[0].text


def test_what_is_marked_do_not_quote_is_in_no_quote(study: Store) -> None:
    theme = propose(study)[0]
    shown = theme.quotes[0]
    frame = StudyFrame(study)
    number = frame.ids[shown.transcript]
    (unit,) = frame.units_in(number, shown.start, shown.end)
    never_quote(study, [unit.id])
    after = next(t for t in current_themes(study) if t.id == theme.id)
    assert (shown.transcript, shown.start) not in {(q.transcript, q.start) for q in after.quotes}


def test_numbers_that_are_not_there_are_refused(study: Store) -> None:
    propose(study)
    for wrong in ([1], [1, 99]):
        with pytest.raises(NotFound):
            merge(study, wrong, coder="anna", at=AT)
    with pytest.raises(NotFound, match="no theme 99"):
        split(study, 99, coder="anna", at=AT)


def test_an_unknown_number_is_told_what_the_newest_list_is_of(study: Store) -> None:
    propose(study, where="role:parent")
    with pytest.raises(NotFound, match="no theme 99") as error:
        split(study, 99, coder="anna", at=AT)
    assert "The newest list is of what this query finds: role:parent" in error.value.hint


def test_an_id_that_cannot_stand_in_a_path_is_named(study: Store) -> None:
    first, _ = propose(study)
    with pytest.raises(CodebookError, match="the id ';'"):
        adopt(study, first.id, name="Transport", slug_id=";", coder="anna", at=AT)
    with pytest.raises(CodebookError, match="the name '日本'") as refused:
        adopt(study, first.id, name="日本", coder="anna", at=AT)
    assert "--id" in refused.value.hint
    assert adopt(study, first.id, name="日本", slug_id="jp", coder="anna", at=AT).code.path == "jp"


def test_a_code_and_its_sentences_come_together_or_not_at_all(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = propose(study)

    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(type(study.suggestions), "store_run", full)
    with pytest.raises(OSError, match="full"):
        adopt(study, first.id, name="Transport", coder="anna", at=AT)
    assert "transport" not in study.codebooks.current()
    assert first.id in {theme.id for theme in current_themes(study)}


@pytest.mark.parametrize("act", ["adopt", "merge", "split", "dismiss"])
def test_what_somebody_else_decided_meanwhile_is_refused(
    study: Store, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    one, other = propose(study)
    dismiss(study, [one.id], coder="ben", at=AT)
    before = len(study.themes.decided())
    monkeypatch.setattr(theme_decisions, "theme_of", lambda _, number, **__: one)  # read too early
    acts = {
        "adopt": lambda: adopt(study, one.id, name="Transport", coder="anna", at=AT),
        "merge": lambda: merge(study, [other.id, one.id], coder="anna", at=AT),
        "split": lambda: split(study, one.id, coder="anna", at=AT),
        "dismiss": lambda: dismiss(study, [one.id], coder="anna", at=AT),
    }
    with pytest.raises(NotFound, match=f"theme {one.id} was dismissed already"):
        acts[act]()
    assert len(study.themes.decided()) == before


def test_what_was_merged_is_shown_whatever_became_of_it_since(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = propose(study)
    log = theme_decisions._log

    def merge_and_dismiss(store: Store, payload: dict[str, object], **about: str) -> None:
        log(store, payload, **about)
        log(store, {"did": "dismiss", "themes": [one.id]}, **about)  # somebody else, at once

    monkeypatch.setattr(theme_decisions, "_log", merge_and_dismiss)
    made = merge(study, [one.id, other.id], coder="anna", at=AT)
    assert (made.id, made.status) == (one.id, "dismissed")


def test_the_journal_says_which_theme_was_put_aside_and_why(study: Store) -> None:
    one, other = propose(study)
    dismiss(study, [one.id], coder="anna", at=AT, why="  ")
    assert memos(study) == ()
    undo(study)
    dismiss(study, [other.id, one.id], coder="anna", at=AT, why=" small talk ")
    (memo,) = memos(study, about="journal")
    first, second = sorted((one.id, other.id))
    assert memo.text == f"Themes {first}, {second} put aside: small talk"


def test_nothing_is_decided_about_themes_that_were_proposed_anew_meanwhile(
    study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = propose(study)
    seen = theme_of

    def and_then_anew(store: Store, number: int, **options: object):
        theme = seen(store, number, **options)
        if number == first.id:
            propose_themes(store, coder="ben", at=AT, themes=1)
        return theme

    monkeypatch.setattr(theme_decisions, "theme_of", and_then_anew)
    for decide in (
        lambda: adopt(study, first.id, name="Bus", coder="anna", at=AT),
        lambda: merge(study, [second.id, first.id], coder="anna", at=AT),
        lambda: split(study, first.id, coder="anna", at=AT),
        lambda: dismiss(study, [first.id], coder="anna", at=AT),
    ):
        propose(study)
        with pytest.raises(SendcodeError, match="proposed anew meanwhile"):
            decide()
    assert not study.themes.decided()
