"""Queries in SQL against the plain twin, on random projects; and hostile ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.cases import CaseSheet, SheetLink
from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action, Span
from sendcode.core.query import Query, QueryError, parse
from sendcode.core.query_terms import Known, resolve
from sendcode.core.segments import Status, chosen
from sendcode.store import Store
from sendcode.store.asking import Asking
from sendcode.workflows.export import segment_table
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.query import count_passages, find
from sendcode.workflows.where import asking, narrowed, unit_ids
from tests.conftest import AT, accept, place, record, rolled_back
from tests.core.plain_query import Matcher, Material
from tests.core.query_trees import query_trees
from tests.workflows.studied import DECISIONS, decide

LEAVES = st.sampled_from(
    [
        "code:delays", "code:delays/forms", "code:voice", 'code:"*a*"', "role:parent", "role:ta",
        'case:""', "case:Ava", 'case:"Ben O\'Hara"', "case:*", "transcript:third", "transcript:*d*",
        "turn:2", "turn>2", "words>5", "words:4", "school:3", "school:*", "wave>1", "speaker:MUM",
        'speaker:""', 'participant:""', "coder:anna", "memo:look", 'memo:""', "score>0.3",
        "score:0.5", 'score:""', "status:coded", "origin:manual", "starred", "flagged", "quotable",
        "coded", "read", "unread", "text:waiting", 'text:"waiting list"', 'text:"list waiting"~2',
        'text:"waiting waiting"~3', "text:wait*", "text:*ing", "text:*", 'text:"***"', 'text:"!?"',
        "text:don\u2019t", "text:don't", "text:don", "text:d*t", "text:co-production",
        "text:coproduction", 'text:"production or"', "text:caf\u00e9", "text:cafe", "text:fine",
        "text:strasse", "text:form_list", "text:form", "text:serious", 'text:"it\'s fine"',
        "text:d*attente", 'text:"the caf*"',
    ]
).map(parse)  # fmt: skip
TREES = query_trees(LEAVES, most=6)
ONCE = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def twin(frame: StudyFrame, query: Query, rows, *, interviewers: bool) -> Matcher:
    material = Material(
        units=frame.population(interviewers=interviewers),
        codings=rows,
        codebook=frame.codebook,
        text=lambda name, start, end: frame.text(frame.ids[name])[start:end],
        turns=frame.unit_turns,
        places=frame.places,
        attributes=frame.attribute_names,
        marks=frame.marks,
        quotable=lambda row: frame.quotable(
            frame.ids[row.transcript], Span(row.start, row.end), row.cases
        ),
    )
    return Matcher(query, "?", material)


def compiled(store: Store, query: Query, coder: str, rows=None, *, interviewers=False) -> Asking:
    frame = StudyFrame(store)
    asked = asking(
        store, "text:*", voices=frame.voices, book=frame.codebook, coder=coder, rows=rows,
        interviewers=interviewers,
    )  # fmt: skip
    known = [v for v in frame.voices.all if interviewers or v.role.value != "interviewer"]
    asked._asked = resolve(query, "?", Known(known, frame.codebook, frame.attribute_names))
    return asked


@ONCE
@given(TREES, DECISIONS, st.sampled_from(("any", "anna", "agreed")), st.booleans())
def test_what_is_found_in_sql_is_what_the_plain_twin_finds(
    studied: Store, query: Query, drawn: list, coder: str, interviewers: bool
) -> None:
    with rolled_back(studied):
        decide(studied, drawn)
        frame = StudyFrame(studied)
        rows = chosen(frame.segments().rows, coder)
        plain = twin(frame, query, rows, interviewers=interviewers)
        asked = compiled(studied, query, coder, interviewers=interviewers)
        assert set(asked.codings()) == {r.coding_id for r in rows if plain.coding(r)}
        units = plain.material.units
        assert set(asked.units()) == {u.id for u in units if plain.unit(u)}
        assert {u for u, _ in asked.could()} == {u.id for u in units if plain.could(u)}


@ONCE
@given(TREES, DECISIONS)
def test_suggestions_and_rejections_are_asked_as_rows(
    studied: Store, query: Query, drawn: list
) -> None:
    with rolled_back(studied):
        decide(studied, drawn)
        frame = StudyFrame(studied)
        rows = frame.segments(Status.ALL).rows
        plain = twin(frame, query, rows, interviewers=False)
        asked = compiled(studied, query, "any", rows)
        assert sorted(asked.codings()) == [n for n, r in enumerate(rows) if plain.coding(r)]


# --- hostile and odd ---------------------------------------------------------------------------


def deep(times: int) -> str:
    return "(" * times + "role:parent" + ")" * times


@pytest.mark.parametrize(
    "text",
    [
        "a " * 4900,
        " or ".join(["turn:2"] * 900),
        " ".join(["code:voice or"] * 700) + " role:parent",
        " ".join(f"(not role:parent or (code:voice {n}" for n in range(45)) + "))" * 45,
        deep(99),
        "near(" * 30 + "code:voice" + ", role:parent, 1)" * 30,
    ],
    ids=["terms", "alternatives", "codes", "nested", "deep", "near"],
)
def test_a_query_of_any_size_is_answered(studied: Store, text: str) -> None:
    assert count_passages(studied, text) >= 0


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ('text:"waiting', "not closed", 5),
        (deep(101), "parentheses deep", 100),
        ("((role:parent)", "not closed", 0),
        ("scool:3", "no field 'scool'", 0),
        ("case:Avva", "no case 'Avva'", 5),
        ("a " * 5001, "at most 10,000", 0),
        ("", "empty", 0),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(
    studied: Store, text: str, message: str, at: int
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        find(studied, text)
    assert caught.value.at == at


@pytest.mark.parametrize(
    "words",
    [
        "*", '\\"', "a NEAR b", "text:x", "^a", "a + b", "{a b}", "a:b", "-a", "NOT a",
        "'; DROP TABLE coding; --", "%", "_", "a OR 1=1", "\x00", "((((",
    ],
)  # fmt: skip
def test_signs_of_the_index_and_of_sql_are_only_words(studied: Store, words: str) -> None:
    before = studied.database.value("SELECT count(*) FROM unit")
    find(studied, f'text:"{words}"')
    for field in ("speaker", "memo", "origin"):
        assert find(studied, f'{field}:"{words}"') == () or words == "*"
    assert studied.database.value("SELECT count(*) FROM unit") == before


def test_an_apostrophe_is_the_same_straight_or_typographic(studied: Store) -> None:
    assert len(find(studied, "text:don't")) == len(find(studied, "text:don\u2019t")) == 2


def test_an_empty_project_is_asked_in_vain(store: Store) -> None:
    assert find(store, "role:parent") == ()
    assert unit_ids(store, "text:anything") == frozenset()


def test_units_that_a_query_finds_for_others_to_use(studied: Store) -> None:
    assert len(unit_ids(studied, "text:nobody")) == len(find(studied, "text:nobody")) == 3
    frame = StudyFrame(studied)
    _, kept = narrowed(frame, "role:ta", (), frame.population())
    assert {unit.speaker for unit in kept} == {"TA"}


def test_a_coding_is_not_quotable_where_a_word_of_it_or_its_case_is_marked(small: Store) -> None:
    record(small, accept(small, "first", 1, 3), accept(small, "second", 1))
    record(small, NewDecision(Action.DO_NOT_QUOTE, place=place(small, "first", 2)))
    assert [row.transcript for row in segment_table(small, where="quotable").rows] == ["second"]
    with small.transaction():
        sheet = CaseSheet(cases=("Ava",), links=(SheetLink("Ava", 2, None),))
        small.cases.apply(sheet, file_name="c", sha256="", coder=1, at=AT)
    record(small, NewDecision(Action.DO_NOT_QUOTE, topic=Topic("case", case=1)))
    assert segment_table(small, where="quotable").rows == ()
    assert len(segment_table(small, where="not quotable").rows) == 2
