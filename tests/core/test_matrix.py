"""Matrices against a slow and obvious twin: plain loops over the segments table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook
from sendcode.core.matrix import MEANING, Matrix, Measure, Study, count, union
from sendcode.core.model import Role
from sendcode.core.segments import PopulationUnit, SegmentRow, Status
from sendcode.errors import NotFound

BOOK = Codebook(
    "Tree",
    (
        Code("a", "Alpha"),
        Code("a/x", "Ex"),
        Code("a/x/deep", "Deep"),
        Code("a/old", "Old", retired=True),
        Code("a/y", "Why"),
        Code("b", "Beta"),
    ),
)
LEVELS = {"Ava": "EHCP", "Ben": "SEN support", "Cho": "EHCP"}
UNIT = 12  # characters; four words of two letters each


def words(transcript: str, start: int, end: int) -> int:
    return sum(1 for at in range(0, 200, 3) if start <= at < end)


@dataclass(frozen=True)
class Talk:
    """One turn of the random study: who speaks, about whom."""

    transcript: str
    role: Role
    speaker: str | None
    participant: str | None
    cases: tuple[str, ...]
    school: str
    units: int = 1


def attributes(talk: Talk) -> dict[str, str]:
    found = {}
    levels = dict.fromkeys(LEVELS[case] for case in talk.cases if case in LEVELS)
    if levels:
        found["level"] = "; ".join(levels)
    if talk.school:
        found["school"] = talk.school
    return found


def person(talk: Talk) -> str:
    return talk.participant or f"{talk.transcript} / {talk.speaker or ''}"


def make_study(talks: list[Talk], spans: list[tuple], readers: list[frozenset[str]]) -> Study:
    """Lay the talks out, unit by unit, in their transcripts, and put codings inside them."""
    population: list[PopulationUnit] = []
    places: dict[str, list[tuple[int, int, Talk]]] = {}
    laid = [(turn, talk) for turn, talk in enumerate(talks, start=1) for _ in range(talk.units)]
    for number, (turn, talk) in enumerate(laid, start=1):
        inside = places.setdefault(talk.transcript, [])
        start = len(inside) * UNIT
        inside.append((number, turn, talk))
        if talk.role is not Role.INTERVIEWER:
            population.append(
                PopulationUnit(
                    id=number,
                    transcript=talk.transcript,
                    start=start,
                    end=start + UNIT - 1,
                    person=person(talk),
                    speaker=talk.speaker,
                    role=talk.role,
                    cases=talk.cases,
                    words=words(talk.transcript, start, start + UNIT - 1),
                    readers=readers[number % len(readers)],
                    participant=talk.participant,
                    attributes=attributes(talk),
                )
            )
    segments: dict[tuple[str, int, int], int] = {}
    rows: list[SegmentRow] = []
    for name, first, length, path, coder, score, shift in spans:
        inside = places.get(name, [])
        chosen = inside[first : first + length]
        if not chosen:
            continue
        _, turn, talk = chosen[0]
        chosen = [place for place in chosen if place[1] == turn]
        start = first * UNIT + shift
        end = (first + len(chosen)) * UNIT - 1
        segment = segments.setdefault((name, start, end), len(segments) + 1)
        rows.append(
            SegmentRow(
                coding_id=len(rows) + 1,
                segment_id=segment,
                transcript=name,
                cases=talk.cases,
                speaker=talk.speaker,
                participant=talk.participant,
                person=person(talk),
                role=talk.role,
                code_path=path,
                code_name=path,
                code_guid=path,
                levels=(),
                turn=turn,
                start=start,
                end=end,
                time_start=None,
                text="",
                status=Status.CODED,
                origin="suggestion",
                score=score,
                evidence=(),
                evidence_words=(),
                coder=coder,
                decided_at="",
                memo="",
                codebook_version=1,
                units=tuple(number for number, *_ in chosen),
                attributes=attributes(talk),
            )
        )
    own = {case: {"level": level} for case, level in LEVELS.items()}
    return Study(rows, population, BOOK, words, ("level", "school"), own)


TALKS = st.lists(
    st.builds(
        Talk,
        st.sampled_from(["t1", "t2"]),
        st.sampled_from([Role.PARENT, Role.TA, Role.UNKNOWN, Role.INTERVIEWER]),
        st.sampled_from(["MUM", "TA", None]),
        st.sampled_from([None, "P1"]),
        st.sampled_from([(), ("Ava",), ("Ava", "Ben"), ("Ava", "Cho"), ("Dan",)]),
        st.sampled_from(["", "Elm", "Oak"]),
        st.integers(1, 3),
    ),
    max_size=8,
)
SPANS = st.lists(
    st.tuples(
        st.sampled_from(["t1", "t2"]),
        st.integers(0, 9),
        st.integers(1, 3),
        st.sampled_from([code.path for code in BOOK.codes]),
        st.sampled_from(["anna", "ben"]),
        st.sampled_from([None, 0.25, 0.5]),
        st.sampled_from([0, 3]),
    ),
    max_size=10,
)
READERS = st.lists(st.frozensets(st.sampled_from(["anna", "ben"])), min_size=1, max_size=3)
STUDIES = st.builds(make_study, TALKS, SPANS, READERS)
DIMENSIONS = ["code", "case", "transcript", "speaker", "participant", "role", "level", "school"]
SIDES = st.sampled_from(DIMENSIONS) | st.lists(
    st.sampled_from(DIMENSIONS), min_size=2, max_size=2, unique=True
).map(",".join)


# --- the twin -----------------------------------------------------------------------------


def values_of(thing: SegmentRow | PopulationUnit, dimension: str, level: int | None) -> list[str]:
    """Return which values of a dimension a thing belongs to."""
    if dimension == "code":
        return [
            code.path
            for code in BOOK.codes
            if (level is None or code.path.count("/") + 1 == level)
            and (
                isinstance(thing, PopulationUnit)  # any unit could have had any code
                or thing.code_path == code.path
                or thing.code_path.startswith(code.path + "/")
            )
        ]
    if dimension == "case":
        return list(thing.cases) if thing.cases else ["(no case)"]
    if dimension == "role":
        return [thing.role.value]
    if dimension in ("transcript", "speaker", "participant"):
        return [getattr(thing, dimension) or "(none)"]
    return thing.attributes[dimension].split("; ") if dimension in thing.attributes else ["(none)"]


def belongs(thing: object, side: str, key: tuple[str, ...], level: int | None) -> bool:
    return all(
        part in values_of(thing, dimension, level)
        for dimension, part in zip(side.split(","), key, strict=True)
    )


def counts(row: SegmentRow) -> bool:
    return row.role is not Role.INTERVIEWER


def cases_that_fit(things: list, wanted: list[tuple[str, str]]) -> set[str]:
    """Return the cases of the things, without those that a cell's key shuts out."""
    found = set()
    for thing in things:
        for case in thing.cases:
            fits = True
            for dimension, value in wanted:
                if dimension == "case" and case != value:
                    fits = False
                # nobody else's level puts a case into a column, unless none has one
                if dimension == "level" and value not in (LEVELS.get(case), "(none)"):
                    fits = False
            if fits:
                found.add(case)
    return found


