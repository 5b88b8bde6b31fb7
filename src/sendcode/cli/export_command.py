"""`sendcode export`: files for analysts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, counted_option, force_option, next_step, where_option
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.store import Store

_BY_SUFFIX = {
    ".xlsx": "workbook",
    ".csv": "segments",
    ".json": "segments",
    ".yaml": "codebook",
    ".parquet": "segments",
    ".sav": "wide",
}
"""What is written where only the file is named."""


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--what",
    type=click.Choice(["workbook", "segments", "wide", "transcript", "codebook"]),
    help="By default: .xlsx the workbook, .csv, .json, .parquet segments, .sav the wide form, "
    ".yaml the codebook.",
)
@click.option(
    "--status",
    type=click.Choice(["coded", "suggested", "rejected", "all"]),
    default="coded",
    show_default=True,
    help="Which segments.",
)
@click.option("--transcript", metavar="NAME", help="This transcript, its codes in the margin.")
@click.option(
    "--each",
    type=click.Choice(["docx", "html"]),
    help="Every transcript so, one file each, into the folder FILE.",
)
@click.option("--by", multiple=True, metavar="ATTRIBUTE", help="A sheet more: codes by this.")
@where_option
@counted_option
@force_option
@click.pass_obj
def command(
    app: App,
    file: Path,
    what: str | None,
    status: str,
    transcript: str | None,
    each: str | None,
    by: tuple[str, ...],
    where: str,
    coder: str | None,
    force: bool,
) -> None:
    """Write the theme workbook (.xlsx), the segments (.csv, .json, .xlsx) or the codebook.

    'wide' is one row per sentence and one column per code, for R and SPSS: 1 coded, 0 read and
    not coded, empty where nobody read it. As .sav (needs pip install 'sendcode[spss]') it has
    the codes' names as labels, and 9, declared missing, where nobody read it.

    With --transcript (.docx or .html) it is one interview for supervision or member checking:
    numbered paragraphs, codes in the margin; --each writes all of them. A .csv holds words as
    they were spoken; open the .xlsx in Excel, where no text can become a formula.

    \b
    Examples:
      sendcode export study.xlsx
      sendcode export study.xlsx --by school --by support_level
      sendcode export segments.csv
      sendcode export everything.json --status all
      sendcode export wide.csv --what wide
      sendcode export study.sav
      sendcode export parents.xlsx --where role:parent
      sendcode export ava.docx --transcript school1_ava_parent
      sendcode export coded/ --each docx
    """
    if each:
        if transcript or what:
            raise click.UsageError("--each writes all transcripts; leave --transcript, --what out")
        from sendcode.workflows.coded_transcript import export_each

        with app.open() as store:
            paths = export_each(store, file, f".{each}", coder=coder, where=where, force=force)
        click.echo(f"Wrote {so_many(len(paths), 'transcript')} into {file}")
        return
    what = what or ("transcript" if transcript else _BY_SUFFIX.get(file.suffix.lower()))
    if what is None:
        raise click.UsageError(f"no export for '{file.suffix}'; known: {', '.join(_BY_SUFFIX)}")
    if what == "transcript" and not transcript:
        raise click.UsageError("--what transcript needs --transcript NAME")
    with app.open() as store:
        held = _write(
            *(store, file, what),
            status=status,
            transcript=transcript or "",
            by=by,
            coder=coder,
            where=where,
            force=force,
        )
    click.echo(f"Wrote {file}: {held}")
    next_step("sendcode backup", "keeps a copy of the project as it is now")


def _write(
    store: Store,
    file: Path,
    what: str,
    *,
    status: str,
    transcript: str,
    by: tuple[str, ...],
    coder: str | None,
    where: str,
    force: bool,
) -> str:
    """Write what is asked for; return what the file holds, in words."""
    from sendcode.core.segments import Status
    from sendcode.workflows import export
    from sendcode.workflows.codebook_export import export_codebook_file
    from sendcode.workflows.coded_transcript import export_transcript

    if what == "workbook":
        book = export.export_workbook(store, file, coder=coder, where=where, by=by, force=force)
        return f"{len(book.segments.rows):,} coded segments, {len(book.codebook.codes)} codes"
    if what == "segments":
        chosen = Status(status)
        table = export.export_segments(
            store, file, status=chosen, coder=coder, where=where, force=force
        )
        return f"{len(table.rows):,} rows"
    if what == "wide":
        made = export.export_wide(store, file, coder=coder, where=where, force=force)
        return f"{len(made.rows):,} sentences, {made.codes} codes"
    if what == "transcript":
        page = export_transcript(store, file, transcript, coder=coder, where=where, force=force)
        return f"{len(page.passages):,} paragraphs, {len(page.legend)} codes"
    export_codebook_file(store, file, force=force)
    return "the codebook"
