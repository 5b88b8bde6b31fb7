"""What a matrix looks like in a terminal."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from sendcode.cli.matrix_view import show
from sendcode.core.matrix import Matrix, Measure
from tests.exporters import study


def drawn(matrix: Matrix, *, width: int = 120, colours: bool = False) -> list[str]:
    stream = io.StringIO()
    system = "truecolor" if colours else None
    show(matrix, Console(file=stream, width=width, force_terminal=colours, color_system=system))
    return stream.getvalue().splitlines()


def table(measure: Measure = Measure.SEGMENTS) -> Matrix:
    return study.matrix(study.table(60), measure=measure)


def test_every_count_stands_in_its_row_between_the_label_and_the_total() -> None:
    matrix = table()
    lines = drawn(matrix)
    (delays,) = (line for line in lines if line.startswith("Delays "))
    place = matrix.row_labels.index("Delays")
    told = [int(word.strip("░▒▓█")) for word in delays.split()[1:]]
    assert told == [*matrix.values[place], matrix.row_totals[place]]
    assert any(line.startswith("all ") for line in lines)
    assert any(line.startswith("read ") and "%" in line for line in lines)
    assert "any coder" in lines[0]


def test_columns_that_do_not_fit_follow_in_a_further_table() -> None:
    lines = drawn(table(), width=64)
    assert max(map(len, lines[1:])) <= 64
    assert sum(line.startswith("Delays ") for line in lines) == 2
    heads = [line for line in lines[1:] if line.startswith("code ")]
    assert "Amira" in heads[0]
    assert "Freya" in heads[1]


def test_a_label_that_is_too_long_goes_on_below_its_counts() -> None:
    matrix = table()
    long = "Waiting for services that were promised in a letter from the council"
    names = tuple(long if n == "Waiting for services" else n for n in matrix.row_labels)
    lines = drawn(replace(matrix, row_labels=names))
    (first,) = (n for n, line in enumerate(lines) if line.startswith("  Waiting for services"))
    assert lines[first].split()[-1] == str(matrix.row_totals[names.index(long)])
    assert lines[first + 1].startswith("    ")
    assert not any(c.isdigit() for c in lines[first + 1])


def test_cells_are_shaded_in_colours_where_there_are_any_and_marked_where_there_are_none() -> None:
    assert "\x1b[" in "".join(drawn(table(), colours=True))
    plain = "".join(drawn(table()))
    assert "\x1b[" not in plain
    assert "█" in plain


def test_shares_hidden_counts_and_people_who_are_not_there_are_told_apart() -> None:
    assert any("%" in line for line in drawn(table(Measure.SHARE)) if line.startswith("Delays "))
    matrix = table()
    place = matrix.row_labels.index("Delays")
    values = [list(row) for row in matrix.values]
    values[place][0] = None
    hidden = replace(
        matrix, values=tuple(map(tuple, values)), nobody=frozenset({(place, 1)}), filter="x"
    )
    lines = drawn(hidden)
    (delays,) = (line for line in lines if line.startswith("Delays "))
    assert delays.split()[1:3] == ["–", "·"]
    assert lines[1] == "where x"
    assert lines[-1] == "· : nobody of this kind was interviewed."


def test_an_empty_project_has_nothing_to_count() -> None:
    empty = replace(table(), rows=(), values=())
    assert drawn(empty) == ["Nothing to count yet: no codebook, or no transcripts."]
