"""`sendcode query`: find passages by code, words, speaker, case, and what is not there."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, counted_option, json_option, print_json
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.segments import SegmentRow
    from sendcode.workflows.query import Found


@click.command("query")
@click.argument("expression", nargs=-1)
@click.option("--segments", is_flag=True, help="List codings instead of passages.")
@click.option("--kwic", is_flag=True, help="One line each, with the words in the middle.")
@click.option(
    "--cases-without",
    "without",
    multiple=True,
    metavar="CODE",
    help="List the cases without a coding of this code (or one below it); may be repeated.",
)
@click.option("--interviewers", is_flag=True, help="Look at interviewers' turns too.")
@click.option("--count", is_flag=True, help="Only say how many.")
@counted_option
@json_option
@click.pass_obj
def command(
    app: App,
    expression: tuple[str, ...],
    segments: bool,
    kwic: bool,
    without: tuple[str, ...],
    interviewers: bool,
    count: bool,
    coder: str | None,
    as_json: bool,
) -> None:
    """Find passages: what was said, by whom, under which codes, or under none.

    \b
    code:delays            that code or one below it; two of them: both on the same sentence
    role:parent case:"Ava" also transcript, speaker, participant, turn and any attribute
    text:"waiting list"    these words; "..."~3 in any order, with 3 others between; wait*
    near(A, B, 3)          A and B within 3 sentences
    coder: memo: status:   about a coding; score>0.7, starred, flagged,
                            quotable
    coded, read, unread    and, or, not, ( ); case:* is any case, case:"" none

    \b
    Examples:
      sendcode query 'code:delays and role:parent and not case:"Ava"'
      sendcode query 'text:"speech language"~2' --kwic
      sendcode query 'near(code:co-production, code:delays, 3)' --segments
      sendcode query unread --count
      sendcode query --cases-without delays role:pupil
    """
    from sendcode.workflows import query

    text = " ".join(expression)
    with app.open() as store:
        if without:
            _show_cases(query.cases_without(store, without, query=text, coder=coder), as_json)
            return
        if not text.strip():
            raise click.UsageError("say what to look for, e.g. sendcode query 'code:delays'")
        if segments:
            rows = query.find_codings(store, text, coder=coder)
            _show_codings(rows, as_json=as_json, count=count)
            return
        if count and not as_json:
            click.echo(query.count_passages(store, text, coder=coder, interviewers=interviewers))
            return
        found = query.find(store, text, coder=coder, interviewers=interviewers)
    if as_json:
        print_json([_record(passage) for passage in found])
    else:
        from sendcode.cli.query_view import show_kwic, show_passages

        (show_kwic if kwic else show_passages)(found)


def _record(passage: Found) -> dict[str, object]:
    record = asdict(passage)
    record["cases"], record["codes"] = list(passage.cases), list(passage.codes)
    record["segments"] = list(passage.segments)
    record["words"] = [list(span) for span in passage.words]
    return record


def _show_codings(rows: tuple[SegmentRow, ...], *, as_json: bool, count: bool) -> None:
    if count:
        click.echo(len(rows))
        return
    if as_json:
        from sendcode.core.segments import SegmentTable

        attributes = tuple(sorted({name for row in rows for name in row.attributes}))
        table = SegmentTable(rows, max((len(r.levels) for r in rows), default=0), attributes)
        print_json([dict(zip(table.columns, table.cells(r), strict=True)) for r in rows])
        return
    from sendcode.cli.query_view import show_codings

    show_codings(rows)


def _show_cases(cases: tuple[tuple[str, float], ...], as_json: bool) -> None:
    if as_json:
        print_json([{"case": case, "read_share": round(share, 6)} for case, share in cases])
        return
    from sendcode.cli.console import listing, out

    if cases:
        out().print(listing(("case", "read"), [(case, f"{share:.0%}") for case, share in cases]))
    click.echo(f"{so_many(len(cases), 'case')} without it.")