def tally(study: Study, rows: list[SegmentRow], measure: Measure, units: int, wanted: list):
    codable = [unit.id for unit in study.population]
    touched = {unit for row in rows for unit in row.units if unit in codable}
    if measure is Measure.SEGMENTS:
        return len({row.segment_id for row in rows})
    if measure is Measure.CODINGS:
        return len(rows)
    if measure is Measure.UNITS:
        return len(touched)
    if measure == "turns":
        return len({(row.transcript, row.turn) for row in rows})
    if measure is Measure.WORDS:
        covered = {(row.transcript, at) for row in rows for at in range(row.start, row.end)}
        return sum(words(name, at, at + 1) for name, at in covered)
    if measure is Measure.CASES:
        return len(cases_that_fit(rows, wanted))
    if measure is Measure.PARTICIPANTS:
        return len({row.person for row in rows})
    if measure is Measure.TURNS:
        return len({(row.transcript, row.turn) for row in rows})
    if measure is Measure.TRANSCRIPTS:
        return len({row.transcript for row in rows})
    if measure is Measure.SHARE:
        return len(touched) / units if units else None
    scores = [row.score for row in rows if row.score is not None]
    return sum(scores) / len(scores) if scores else None


def base_of(measure: Measure, units: list[PopulationUnit], wanted: list) -> int:
    if measure is Measure.CASES:
        return len(cases_that_fit(units, wanted))
    if measure is Measure.PARTICIPANTS:
        return len({unit.person for unit in units})
    if measure in (Measure.UNITS, Measure.SHARE):
        return len(units)
    if measure is Measure.WORDS:
        return sum(unit.words for unit in units)
    return len({unit.transcript for unit in units})


