"""Tables inside a document: a transcript as a table, or paragraphs that stand in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sendcode.readers.blocks import Block
from sendcode.readers.columns import Columns, find_columns, mangled, pick, times


def table_blocks(rows: Sequence[Sequence[Sequence[Block]]]) -> Iterator[Block]:
    """Yield the blocks of a table (rows of cells of paragraphs) in reading order.

    Where the columns are those of a transcript, the cells of the speaker column give the
    speaker, and those of the time column the time.
    """
    texts = [["\n".join(b.text for b in cell if b.text).strip() for cell in row] for row in rows]
    columns = find_columns(texts)
    if columns is None:
        yield from (block for row in rows for cell in row for block in cell)
        return
    odd = mangled([pick(row, columns.time) for row in texts])
    for number, row in enumerate(rows):
        if number < columns.header:
            yield from (block._replace(kind="column") for cell in row for block in cell)
        else:
            yield from _row(row, texts[number], columns, odd=odd)


def _row(
    cells: Sequence[Sequence[Block]], texts: Sequence[str], columns: Columns, *, odd: bool
) -> Iterator[Block]:
    kinds = {columns.speaker: "label", columns.time: "time", columns.end: "time"}
    start, end = times(pick(texts, columns.time), clock=odd)
    if columns.end is not None:
        end = times(pick(texts, columns.end), clock=odd)[0]
    for number, cell in enumerate(cells):
        if number != columns.text:
            kind = kinds.get(number, "column")
            yield from (block._replace(kind=kind) for block in cell)
    speaker = pick(texts, columns.speaker) if columns.speaker is not None else None
    for block in cells[columns.text] if columns.text < len(cells) else ():
        yield block._replace(speaker=speaker, start=start, end=end)
