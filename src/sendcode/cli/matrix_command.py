"""`sendcode matrix`: count codes by case, role, attribute."""

from __future__ import annotations

from pathlib import Path

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


@click.command("matrix")
@click.option("--rows", default="code", show_default=True, help="What the rows are.")
@click.option("--columns", default="case", show_default=True, help="What the columns are.")
@click.option(
    "--values",
    default="segments",
    show_default=True,
    help="segments, codings, units, words, cases, participants, transcripts, share or score.",
)
@click.option("--level", type=click.IntRange(min=1), help="Only codes of this depth.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .csv, .json or .xlsx.")
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
      sendcode matrix --where 'role:parent and not case:"Ava"'
    """
    from sendcode.workflows.export import export_matrix
    from sendcode.workflows.matrix import matrix

    with app.open() as store:
        counted = matrix(
            store,
            rows=rows,
            columns=columns,
            values=values,
            level=level,
            coder=coder,
            where=where,
        )
        name = store.name
    if output is not None:
        export_matrix(counted, output, force=force)
        click.echo(f"Wrote {output}")
    elif as_json:
        print_json(counted.to_json())
        return
    else:
        from sendcode.cli.matrix_view import show

        show(counted)
    next_step(f"sendcode export {name}.xlsx", "writes the workbook")