def pairs(side: str, key: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(side.split(","), key, strict=True))


@settings(max_examples=150)
@given(
    STUDIES,
    SIDES,
    SIDES,
    st.sampled_from(Measure),
    st.sampled_from([None, None, 1, 2]),
    st.sampled_from(["any", "anna", "agreed"]),
)
def test_every_number_of_a_matrix_is_what_plain_loops_find(
    study: Study, rows: str, columns: str, measure: Measure, level: int | None, coder: str
) -> None:
    made = count(study, rows=rows, columns=columns, measure=measure, level=level, coder=coder)
    kept = [
        row
        for row in study.codings
        if counts(row)
        and all(
            values_of(row, dimension, level)
            for dimension in (*rows.split(","), *columns.split(","))
        )
    ]
    for r, row_key in enumerate(made.rows):
        in_row = [row for row in kept if belongs(row, rows, row_key, level)]
        everyone = len(study.population)
        total = tally(study, in_row, measure, everyone, pairs(rows, row_key))
        assert made.row_totals[r] == total
        for c, column_key in enumerate(made.columns):
            cell = [row for row in in_row if belongs(row, columns, column_key, level)]
            units = [u for u in study.population if belongs(u, columns, column_key, level)]
            wanted = [*pairs(rows, row_key), *pairs(columns, column_key)]
            assert made.values[r][c] == tally(study, cell, measure, len(units), wanted)
    for c, column_key in enumerate(made.columns):
        in_column = [row for row in kept if belongs(row, columns, column_key, level)]
        units = [u for u in study.population if belongs(u, columns, column_key, level)]
        wanted = pairs(columns, column_key)
        assert made.column_totals[c] == tally(study, in_column, measure, len(units), wanted)
        assert made.base[c] == base_of(measure, units, wanted)
        read = [u for u in units if (coder in u.readers if coder == "anna" else u.readers)]
        assert made.read_share[c] == (len(read) / len(units) if units else 0)
    assert made.total == tally(study, kept, measure, len(study.population), [])


@given(STUDIES, SIDES, SIDES, st.sampled_from([None, 1, 2]))
def test_every_row_and_column_that_could_hold_something_is_there_once(
    study: Study, rows: str, columns: str, level: int | None
) -> None:
    made = count(study, rows=rows, columns=columns, level=level)
    for side, keys, other in ((rows, made.rows, columns), (columns, made.columns, rows)):
        assert len(set(keys)) == len(keys)
        expected = set()
        for unit in study.population:
            expected |= set(product_of(unit, side, level))
        expected = {key for key in expected if not any(part in RETIRED for part in key)}
        if side == "code":
            expected |= {(c.path,) for c in BOOK.codes if level in (None, c.level)}
            expected -= {(path,) for path in RETIRED}
        for row in study.codings:
            if counts(row) and product_of(row, other, level):
                expected |= set(product_of(row, side, level))
        assert set(keys) == expected


RETIRED = {code.path for code in BOOK.codes if code.retired}


def product_of(thing: object, side: str, level: int | None) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for dimension in side.split(","):
        keys = [(*key, value) for key in keys for value in values_of(thing, dimension, level)]
    return keys


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted).map(tuple)))
def test_the_union_of_spans_is_disjoint_in_order_and_covers_the_same(spans: list) -> None:
    merged = union(spans)
    assert all(one[1] < other[0] for one, other in pairwise(merged))
    covered = {at for start, end in spans for at in range(start, end)}
    assert {at for start, end in merged for at in range(start, end)} == covered


