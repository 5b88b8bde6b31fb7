"""Matrices of random projects against loops over the table of segments, as the CSV has it.

Nothing of the counting is used here: rows are dictionaries of what `export segments.csv` writes,
sentences and texts come from the project file, and every cell is counted from the start.
"""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sendcode.core.segments import Status
from sendcode.core.together import Way
from sendcode.store import Store
from sendcode.workflows.export import segment_table
from sendcode.workflows.matrix import codes_together, matrix
from tests.conftest import WAITING, rolled_back
from tests.workflows.studied import DECISIONS, decide

DIMENSIONS = ["code", "case", "transcript", "speaker", "participant", "role", "school", "wave"]
SIDES = st.sampled_from(DIMENSIONS) | st.lists(
    st.sampled_from(DIMENSIONS), min_size=2, max_size=2, unique=True
).map(",".join)
MEASURES = st.sampled_from(
    ["segments", "codings", "units", "turns", "words", "participants", "transcripts", "score"]
)
QUERIES = st.sampled_from(
    ["", "role:parent", "text:waiting", "words>4", "not case:Ava", "code:delays", "score>0.4",
     "near(code:delays, role:teacher, 2)", "school:3 or not coded", "starred"]
)  # fmt: skip
Row = dict[str, object]


def exported(store: Store, coder: str, where: str) -> list[Row]:
    table = segment_table(store, status=Status.CODED, coder=coder, where=where)
    rows = [dict(zip(table.columns, table.cells(row), strict=True)) for row in table.rows]
    return [row for row in rows if row["role"] != "interviewer"]


def parts_of(row: Row, dimension: str) -> list[str]:
    """Return the values of one dimension to which a row of the table belongs."""
    if dimension == "code":
        steps = str(row["code"]).split("/")
        return ["/".join(steps[:n]) for n in range(1, len(steps) + 1)]
    nothing = "(no case)" if dimension == "case" else "(none)"
    value = str(row[dimension] or "")
    if dimension in ("case", "school", "wave"):
        return value.split("; ") if value else [nothing]
    return [value or nothing]


def keys_of(row: Row, side: str) -> set[tuple[str, ...]]:
    return set(product(*(parts_of(row, dimension) for dimension in side.split(","))))


class Counter:
    """Counts what some rows of the table amount to, from the beginning for every cell."""

    def __init__(self, store: Store, where: str = "") -> None:
        self.least = 4 if where == "words>4" else 0  # a sentence that could not be found is out
        rows = store.database.rows(
            'SELECT u.id, t.name, t.text, turn.seq, u.start, u."end" FROM unit u '
            "JOIN turn ON turn.id = u.turn_id JOIN transcript t ON t.id = u.transcript_id"
        )
        self.units = [tuple(row) for row in rows]
        self.texts = {name: text for _, name, text, *_ in self.units}

    def count(self, rows: list[Row], measure: str) -> object:
        match measure:
            case "segments":
                return len({row["segment_id"] for row in rows})
            case "codings":
                return len({row["coding_id"] for row in rows})
            case "transcripts":
                return len({row["transcript"] for row in rows})
            case "turns":
                return len({(row["transcript"], row["turn"]) for row in rows})
            case "participants":
                return len(
                    {row["participant"] or (row["transcript"], row["speaker"]) for row in rows}
                )
            case "score":
                scores = [row["score"] for row in rows if row["score"] is not None]
                return pytest.approx(sum(scores) / len(scores)) if scores else None
        covered = {(row["transcript"], n) for row in rows for n in range(row["start"], row["end"])}
        if measure == "words":
            return sum(
                1
                for name, text in self.texts.items()
                for word in re.finditer(r"\S+", text)
                if re.search(r"\w", word[0]) and (name, word.start()) in covered
            )
        return sum(
            any((name, n) in covered for n in range(start, end))
            for _, name, text, _, start, end in self.units
            if len(text[start:end].split()) > self.least
        )


TWO = [(0, 1, WAITING, "anna", None, 0, ""), (1, 2, WAITING, "anna", None, 0, "")]


@example(TWO, "code", "code", "units", "any", "words>4")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECISIONS, SIDES, SIDES, MEASURES, st.sampled_from(("any", "anna", "agreed")), QUERIES)
def test_every_cell_is_a_count_over_the_table_of_segments(
    studied: Store, drawn: list, rows: str, columns: str, measure: str, coder: str, where: str
) -> None:
    with rolled_back(studied):
        decide(studied, drawn)
        made = matrix(studied, rows=rows, columns=columns, values=measure, coder=coder, where=where)
        table, counter = exported(studied, coder, where), Counter(studied, where)
        above = [[row for row in table if key in keys_of(row, rows)] for key in made.rows]
        for r, in_row in enumerate(above):
            assert made.row_totals[r] == counter.count(in_row, measure)
            for c, key in enumerate(made.columns):
                cell = [row for row in in_row if key in keys_of(row, columns)]
                assert made.values[r][c] == counter.count(cell, measure), (made.rows[r], key)
        for c, key in enumerate(made.columns):
            in_column = [row for row in table if key in keys_of(row, columns)]
            assert made.column_totals[c] == counter.count(in_column, measure)
        assert made.total == counter.count(table, measure)
        assert {key for row in table for key in keys_of(row, rows)} <= set(made.rows)
        assert {key for row in table for key in keys_of(row, columns)} <= set(made.columns)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECISIONS, st.sampled_from(Way), st.integers(0, 3), QUERIES)
def test_codes_that_meet_are_counted_over_the_table_of_segments(
    studied: Store, drawn: list, way: Way, within: int, where: str
) -> None:
    with rolled_back(studied):
        decide(studied, drawn)
        made = codes_together(studied, way=way, within=within, where=where, coder="any")
        rows = exported(studied, "any", where)
        counter = Counter(studied)
        for r, (a,) in enumerate(made.rows):
            for c, (b,) in enumerate(made.columns):
                assert made.values[r][c] == meetings(rows, counter, way, within, a, b), (a, b)


def meetings(rows: list[Row], counter: Counter, way: Way, within: int, a: str, b: str) -> int:
    here = [row for row in rows if a in parts_of(row, "code")]
    there = [row for row in rows if b in parts_of(row, "code")]
    if way is Way.TURN:
        turns = [{(row["transcript"], row["turn"]) for row in side} for side in (here, there)]
        return len(turns[0] & turns[1])
    if way is Way.UNIT:
        return len(sentences(here, counter) & sentences(there, counter))
    met = set()
    for one in here:
        for other in there:
            if one["segment_id"] == other["segment_id"] or one["transcript"] != other["transcript"]:
                continue
            ones, others = sentences([one], counter), sentences([other], counter)
            gaps = [y[1] - x[1] for x in ones for y in others]
            if way is Way.THEN:
                close = min(gaps) > 0 and max(x[1] for x in ones) + within >= min(
                    y[1] for y in others
                )
            else:
                close = min(map(abs, gaps)) <= within
            if close:
                met.add(one["segment_id"])
    return len(met)


def sentences(rows: list[Row], counter: Counter) -> set[tuple[str, int]]:
    """Return the sentences that some rows touch, numbered in their transcript."""
    numbers: dict[str, int] = {}
    found = set()
    for _, name, _, _, start, end in sorted(counter.units, key=lambda unit: (unit[1], unit[4])):
        number = numbers[name] = numbers.get(name, -1) + 1
        if any(
            row["transcript"] == name and row["start"] < end and start < row["end"] for row in rows
        ):
            found.add((name, number))
    return found
