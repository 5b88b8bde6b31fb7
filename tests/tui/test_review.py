from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from sendcode.core.model import Action, Role
from sendcode.core.stopping import Recall
from sendcode.errors import ProjectError
from sendcode.store import Store, create_store, open_store
from sendcode.store.project import watch_store
from sendcode.tui.acts import ACTS
from sendcode.tui.app import ReviewApp
from sendcode.tui.keys import COMMANDS
from sendcode.tui.screens.review import ReviewScreen
from sendcode.tui.widgets.bars import KeyLine, Line
from sendcode.tui.widgets.card import CardView
from sendcode.tui.widgets.code_tree import CodeTree
from sendcode.tui.widgets.rows import Rows
from sendcode.tui.widgets.transcript import TranscriptView
from sendcode.tui.widgets.words import Words
from sendcode.workflows.listing import Listing
from sendcode.workflows.review import Filter
from sendcode.workflows.shown import Shown
from tests.conftest import AT, DELAYS, FORMS, VOICE, WAITING, transcript
from tests.desk import actions
from tests.desk import desk as make_desk
from tests.tui.conftest import Play, press, typed


def words(app: ReviewApp, which: str) -> str:
    """Return what a part of the screen says."""
    return str(app.screen.query_one(which, Static).content)


def at(app: ReviewApp) -> str:
    """Return the suggested code and the first words."""
    item = app.desk.item
    return f"{item.code} {item.text[:12]}" if item else ""


def coded(store: Store) -> list[str]:
    return [c.code_guid for c in store.codings.coded()]


def test_it_opens_on_the_first_item_without_asking(play: Play) -> None:
    def look(app: ReviewApp) -> None:
        assert isinstance(app.screen, ReviewScreen)
        assert "1 of 8" in words(app, "#top")
        assert "anna" in words(app, "#top")
        assert "Small v1" in words(app, "#top")
        assert "first · turn 2 of 4" in words(app, "#title")
        assert "Delays › Waiting" in words(app, "#card")
        assert "likely 0.80" in words(app, "#card")
        assert "waiting list" in words(app, "#card")
        assert "1 Forms" in words(app, "#card")

    play(look=look)


@pytest.mark.parametrize(
    ("keys", "done", "then"),
    [
        (["a"], ["accept"], "delays/forms Nobody asked"),
        (["r"], ["reject"], "delays/forms Nobody asked"),
        (["s"], ["skip"], "delays/forms Nobody asked"),
        (["a", "u"], ["accept", "undo"], "delays/waiting We were on t"),
        (["a", "u", "U"], ["accept", "undo", "redo"], "delays/forms Nobody asked"),
        (["a", "u", "ctrl+r"], ["accept", "undo", "redo"], "delays/forms Nobody asked"),
        (["u"], [], "delays/waiting We were on t"),
        (["U"], [], "delays/waiting We were on t"),
        (["1"], ["recode"], "delays/forms Nobody asked"),
        (["9"], [], "delays/waiting We were on t"),
        (["n"], [], "delays/forms Nobody asked"),
        (["right", "p", "left"], [], "delays/waiting We were on t"),
        (["p"], [], "delays/waiting We were on t"),
        (["a", "n", "n", "G"], ["accept"], "delays/forms Nobody asked"),
        (["f"], ["flag"], "delays/waiting We were on t"),
        (["asterisk"], ["star"], "delays/waiting We were on t"),
        (["x"], ["do-not-quote"], "delays/waiting We were on t"),
        (["f", "f"], ["flag", "flag"], "delays/waiting We were on t"),
        (["d"], ["read"], "delays/waiting We were on t"),
        (["d", "d"], ["read"], "delays/waiting We were on t"),
        (["D"], ["read"], "delays/waiting We were on t"),
        (["right_curly_bracket", "a"], ["accept"], "delays/forms Nobody asked"),
        (["left_curly_bracket", "left_square_bracket", "shift+left", "shift+right", "a"],
         ["accept"], "delays/forms Nobody asked"),
        (["right_square_bracket", "a"], ["accept"], "delays/forms Nobody asked"),
        (["full_stop"], [], "delays/waiting We were on t"),
        (["1", "full_stop"], ["recode", "accept"], "voice Nobody asked"),
        (["X"], [], "delays/waiting We were on t"),
        (["minus"], [], "delays/waiting We were on t"),
    ],
)  # fmt: skip
def test_every_key_in_the_queue(
    play: Play, study: Store, keys: list[str], done: list[str], then: str
) -> None:
    assert play(*keys, look=at) == then
    assert actions(study) == done


