"""Numbers and notes as people read them: rounded here and nowhere before."""

from __future__ import annotations

from sendcode.core.matrix import Matrix, Measure, Value

NOBODY = "· : nobody of this kind was interviewed."


def shown(value: Value, measure: Measure = Measure.SEGMENTS) -> str:
    """Return a value as it is printed; a dash for what is undefined or hidden."""
    if value is None:
        return "–"
    if measure is Measure.SHARE:
        return f"{value:.1%}"
    if measure is Measure.SCORE:
        return f"{value:.2f}"
    return f"{value:,}"


def out_of(found: int | None, base: int) -> str:
    """Return a count with what it is out of, as figures say it; None is what nobody read."""
    return f"{found} of {base}" if found is not None else f"{base} not read"


def column_names(matrix: Matrix) -> tuple[str, ...]:
    """Return what to show above each column: codes beside codes by their names."""
    if matrix.columns == matrix.rows:
        return matrix.row_labels
    return tuple(" · ".join(key) for key in matrix.columns)


def notes(matrix: Matrix) -> tuple[str, ...]:
    """Return everything a reader of the table has to know, as sentences."""
    who = "any coder" if matrix.coder == "any" else f"coder {matrix.coder}"
    found = [f"Counted: {matrix.counted} ({who})."]
    if matrix.filter:
        found.append(f"Filter: {matrix.filter}")
    found += [f"Out of: {matrix.base_meaning}.", *matrix.notes]
    if matrix.nobody:
        found.append(NOBODY)
    return tuple(found)