# --- examples -----------------------------------------------------------------------------


def talk(**changes: object) -> Talk:
    made = Talk("t1", Role.PARENT, "MUM", None, ("Ava",), "Elm")
    return replace(made, **changes)


def span(first: int = 0, path: str = "a/x", length: int = 1, coder: str = "anna") -> tuple:
    return ("t1", first, length, path, coder, 0.5, 0)


def study_of(talks: list[Talk], spans: list[tuple]) -> Study:
    return make_study(talks, spans, [frozenset()])


def column(made: Matrix, key: str) -> list[object]:
    place = made.columns.index((key,))
    return [row[place] for row in made.values]


def test_rows_and_columns_without_a_coding_are_there_with_zeros() -> None:
    made = count(study_of([talk(), talk(cases=("Ben",))], [span()]))
    assert made.rows == (("a",), ("a/x",), ("a/x/deep",), ("a/y",), ("b",))
    assert column(made, "Ava") == [1, 1, 0, 0, 0]
    assert column(made, "Ben") == [0] * 5


def test_a_retired_code_has_a_row_in_its_place_where_it_is_used() -> None:
    made = count(study_of([talk()], [span(path="a/old")]))
    assert made.rows == (("a",), ("a/x",), ("a/x/deep",), ("a/old",), ("a/y",), ("b",))
    assert made.row_labels == ("Alpha", "Ex", "Deep", "Old", "Why", "Beta")
    assert made.row_levels == (1, 2, 3, 2, 2, 1)


def test_roles_stand_in_their_own_order_and_what_has_no_value_comes_last() -> None:
    talks = [
        talk(role=Role.UNKNOWN, school=""),
        talk(role=Role.TA, school="oak"),
        talk(role=Role.PUPIL, school="Elm", cases=()),
        talk(role=Role.PUPIL, school="ash", cases=("ben",)),
    ]
    study = study_of(talks, [])
    assert count(study, columns="role").columns == (("pupil",), ("ta",), ("unknown",))
    assert count(study, columns="school").columns == (("ash",), ("Elm",), ("oak",), ("(none)",))
    assert count(study, columns="case").columns == (("Ava",), ("ben",), ("(no case)",))
    two = count(study, rows="role, school", columns="case")
    assert two.rows[0] == ("pupil", "ash")
    assert two.row_labels[0] == "pupil · ash"


def test_a_segment_about_two_cases_counts_for_each_and_once_in_the_total() -> None:
    study = study_of([talk(cases=("Ava", "Ben"))], [span()])
    made = count(study)
    assert (column(made, "Ava")[0], column(made, "Ben")[0], made.row_totals[0]) == (1, 1, 1)
    assert made.notes[0].startswith("Some segments belong to several cases")


def test_a_shared_segment_is_one_case_in_each_case_s_column() -> None:
    study = study_of([talk(cases=("Ava", "Ben"))], [span()])
    made = count(study, measure=Measure.CASES)
    assert (made.values[0], made.row_totals[0], made.base) == ((1, 1), 2, (1, 1))
    by_level = count(study, columns="level", measure=Measure.CASES)
    assert by_level.columns == (("EHCP",), ("SEN support",))
    assert (by_level.values[0], by_level.row_totals[0], by_level.base) == ((1, 1), 2, (1, 1))


def test_a_case_row_and_another_case_s_column_have_no_case_in_common() -> None:
    study = study_of([talk(cases=("Ava", "Ben"))], [span()])
    made = count(study, rows="case", columns="level,case", measure=Measure.CASES)
    assert made.columns == tuple((a, b) for a in ("EHCP", "SEN support") for b in ("Ava", "Ben"))
    assert made.values == ((1, 0, 0, 0), (0, 0, 0, 1))


