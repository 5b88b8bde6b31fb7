"""`sendcode report`: themes, figures and quotes as one file to read."""

from __future__ import annotations

from pathlib import Path

import click

from sendcode.cli.app import App, counted_option, force_option, next_step, where_option

_TEMPLATE = "{role}, {school}, {phase}, {local_authority}"


@click.command("report")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--theme", default="", metavar="CODE", help="Only this code and those below it.")
@click.option(
    "--quotes",
    type=click.IntRange(min=0, max=100),
    default=3,
    show_default=True,
    help="At most so many quotes per theme or sub-theme.",
)
@click.option(
    "--attribution",
    default=_TEMPLATE,
    show_default=True,
    help="Who says so: fields in braces; what is empty goes with its comma.",
)
@click.option("--quotes-only", is_flag=True, help="Only the themes and their quotes.")
@where_option
@counted_option
@force_option
@click.pass_obj
def command(
    app: App,
    file: Path,
    theme: str,
    quotes: int,
    attribution: str,
    quotes_only: bool,
    where: str,
    coder: str | None,
    force: bool,
) -> None:
    """Write a report: per theme who spoke of it, figures and quotes; .html or .docx.

    The HTML file stands alone: no script, no request, ready for print. Quotes are spread over
    cases and roles, starred ones first; what is marked do-not-quote is never quoted.

    \b
    Examples:
      sendcode report report.html
      sendcode report delays.docx --theme delays --quotes 5
      sendcode report quotes.html --quotes-only --attribution '{role}, {case}'
    """
    from sendcode.workflows.report import build_report, write_report

    if file.suffix.lower() not in (".html", ".docx"):
        raise click.UsageError("a report is a .html or a .docx file")
    with app.open() as store:
        report = build_report(
            store,
            coder=coder,
            where=where,
            theme=theme,
            quotes=quotes,
            template=attribution,
            quotes_only=quotes_only,
        )
    write_report(report, file, force=force)
    click.echo(f"Wrote {file}")
    next_step("sendcode trace segment:NUMBER", "leads from a quote back to its decisions")
