"""`sendcode codebook`: the code tree and its file."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from sendcode.cli import codebook_edits, codebook_history, codebook_stats, codebook_try
from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    force_option,
    json_option,
    next_step,
    now,
    print_json,
    say,
)
from sendcode.core.printable import so_many
from sendcode.errors import ProjectError


@click.group("codebook")
def command() -> None:
    """The codebook: show it, change it, bring a file in, write it out. Each change is a version.

    \b
    Examples:
      sendcode codebook show
      sendcode codebook check my-codebook.yaml
    """


for _other in (
    *(codebook_history.log, codebook_history.diff, codebook_try.command, codebook_stats.command),
    *codebook_edits.COMMANDS,
):
    command.add_command(_other)


@command.command("show")
@click.argument("code", required=False)
@click.option("--version", type=click.IntRange(min=1), help="An older version.")
@json_option
@click.pass_obj
def show(app: App, code: str | None, version: int | None, as_json: bool) -> None:
    """Show the code tree, or everything about one CODE; a number shows that version's tree.

    \b
    Examples:
      sendcode codebook show
      sendcode codebook show delays/waiting
      sendcode codebook show 1
      sendcode codebook show delays/waiting --version 1
    """
    from sendcode.cli.codebook_view import as_json as code_as_json
    from sendcode.cli.codebook_view import show_code, show_tree
    from sendcode.workflows.codebooks import version_of

    with app.open() as store:
        book = version_of(store, version) if version else store.codebooks.current()
        if code and code.isascii() and code.isdigit() and code not in book and not version:
            book, code = version_of(store, int(code)), None
        counts = store.codings.counts()
    chosen = book.descendants(book.code(code).path) if code else book.codes
    if as_json:
        print_json(
            {
                "codebook": book.name,
                "version": book.version,
                "codes": [code_as_json(c, counts.get(c.guid, 0)) for c in chosen],
            }
        )
    elif code:
        show_code(book, book.code(code), counts)
    else:
        show_tree(book, counts)
        if book.codes:
            next_step(f"sendcode codebook show {book.codes[-1].path}", "shows one code whole")
        else:
            next_step("sendcode codebook import send", "brings the shipped codebook")


@command.command("check")
@click.argument("file", required=False)
@click.option("--strict", is_flag=True, help="Exit with 3 when there is a warning.")
@json_option
@click.pass_obj
def check(app: App, file: str | None, strict: bool, as_json: bool) -> None:
    """Check a codebook FILE, or the project's codebook.

    Errors name line and key. Warnings are things to look at: rules that can never match, that
    repeat each other, and, where there is a project, that find nothing in it or half of it.

    \b
    Examples:
      sendcode codebook check my-codebook.yaml
      sendcode codebook check
    """
    from sendcode.cli.console import track
    from sendcode.workflows.codebook_check import check_codebook
    from sendcode.workflows.codebooks import find_codebook

    with contextlib.ExitStack() as stack:
        try:
            store = stack.enter_context(app.open())
        except ProjectError as error:
            if not file:
                raise
            store = None
            say(f"Note: the rules were not tried on interviews ({error.message}).")
        path = find_codebook(file) if file else None
        book, warnings = check_codebook(store, path, track=track)
    if as_json:
        print_json(
            {
                "codebook": book.name,
                "codes": len(book.codes),
                "warnings": [{"line": w.line, "message": w.message} for w in warnings],
            }
        )
    else:
        for w in warnings:
            click.echo(f"line {w.line}: {w.message}" if w.line else w.message)
        rules = sum(len(code.rules) for code in book)
        click.echo(
            f"'{book.name}' can be used: {so_many(len(book.codes), 'code')}, "
            f"{so_many(rules, 'rule')}, {so_many(len(warnings), 'warning')}."
        )
        if file:
            next_step(f"sendcode codebook import {file}", "makes it the project's next version")
        else:
            next_step("sendcode codebook stats", "shows how often each rule was right")
    if strict and warnings:
        raise click.exceptions.Exit(3)


@command.command("import")
@click.argument("file")
@click.option("--message", "-m", default="", help="Why, for the record.")
@click.option("--rebase", is_flag=True, help="Merge a file from an older version with the project.")
@click.option(
    "--take",
    type=click.Choice(["file", "project"]),
    help="With --rebase: whose side where both changed the same.",
)
@coder_option
@click.pass_obj
def import_(
    app: App, file: str, message: str, rebase: bool, take: str | None, coder: str | None
) -> None:
    """Make FILE (or the shipped 'send') the project's next codebook version.

    Codes keep their identity and their codings by their path; a code that was renamed says
    so with 'was: old/path'. A file that was exported before the project's codebook changed is
    refused, with what changed since.

    \b
    Examples:
      sendcode codebook import send
      sendcode codebook import my-codebook.yaml -m "waiting split after the team day"
      sendcode codebook import my-codebook.yaml --rebase
    """
    from sendcode.workflows.codebooks import find_codebook, import_codebook

    if take and not rebase:
        raise click.UsageError("--take goes with --rebase")
    with app.open() as store:
        done = import_codebook(
            store,
            find_codebook(file),
            coder=coder_name(coder),
            at=now(),
            message=message,
            merge=rebase,
            take=take or "",
        )
    for warning in done.warnings:
        say(f"line {warning.line}: {warning.message}" if warning.line else warning.message)
    for note in done.notes:
        say(f"Note: {note}")
    if not done.changes:
        click.echo(f"Nothing is different; the codebook stays at version {done.version}.")
        return
    if done.version > 1:
        for change in done.changes:
            click.echo(f"  {change}")
    click.echo(f"The codebook is now at version {done.version}.")
    if done.gone:
        taken = so_many(done.gone, "code")
        say(f"{taken} not in the file, taken out; 'sendcode undo' brings them back.")
    next_step("sendcode code", "applies it")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--public", is_flag=True, help="Without examples that are words of an interview.")
@click.option("--version", type=click.IntRange(min=1), help="An older version.")
@force_option
@click.pass_obj
def export(app: App, file: Path, public: bool, version: int | None, force: bool) -> None:
    """Write the codebook: .yaml (all of it), .csv, .xlsx, .qdc (REFI-QDA) or .docx (an appendix).

    YAML keeps comments and order as they were written. The others say what they cannot hold.

    \b
    Examples:
      sendcode codebook export codebook.yaml
      sendcode codebook export appendix.docx --public
      sendcode codebook export for-atlas.qdc
    """
    from sendcode.workflows.codebook_export import export_codebook_file

    with app.open() as store:
        done = export_codebook_file(store, file, force=force, number=version, public=public)
    click.echo(f"Wrote {file}: {so_many(done.codes, 'code')}")
    for note in done.notes:
        say(f"Note: {note}")
    if done.quotes:
        told = so_many(done.quotes, "example is", "examples are")
        marked = f" {done.marked} of them marked do-not-quote;" if done.marked else ""
        say(f"Note: {told} words of an interview;{marked} --public leaves them out.")
    if file.suffix.lower() != ".docx":
        next_step(f"sendcode codebook import {file}", "brings it back when you have edited it")


@command.command("schema")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def schema(file: Path | None) -> None:
    """Let your editor complete and check a codebook FILE; without FILE, print the JSON Schema.

    The schema is written beside FILE, as codebook.schema.json, and FILE gets a first line that
    names it. Editors that speak to yaml-language-server (VS Code with its YAML extension, Neovim,
    Emacs, Zed, Helix) then offer keys and roles, explain them, and mark mistakes while you type.

    \b
    Examples:
      sendcode codebook schema codebook.yaml
      sendcode codebook schema > codebook.schema.json
    """
    if file is None:
        from sendcode.interchange.codebook_schema import text

        click.echo(text(), nl=False)
        return
    from sendcode.workflows.codebook_editor import link_schema

    done = link_schema(file)
    click.echo(f"Wrote {done.schema}")
    if done.added:
        click.echo(f"{file} names it in its first line.")
    elif done.named != done.schema.name:
        say(f"Note: {file} names another schema, {done.named}; it stays as it is.")
    next_step(f"sendcode codebook check {file}", "checks also what an editor cannot know")
