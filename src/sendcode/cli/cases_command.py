"""`sendcode cases`: list the cases, or apply a case sheet."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    json_option,
    next_step,
    now,
    print_json,
    say,
)
from sendcode.core.printable import so_many


@click.command("cases")
@click.argument("sheet", required=False, type=click.Path(path_type=Path))
@json_option
@coder_option
@click.pass_obj
def command(app: App, sheet: Path | None, as_json: bool, coder: str | None) -> None:
    """List the cases with their attributes; with SHEET, apply a case sheet first.

    A case sheet (.csv or .xlsx) has a column 'transcript', and may have 'speaker',
    'participant', 'role', 'case' (several parted by ;) and any attributes.

    \b
    Examples:
      sendcode cases
      sendcode cases cases.csv
    """
    from sendcode.workflows.cases import apply_case_sheet

    with app.open() as store:
        if sheet is not None:
            applied = apply_case_sheet(store, sheet, coder=coder_name(coder), at=now())
            for problem in applied.warnings:
                say(f"row {problem.line}: {problem.message}")
            cases = so_many(len(applied.cases), "case")
            say(f"Applied: {cases}, {so_many(len(applied.roles), 'role')} set.")
        found = store.cases.overview()
    if as_json:
        print_json(
            [
                {"case": c.name, "transcripts": list(c.transcripts), "attributes": c.attributes}
                for c in found
            ]
        )
        return
    from sendcode.cli.console import listing, out

    names = sorted({name for case in found for name in case.attributes})
    rows = [
        (c.name, len(c.transcripts), *(c.attributes.get(name, "") for name in names)) for c in found
    ]
    out().print(listing(("case", "transcripts", *names), rows))
    click.echo(f"{so_many(len(found), 'case')}.")
    next_step("sendcode matrix", "shows codes by case") if found else next_step(
        "sendcode cases cases.csv", "links transcripts to cases"
    )
