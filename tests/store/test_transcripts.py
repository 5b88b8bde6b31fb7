from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.model import (
    Anchor,
    Interview,
    LeftOut,
    Piece,
    Problem,
    Role,
    SpokenTurn,
    Transcript,
)
from sendcode.core.text import canonical, count_words, sha256
from sendcode.errors import NotFound, ProjectError
from sendcode.store import Store, create_store
from tests.conftest import AT, TALK, rolled_back, transcript

ODD = st.text(
    st.sampled_from("ab. \n\r\t\x00\x01'\"…[]é\u0301\u200b\u2028\x85👩\u200d👧\U0010ffff\ufeff"),
    max_size=30,
)
TIMES = st.none() | st.floats(0, 1e6, allow_nan=False)
TURNS = st.lists(
    st.builds(
        SpokenTurn,
        st.none() | ODD.filter(lambda text: bool(text.strip())),
        st.lists(
            st.builds(Piece, ODD, st.integers(1, 99), st.none() | ODD, TIMES, TIMES),
            min_size=1,
            max_size=3,
        ).map(tuple),
    ),
    min_size=1,
    max_size=5,
).map(tuple)


def add(
    store: Store, made: Transcript, file_name: str = "talk.txt", roles: dict | None = None
) -> int:
    with store.transaction():
        return store.transcripts.add(made, file_name=file_name, part="", roles=roles or {}, at=AT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=TURNS, metadata=st.dictionaries(ODD.filter(bool), ODD, max_size=2))
def test_texts_and_spans_survive_the_store(
    store: Store, turns: tuple[SpokenTurn, ...], metadata: dict[str, str]
) -> None:
    cut = canonical(Interview(turns))
    made = Transcript(
        name="talk",
        format="txt",
        text=cut.text,
        turns=cut.turns,
        units=cut.units,
        anchors=cut.anchors,
        file_sha256="f",
        text_sha256=sha256(cut.text),
        words=count_words(cut.text),
        metadata=metadata,
        reader="txt-1",
        splitter="s",
        encoding="utf-8",
        words_in_source=7,
        left_out=(LeftOut("heading", 3, 1), LeftOut("time", 0)),
        problems=(Problem("talk", "odd", 2), Problem("talk", "odder")),
    )
    with rolled_back(store):
        number = store.transcripts.add(made, file_name="", part="", roles={}, at=AT)
        kept = store.transcripts.get("talk")
        assert kept == made
        assert sha256(kept.text) == kept.text_sha256
        given_back = [
            (turn.text, unit.start, unit.end)
            for turn in store.transcripts.turn_texts(interviewers=True)
            for unit in turn.units
        ]
        texts = {t.seq: cut.text[t.start : t.end] for t in cut.turns}
        assert given_back == [(texts[u.turn], u.start, u.end) for u in cut.units]
        assert store.transcripts.text(number) == cut.text


def test_a_project_without_transcripts_is_empty(store: Store) -> None:
    assert store.transcripts.names() == {}
    assert store.transcripts.overview() == ()
    assert list(store.transcripts.turn_texts()) == []
    assert store.transcripts.text_hashes() == ()


def test_transcripts_are_listed_by_name_with_their_counts(small: Store) -> None:
    rows = small.transcripts.overview()
    assert [(r.name, r.turns, r.units, r.problems) for r in rows] == [
        ("first", 4, 7, 0),
        ("second", 4, 7, 0),
    ]
    assert list(small.transcripts.names()) == ["first", "second"]
    assert small.transcripts.file_names() == {"first.txt": "first", "second.txt": "second"}


def test_a_file_is_known_by_its_hash_with_all_that_came_from_it(store: Store) -> None:
    one = transcript("one", *TALK)
    add(store, one)
    add(store, replace(one, name="two"))
    assert store.transcripts.known_files() == {one.file_sha256: ("one", "two")}
    assert store.transcripts.file_names() == {"talk.txt": "two"}


def test_a_name_is_given_once(small: Store) -> None:
    with pytest.raises(ProjectError):
        add(small, transcript("first", *TALK))
    assert len(small.transcripts.overview()) == 2


def test_an_unknown_transcript_is_named_with_the_nearest(small: Store) -> None:
    with pytest.raises(NotFound, match="no transcript 'frist'") as raised:
        small.transcripts.get("frist")
    assert raised.value.hint == "Did you mean 'first'?"
    with pytest.raises(NotFound) as raised:
        small.transcripts.id("Sec")  # a part that only one name has
    assert raised.value.hint == "Did you mean 'second'?"
    with pytest.raises(NotFound) as raised:
        small.transcripts.id("zzzz")
    assert "lists them" in raised.value.hint


def test_only_turns_that_can_be_coded_are_suggested_on(small: Store) -> None:
    roles = {turn.role for turn in small.transcripts.turn_texts()}
    assert Role.INTERVIEWER not in roles
    assert Role.INTERVIEWER in {t.role for t in small.transcripts.turn_texts(interviewers=True)}


def test_anchors_come_back_in_order(store: Store) -> None:
    made = transcript("one", ("A", Role.TA, "Yes."), ("B", Role.TA, "No."))
    add(store, made)
    assert store.transcripts.get("one").anchors == (Anchor(0, 1, "A"), Anchor(5, 2, "B"))


def test_a_hundred_thousand_characters_survive(tmp_path: Path) -> None:
    made = transcript("long", ("A", Role.TA, "word, " * 20_000))
    with create_store(tmp_path / "study.sendcode", at=AT) as store:
        add(store, made)
        assert store.transcripts.get("long") == made
