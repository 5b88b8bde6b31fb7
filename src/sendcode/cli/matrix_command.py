"""`sendcode matrix`: count codes by case, role, attribute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import (
    App,
    counted_option,
    force_option,
    json_option,
    next_step,
    print_json,
    where_option,
)

if TYPE_CHECKING:
    from sendcode.core.matrix import Matrix
    from sendcode.core.together import Way


@click.command("matrix")
@click.option("--rows", default="code", show_default=True, help="What the rows are.")
@click.option("--columns", default="case", show_default=True, help="What the columns are.")
@click.option(
    "--values",
    default="segments",
    show_default=True,
    help="segments, codings, units, turns, words, cases, participants, transcripts, share, score.",
)
@click.option("--level", type=click.IntRange(min=1), help="Only codes of this depth.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A .csv, .json, .xlsx, .md, .html or .parquet.",
)
@click.option("--code", help="Only this code and those below it, e.g. for case by role.")
@click.option(
    "--together",
    metavar="unit|turn|N",
    help="Codes by codes: on the same sentence, in the same turn, within N sentences.",
)
@click.option(
    "--followed-by",
    type=click.IntRange(min=1, max=9999),
    metavar="N",
    help="Codes by codes: the row's code, then the column's within N sentences.",
)
@click.option(
    "--suppress",
    type=click.IntRange(min=3, max=1000),
    metavar="N",
    help="Hide counts of people or cases below N, and what would give them away.",
)
@where_option
@counted_option
@json_option
@force_option
@click.pass_obj
def command(
    app: App,
    rows: str,
    columns: str,
    values: str,
    level: int | None,
    output: Path | None,
    code: str | None,
    together: str | None,
    followed_by: int | None,
    suppress: int | None,
    where: str,
    coder: str | None,
    as_json: bool,
    force: bool,
) -> None:
    """Count the codings into a table: codes by case, or what you choose.

    Rows and columns can be code, case, transcript, speaker, participant, role, any attribute
    of the case sheet, or two of these: 'case,role'.

    \b
    Examples:
      sendcode matrix
      sendcode matrix --columns role --values participants
      sendcode matrix --level 1 --columns school -o themes-by-school.xlsx
      sendcode matrix --values participants --columns role --suppress 5
      sendcode matrix --rows case --columns role --code delays
      sendcode matrix --together turn --level 1
      sendcode matrix --where 'role:parent and not case:"Ava"'
    """
    from sendcode.workflows.matrix import codes_together, matrix

    way, within = _way(together, followed_by)
    if way is not None and suppress is not None:
        raise click.UsageError("--suppress is for counts of people and cases")
    if code is not None:
        where = _within_code(code, where)
    with app.open() as store:
        if way is not None:
            counted = codes_together(
                store, way=way, within=within, level=level, coder=coder, where=where
            )
        else:
            counted = matrix(
                store,
                rows=rows,
                columns=columns,
                values=values,
                level=level,
                coder=coder,
                where=where,
                threshold=suppress,
            )
        name = store.name
    if as_json and output is None:
        print_json(counted.to_json())
        return
    _write_or_show(counted, output, force=force)
    _next(name, nothing=counted.total == 0 and not where)


def _next(name: str, *, nothing: bool) -> None:
    if nothing:
        next_step("sendcode review", "nothing is coded yet: decide about what is suggested")
    else:
        next_step(f"sendcode export {name}.xlsx", "writes the workbook")


def _within_code(code: str, where: str) -> str:
    """Return a query for what another one finds of a code."""
    return f'code:"{code}" ({where})' if where else f'code:"{code}"'


def _write_or_show(counted: Matrix, output: Path | None, *, force: bool) -> None:
    if output is None:
        from sendcode.cli.matrix_view import show

        show(counted)
        return
    from sendcode.workflows.export import export_matrix  # openpyxl takes its time

    export_matrix(counted, output, force=force)
    click.echo(f"Wrote {output}")


def _way(together: str | None, followed_by: int | None) -> tuple[Way | None, int]:
    """Return how codes are to meet and how far; None where no codes by codes are asked for."""
    from sendcode.core.together import Way

    if together is not None and followed_by is not None:
        raise click.UsageError("--together or --followed-by, not both")
    if followed_by is not None:
        return Way.THEN, followed_by
    if together is None:
        return None, 0
    if together in ("unit", "turn"):
        return Way(together), 0
    if not together.isdecimal() or len(together) > 4:
        raise click.UsageError("--together is unit, turn or a number of sentences")
    return Way.WITHIN, int(together)