def test_every_command_does_something_and_has_a_key() -> None:
    assert [command.id for command in COMMANDS if command.id not in ACTS] == []
    assert len(ACTS) == len(COMMANDS)
    assert all(command.keys for command in COMMANDS)
    keys = [key for command in COMMANDS for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_each_decision_is_on_disk_before_the_next_item_shows(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        for number in range(1, 9):
            await pilot.press("a" if number % 2 else "r")
            assert len(study.decisions.log()) == number

    play(then=then)
    assert study.codings.verdicts()


def test_q_leaves_at_once(play: Play, study: Store) -> None:
    assert play("q", look=lambda app: app.is_running) is False
    assert actions(study) == []


def test_the_end_says_what_was_done_and_what_is_left(play: Play) -> None:
    def look(app: ReviewApp) -> str:
        assert "end of 8" in words(app, "#top")
        assert not app.screen.query_one(TranscriptView).display
        return words(app, "#empty")

    told = play(*"aaaaaaaa", look=look)
    assert "All done" in told
    assert "8 decided" in told
    assert "sendcode matrix" in told


def test_what_was_passed_at_the_end_is_found_again(play: Play) -> None:
    told = play(*"aaaaaaas", look=lambda app: words(app, "#empty"))
    assert "1 that you passed or skipped" in told
    assert play("G", look=at) == "delays/forms There is alw"


def test_an_empty_project_says_what_to_do(play: Play, tmp_path: Path) -> None:
    with create_store(tmp_path / "empty.sendcode", at=AT) as empty:
        told = play(desk=make_desk(empty), look=lambda app: words(app, "#empty"))
        assert "sendcode ingest" in told
        with empty.transaction():
            talk = transcript("one", ("MUM", Role.PARENT, "We waited."))
            empty.transcripts.add(talk, file_name="one.txt", part="", roles={}, at=AT)
        told = play(desk=make_desk(empty), look=lambda app: words(app, "#empty"))
        assert "sendcode codebook import send" in told


def test_before_the_first_run_one_is_told_to_code(play: Play, study: Store) -> None:
    with study.transaction():
        study.database.execute("DELETE FROM suggestion")
        study.database.execute("DELETE FROM run")
    assert "sendcode code" in play(look=lambda app: words(app, "#empty"))


def test_a_choice_without_any_suggestion_says_so(play: Play) -> None:
    listing = Listing(where=Filter(min_score=0.99))
    assert "Nothing fits" in play(listing=listing, look=lambda app: words(app, "#empty"))


def test_keys_that_need_a_segment_do_nothing_at_the_end(play: Play, study: Store) -> None:
    keys = ["a", "r", "s", "c", "plus", "1", "full_stop", "l", "minus", "f", "d", "y", "v"]
    play(*"aaaaaaaa")
    done = actions(study)
    play(*keys[:-1], "m", "escape", "n", "i", "right_square_bracket", "j", "pagedown")
    assert actions(study) == done


def test_another_code_is_found_by_some_letters(play: Play, study: Store) -> None:
    assert play("c", *typed("voi"), "enter", look=at) == "delays/forms Nobody asked"
    assert coded(study) == [VOICE]


def test_the_list_of_codes_is_moved_in_with_arrows(play: Play, study: Store) -> None:
    play("c", "down", "down", "down", "up", "pageup", "down", "enter")
    assert coded(study) == [WAITING]


def test_escape_leaves_the_list_without_a_decision(play: Play, study: Store) -> None:
    assert play("c", "v", "escape", look=at) == "delays/waiting We were on t"
    assert actions(study) == []


def test_letters_that_fit_nothing_leave_an_empty_list(play: Play, study: Store) -> None:
    count = play("F", *"zzz", "enter", look=lambda a: len(a.screen.query_one(Rows).rows))
    assert count == 0


def test_several_codes_on_one_segment(play: Play, study: Store) -> None:
    assert play("plus", *"voice", "enter", look=at) == "delays/waiting We were on t"
    assert play("a", look=at) == "delays/forms Nobody asked"
    assert sorted(coded(study)) == sorted([VOICE, WAITING])
    card = play("p", listing=Listing(status="all"), look=lambda app: words(app, "#card"))
    assert "Voice (anna)" in card
    assert "Waiting (anna)" in card


def test_a_code_of_mine_is_taken_off_again(play: Play, study: Store) -> None:
    play("plus", *"voice", "enter", "minus")
    assert coded(study) == []
    play("plus", *"voice", "enter", "plus", *"forms", "enter", "minus", "enter")
    assert len(coded(study)) == 1


def test_a_new_code_is_made_on_the_spot(play: Play, study: Store) -> None:
    keys = ["c", *typed("lost post"), "up", "enter", *"about", "space", *"letters", "enter"]
    assert play(*keys, look=at) == "delays/forms Nobody asked"
    book = study.codebooks.current()
    made = book.code("delays/lost-post")
    assert (made.definition, made.origin, book.version) == ("about letters", "inductive", 2)
    assert coded(study) == [made.guid]
    assert actions(study) == ["codebook", "recode"]


def test_a_new_code_that_is_there_already_is_refused_in_the_window(play: Play) -> None:
    def look(app: ReviewApp) -> None:
        assert "there already" in words(app, "#refused")

    play("N", *"forms", "enter", "enter", "ctrl+s", look=look)
    play("N", "escape", look=lambda app: isinstance(app.screen, ReviewScreen) or 1 / 0)


def test_a_memo_on_the_segment_and_in_the_journal(play: Play, study: Store) -> None:
    play("m", *typed("look again"), "ctrl+s", "J", *"today", "ctrl+s")
    assert [(m.about, m.text) for m in study.memos.all()] == [
        ("segment", "look again"),
        ("journal", "today"),
    ]
    assert "look again" in play(look=lambda app: words(app, "#card"))


def test_a_memo_is_about_what_one_turns_to(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        for turns, about in enumerate(("segment", "code", "transcript", "project", "journal")):
            await press(pilot, "m", *["ctrl+t"] * turns, *about[:3], "ctrl+s")
            assert study.memos.all()[-1].about == about
        await press(pilot, "m", "ctrl+t")
        assert "cod" in words(pilot.app, "#before")

    play(then=then)


def test_a_memo_is_thrown_away_only_when_asked_twice(play: Play, study: Store) -> None:
    def look(app: ReviewApp) -> str:
        assert app.screen.query_one(TextArea).text == "words"
        return words(app, ".foot")

    assert "Esc again" in play("m", *"words", "escape", look=look)
    play("m", *"words", "escape", "escape")
    play("m", "ctrl+s")
    assert actions(study) == []


def test_all_like_this_one_are_settled_with_one_key_and_undone_with_one(
    play: Play, study: Store
) -> None:
    play("l", "escape")
    assert actions(study) == []
    assert "2 accepted" in play("l", "a", look=lambda app: words(app, "#title"))
    assert len(coded(study)) == 2
    assert "2 decisions" in play("u", look=lambda app: words(app, "#title"))
    play("l", "r")
    assert coded(study) == []


def test_like_a_decided_one_are_only_the_others(play: Play) -> None:
    def look(app: ReviewApp) -> tuple[str, str]:
        return words(app, ".heading"), app.screen.query_one(Words).text.plain

    assert play("l", look=look)[0] == "All 2 like this one"
    title, text = play("a", "p", "l", look=look)
    assert title == "1 more like this one"
    assert "(rule 1)" in text


def test_the_card_says_why_in_words(play: Play) -> None:
    assert "waiting list … Two years  (rules 1 and 2)" in play(look=lambda app: words(app, "#card"))


def test_words_are_found_and_read_on_there(play: Play) -> None:
    def look(app: ReviewApp) -> str:
        assert app.desk.selection is not None
        return app.desk.page.text[app.desk.place.span.start : app.desk.place.span.end]

    async def then(pilot) -> None:
        await pilot.press("slash", *"soup")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("down", "up", "enter")

    assert play(then=then, look=look) == "I had soup for lunch."


@pytest.mark.parametrize("typed", [["soup"], ["form", "soup"]])
def test_enter_may_be_quicker_than_the_search(play: Play, typed: list[str]) -> None:
    def look(app: ReviewApp) -> str:
        return app.desk.page.text[app.desk.place.span.start : app.desk.place.span.end]

    async def then(pilot) -> None:
        await pilot.press("slash")
        for n, word in enumerate(typed):
            await pilot.press(*["backspace"] * (4 if n else 0), *word)
            if n < len(typed) - 1:
                await pilot.app.workers.wait_for_complete()
                await pilot.pause()
        await pilot.press("enter")

    assert play(then=then, look=look) == "I had soup for lunch."


def test_all_hits_of_a_search_are_coded_as_one_batch(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        await pilot.press("slash", *"soup")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "2 hits in 2 transcripts" in words(pilot.app, "#told")
        await pilot.press("ctrl+k", *"voice", "enter", "a")

    play(then=then)
    assert coded(study) == [VOICE, VOICE]
    play("u")
    assert coded(study) == []


def test_a_search_is_left_without_going_anywhere(play: Play) -> None:
    assert play("slash", "s", "ctrl+k", "enter", "escape", look=at) == "delays/waiting We were on t"


def test_the_queue_is_narrowed_and_widened_again(play: Play) -> None:
    chosen = (
        (["code", "voi"], "1 of 2"),
        (["code", "all"], "1 of 8"),
        (["transc", "sec"], "1 of 4"),
        (["every"], "1 of 8"),
        (["role", "teacher"], "1 of 2"),
        (["every"], "1 of 8"),
        (["score", "0.8"], "1 of 4"),
        (["every"], "1 of 8"),
        (["query", "text:form"], "1 of 2"),
        (["every"], "1 of 8"),
        (["status", "flag"], "no suggestions"),
        (["status", "all"], "1 of 8"),
    )

    async def then(pilot) -> None:
        for choices, told in chosen:
            await press(pilot, "F")
            for words_ in choices:
                pilot.app.screen.query_one(Input).value = words_
                await press(pilot, "enter")
            assert told in words(pilot.app, "#top"), choices
        await press(pilot, "F", "escape", "F", *"code", "enter", "escape")
        assert isinstance(pilot.app.screen, ReviewScreen)

    play(then=then)


def test_a_query_that_cannot_be_read_is_refused_and_the_queue_stays(play: Play) -> None:
    async def then(pilot) -> None:
        await press(pilot, "F", *"query", "enter")
        pilot.app.screen.query_one(Input).value = "role:("
        await press(pilot, "enter")

    assert "1 of 8" in play(then=then, look=lambda app: words(app, "#top"))


def test_the_order_is_changed(play: Play) -> None:
    assert play("o", *"best", "enter", look=at) == "delays/forms There is alw"
    assert play("o", *"code", "enter", look=at) == "delays/waiting We were on t"
    assert play("o", "escape", look=at) == "delays/waiting We were on t"


def test_reading_mode_codes_by_hand(play: Play, study: Store) -> None:
    play("v", "n", "n", "j", "enter", *"voice", "enter", "p", "full_stop")
    assert actions(study) == ["code", "code"]
    assert set(coded(study)) == {VOICE}


def test_reading_mode_moves_selects_and_goes_back(play: Play) -> None:
    def look(app: ReviewApp) -> tuple[int, int] | None:
        return app.desk.selection[1:] if app.desk.selection else None

    async def then(pilot) -> None:
        for keys, selected in (
            ("v", (1, 2)),
            ("v down", (3, 3)),
            ("v up", (0, 0)),
            ("v up down shift+down shift+down shift+up", (1, 2)),
            ("v n", (4, 4)),
            ("v n p", (1, 1)),
            ("v escape", None),
            ("v v", None),
            ("v right_square_bracket", (1, 3)),
        ):
            await press(pilot, *keys.split())
            assert look(pilot.app) == selected, keys
            await press(pilot, "escape")

    play(then=then)


def test_in_reading_mode_suggestions_are_answered_where_they_stand(
    play: Play, study: Store
) -> None:
    play("v", "n", "n", "a", "r")
    assert actions(study) == ["accept"]
    play("v", "n", "n", "u", "r")
    assert actions(study) == ["accept", "undo", "reject"]


def test_any_transcript_is_opened_by_name(play: Play) -> None:
    assert play("t", *"sec", "enter", look=lambda app: app.desk.page.name) == "second"
    assert play("t", "escape", look=lambda app: app.desk.selection) is None
    keys = [*"aaaaaaaa", "v", *"first", "enter"]
    assert play(*keys, look=lambda app: app.desk.page.name) == "first"


def test_the_codebook_shows_and_hides(play: Play) -> None:
    def shown(app: ReviewApp) -> bool:
        return app.screen.query_one(CodeTree).display

    assert play(look=shown)
    assert not play("b", look=shown)
    assert not play(size=(80, 24), look=shown)
    assert play("b", size=(80, 24), look=shown)
    assert not play("b", "escape", size=(80, 24), look=shown)


def test_counts_in_the_codebook_follow_the_decisions(play: Play) -> None:
    def look(app: ReviewApp) -> dict[str, tuple[int, int]]:
        return {r.code.path: (r.coded, r.open) for r in app.screen.query_one(CodeTree).rows}

    assert play("a", "r", look=look) == {
        "delays": (1, 4),
        "delays/waiting": (1, 1),
        "delays/forms": (0, 3),
        "voice": (0, 2),
    }
    assert play("u", "u", look=look)["delays"] == (0, 6)


def test_scrolling_leaves_the_segment_where_it_is(play: Play) -> None:
    def top(app: ReviewApp) -> int:
        return int(app.screen.query_one(TranscriptView).scroll_offset.y)

    small = {"size": (60, 16), "look": top}
    start = play(**small)
    assert play("j", **small) == start + 1
    assert play("j", "k", **small) == start
    assert play("pagedown", "g", **small) == start
    assert play("space", "backspace", "pageup", **small) <= start


def test_the_whole_card_and_the_keys_are_shown(play: Play, study: Store) -> None:
    def look(app: ReviewApp) -> str:
        return app.screen.query_one(Words).text.plain

    assert "(rules 1 and 2)" in play("i", "j", "k", look=look)
    told = play("question_mark", "pagedown", "pageup", look=look)
    assert "Take back the last decision" in told
    assert "Ctrl+R" in told
    play("question_mark", "escape", "a")
    assert actions(study) == ["accept"]


def test_a_quote_is_copied_with_its_source_and_without_a_name(play: Play, study: Store) -> None:
    copied = play("y", look=lambda app: app.clipboard)
    assert copied == ("“We were on the waiting list. Two years, it was.” (parent, first, turn 2)")
    assert play("x", "y", look=lambda app: app.clipboard) == ""


def test_a_case_is_kept_from_being_quoted(play: Play, study: Store) -> None:
    with study.transaction():
        for number, name in ((7, "Ava"), (8, "Bo")):
            study.database.execute(
                "INSERT INTO study_case (id, guid, name) VALUES (?, ?, ?)", (number, name, name)
            )
        study.database.execute(
            "INSERT INTO case_link (case_id, transcript_id, source) VALUES (7, 1, 'sheet')"
        )
    card = play("X", look=lambda app: words(app, "#card"))
    assert "nothing of Ava may be quoted" in card
    assert "quoted again" in play("X", look=lambda app: words(app, "#title"))
    with study.transaction():
        study.database.execute(
            "INSERT INTO case_link (case_id, transcript_id, source) VALUES (8, 1, 'sheet')"
        )
    assert "Bo" in play("X", *"bo", "enter", look=lambda app: words(app, "#card"))
    assert study.memos.marks(kind=Action.DO_NOT_QUOTE.value)[-1].case == "Bo"
    assert "Ava, Bo" in play(look=lambda app: words(app, "#title"))
    play("m", "ctrl+t", "ctrl+t", *"note", "ctrl+s")
    assert study.memos.all()[-1].case == "Ava"


def test_a_mark_that_was_refused_is_not_told_as_done(
    play: Play, study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with study.transaction():
        study.database.execute(
            "INSERT INTO study_case (id, guid, name) VALUES (?, ?, ?)", (7, "Ava", "Ava")
        )
        study.database.execute(
            "INSERT INTO case_link (case_id, transcript_id, source) VALUES (7, 1, 'sheet')"
        )

    def refuse(*_: object, **__: object) -> None:
        raise ProjectError("the disk is full", "Free some space.")

    monkeypatch.setattr("sendcode.workflows.desk.decide", refuse)

    def look(app: ReviewApp) -> tuple[str, str]:
        return words(app, "#title"), told_of(app)

    for key in ("X", "f", "d", "u"):
        title, refusal = play(key, look=look)
        assert "quoted" not in title
        assert "flag" not in title
        assert "marked as read" not in title
        assert ("Not recorded: the disk is full" in refusal) == (key != "u")


def test_hidden_scores_do_not_show(play: Play) -> None:
    card = play(shown=Shown(hide="score"), look=lambda app: words(app, "#card"))
    assert "likely" not in card
    assert "0.8" not in card
    assert "Waiting" in card


@pytest.mark.parametrize("shown", [Shown(hide="code"), Shown(control=1.0)])
def test_a_hidden_code_shows_after_the_coder_has_chosen(
    play: Play, study: Store, shown: Shown
) -> None:
    def look(app: ReviewApp) -> str:
        assert app.screen.query_one(CodeTree).current == ""
        assert app.screen.query_one(TranscriptView).scene.evidence == ()
        return words(app, "#card")

    card = play(shown=shown, look=look)
    assert "Waiting" not in card
    assert "c chooses a code" in card
    told = play("a", *"voice", "enter", shown=shown, look=lambda app: words(app, "#title"))
    assert "you: Voice; suggested: Waiting" in told
    told = play("c", *"forms", "enter", shown=shown, look=lambda app: words(app, "#title"))
    assert "the same" in told
    play("l", "r", shown=shown)
    assert actions(study) == ["recode", "accept", "reject"]
    play("m", "ctrl+t", "escape", "i", "escape", shown=shown)


def test_blind_coding_shows_nobody_else(play: Play, study: Store) -> None:
    make_desk(study, "ben").accept()
    seen = play("v", "escape", look=lambda app: words(app, "#card"))
    assert "Waiting (ben)" in seen
    blind = play(shown=Shown(blind=True), look=lambda app: words(app, "#card"))
    assert "ben" not in blind
    assert "(blind)" in play(shown=Shown(blind=True), look=lambda app: words(app, "#top"))


def test_a_refusal_is_told_and_nothing_is_lost(
    play: Play, study: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ProjectError("the disk is full", "Free some space.")

    monkeypatch.setattr("sendcode.workflows.desk.decide", refuse)
    assert play("a", look=at) == "delays/waiting We were on t"
    assert actions(study) == []


def told_of(app: ReviewApp) -> str:
    return " ".join(note.message for note in app._notifications)


def test_a_project_that_cannot_be_written_is_shown_and_every_key_says_why(
    play: Play, study: Store
) -> None:
    watching = watch_store(study.path)
    try:
        told = play("a", desk=make_desk(watching), look=told_of)
        assert "read-only" in told
        assert play("m", *"words", "ctrl+s", "n", "v", desk=make_desk(watching), look=at)
    finally:
        watching.database.abandon()
    assert actions(study) == []


def test_another_process_that_writes_is_waited_for_shortly(play: Play, study: Store) -> None:
    def look(app: ReviewApp) -> str:
        assert at(app) == "delays/waiting We were on t"
        return told_of(app)

    mine = open_store(study.path, at=AT)
    mine.database.wait_at_most(0.05)
    try:
        with study.transaction():
            told = play("a", "x", desk=make_desk(mine), look=look)
        assert "is being written to by another process" in told
        play("a", desk=make_desk(mine))
    finally:
        mine.close()
    assert actions(study) == ["accept"]


def test_a_full_disk_is_told_and_what_was_answered_stays(play: Play, study: Store) -> None:
    resource = pytest.importorskip("resource")
    play("a", "r")
    size = Path(f"{study.path}-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        told = play("a", "r", "f", look=told_of)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "disk" in told
    assert actions(study) == ["accept", "reject"]
    play("a")
    assert actions(study) == ["accept", "reject", "accept"]
    assert study.database.value("PRAGMA integrity_check") == "ok"


def test_the_mouse_works(play: Play, study: Store) -> None:
    async def keys(pilot) -> None:
        await pilot.click(KeyLine, offset=(3, 0))

    play(then=keys)
    assert actions(study) == ["accept"]

    async def reads(pilot) -> None:
        await pilot.click(TranscriptView, offset=(12, 1))

    def look(app: ReviewApp) -> str:
        assert app.desk.selection is not None
        return app.desk.page.text[app.desk.place.span.start : app.desk.place.span.end]

    assert play("u", then=reads, look=look) == "How long was the waiting list?"

    async def selects(pilot) -> None:
        await pilot.click(TranscriptView, offset=(12, 4))
        await pilot.click(TranscriptView, offset=(60, 4), shift=True)

    assert play(then=selects, look=look).startswith("We were on the waiting list. Two")

    async def code(pilot) -> None:
        await pilot.click(CodeTree, offset=(6, 5))
        await pilot.pause()
        await pilot.press("c")

    play(then=code)
    assert coded(study) == [VOICE]

    async def narrow(pilot) -> None:
        await pilot.click(CodeTree, offset=(6, 5))
        await pilot.pause()
        await pilot.press("F")

    assert "1 of 2" in play(then=narrow, look=lambda app: words(app, "#top"))

    async def nothing(pilot) -> None:
        await pilot.click(CodeTree, offset=(6, 20))
        await pilot.click(TranscriptView, offset=(6, 22))

    play(then=nothing)
    assert actions(study)[-1] == "recode"


def test_a_list_is_clicked_in(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        await pilot.press("c")
        await pilot.pause()
        await pilot.click(Rows, offset=(3, 3))

    play(then=then)
    assert coded(study) == [VOICE]


def test_every_command_stands_in_the_palette(play: Play, study: Store) -> None:
    async def then(pilot) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        pilot.app.screen.query_one(Input).value = "flag"
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.2)

    play(then=then)
    assert actions(study) == ["flag"]


def test_the_terminal_is_not_commanded_by_an_interview(play: Play, study: Store) -> None:
    page = make_desk(study).page
    assert page is not None
    evil = page.text.replace("Two years", "\x1b[2J\x07\u202e\x9bys")
    assert len(evil) == len(page.text)
    with study.transaction():
        study.database.execute("DROP TRIGGER transcript_text_is_final")
        study.database.execute("UPDATE transcript SET text = ?", (evil,))

    def look(app: ReviewApp) -> str:
        view = app.screen.query_one(TranscriptView)
        assert isinstance(app.screen.query_one("#top"), Line)
        assert isinstance(app.screen.query_one("#card"), CardView)
        return "".join(view.render_line(y).text for y in range(view.size.height))

    drawn = play(look=look)
    assert "\N{REPLACEMENT CHARACTER}[2J" in drawn
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(drawn)


def test_without_colours_the_segment_is_bold(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    def look(app: ReviewApp) -> bool:
        view = app.screen.query_one(TranscriptView)
        (line,) = [y for y in range(20) if "We were on" in view.render_line(y).text]
        return any(s.style and s.style.bold for s in view.render_line(line) if "We" in s.text)

    assert play(look=look)
    assert play("v", look=look)


def test_the_estimate_of_what_was_found_stands_above_once_somebody_gives_it(
    play: Play, study: Store
) -> None:
    at_desk = make_desk(study)
    at_desk.renewed.recalls = {DELAYS: Recall(found=8, missing=2, low=0.6, high=0.9, cost=5)}
    told = "found ≈80% (60% to 90%) of Delays"
    assert told in play(desk=at_desk, look=lambda app: words(app, "#top"), size=(160, 36))


def test_a_new_window_size_is_drawn_anew(play: Play) -> None:
    async def then(pilot) -> None:
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.resize_terminal(200, 60)
        await pilot.pause(0.05)

    assert play(then=then, look=lambda app: app.screen.has_class("-wide"))
    assert DELAYS != FORMS