def test_a_parent_counts_a_segment_with_two_of_its_codes_once() -> None:
    study = study_of([talk()], [span(path="a/x"), span(path="a/y"), span(path="a")])
    assert column(count(study), "Ava") == [1, 1, 0, 1, 0]
    assert column(count(study, measure=Measure.CODINGS), "Ava") == [3, 1, 0, 1, 0]


def test_words_of_overlapping_segments_count_once() -> None:
    study = study_of([talk(units=3)], [span(0, length=2), span(1, length=2)])
    assert count(study, measure=Measure.WORDS).total == 12


def test_a_level_shows_only_codes_of_that_depth() -> None:
    made = count(study_of([talk()], [span(path="a/x/deep"), span(path="b")]), level=2)
    assert made.rows == (("a/x",), ("a/y",))
    assert (made.row_levels, made.values, made.total) == ((1, 1), ((1,), (0,)), 1)


def test_codings_on_an_interviewer_s_turn_count_nowhere_and_a_note_says_so() -> None:
    talks = [talk(role=Role.INTERVIEWER), talk()]
    made = count(study_of(talks, [span(0), span(1)]))
    assert made.total == 1
    assert "Not counted: 1 coding on an interviewer's turn." in made.notes
    asked = study_of(talks, [span(0), span(1)])
    units = [*asked.population, replace(asked.population[0], id=9, role=Role.INTERVIEWER)]
    assert count(replace(asked, population=units)).total == 2


def test_unknown_roles_and_units_without_a_case_are_noted() -> None:
    talks = [talk(role=Role.UNKNOWN, speaker=None, cases=()), talk(role=Role.UNKNOWN)]
    notes = count(study_of(talks, [])).notes
    assert notes == (
        "What is linked to no case counts under (no case).",
        "Counted too: 2 speakers whose role is unknown. A case sheet gives roles.",
    )
    assert len(count(study_of(talks, []), columns="role").notes) == 1


def test_an_empty_study_gives_an_empty_matrix() -> None:
    made = count(study_of([], []), measure=Measure.SHARE)
    assert (made.columns, made.total, len(made.rows)) == ((), None, 5)


def test_the_denominators_of_code_columns_are_those_of_the_other_part() -> None:
    study = study_of([talk(), talk(role=Role.TA)], [span()])
    made = count(study, rows="case", columns="code,role", measure=Measure.UNITS)
    assert set(made.base) == {1}
    assert set(count(study, rows="case", columns="code", measure=Measure.UNITS).base) == {2}


@pytest.mark.parametrize(
    ("side", "message", "hint"),
    [
        ("colour", "called 'colour'", "Known: case, code, level, participant, role, school"),
        ("case,role,code", "too many parts", "At most two"),
        ("case,case", "says the same twice", "Once"),
        ("", "called ''", "Known"),
    ],
)
def test_a_dimension_that_is_none_is_refused(side: str, message: str, hint: str) -> None:
    for sides in ({"rows": side}, {"columns": side}):
        with pytest.raises(NotFound, match=message) as raised:
            count(study_of([talk()], []), **sides)
        assert raised.value.hint.startswith(hint)


def test_every_measure_says_what_it_means() -> None:
    assert set(MEANING) == set(Measure)
    study = study_of([talk()], [span()])
    labels = {m: count(study, measure=m).base_label for m in Measure}
    assert labels[Measure.SEGMENTS] == labels[Measure.SCORE] == "transcripts"
    assert (labels[Measure.CASES], labels[Measure.SHARE]) == ("cases", "sentences")


def test_the_machine_readable_form_has_the_keys_of_the_contract() -> None:
    made = count(
        study_of([talk()], [span()]), rows="code", columns="case,role", where="role=parent"
    )
    plain = made.to_json()
    assert list(plain) == [
        *("rows", "columns", "values", "measure", "coder", "filter", "denominators", "notes"),
    ]
    assert (plain["rows"][0], plain["columns"]) == (["a"], [["Ava", "parent"]])
    assert (plain["measure"], plain["coder"], plain["filter"]) == ("segments", "any", "role=parent")
    assert plain["denominators"]["columns"] == [1]
    assert plain["denominators"]["read_share"] == [0.0]
    assert "per case,role" in plain["denominators"]["meaning"]
