"""`sendcode suggest`: themes from the data, contrasts, phrases in vivo, and saturation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sendcode.cli.app import (
    App,
    coder_name,
    coder_option,
    json_option,
    next_step,
    now,
    print_json,
    where_option,
)

if TYPE_CHECKING:
    from sendcode.store import Store
    from sendcode.workflows.themes import Theme


@click.command("suggest")
@click.option(
    "--themes", default=20, show_default=True, type=click.IntRange(1, 100), help="At most."
)
@click.option("--all", "everything", is_flag=True, help="Look at covered sentences too.")
@where_option
@click.option("--adopt", type=int, metavar="N", help="Make a code of theme N (with --name).")
@click.option("--id", "slug_id", default="", metavar="ID", help="The new code's id.")
@click.option("--name", default="", help="The new code's name.")
@click.option("--under", default="", metavar="CODE", help="The new code's parent.")
@click.option("--merge", metavar="N,N", help="Make one theme of several.")
@click.option("--split", type=int, metavar="N", help="Part a theme in two.")
@click.option("--dismiss", metavar="N,N", help="Put themes aside.")
@click.option("--why", default="", help="Why, for --dismiss; kept in the journal.")
@click.option(
    "--contrast",
    nargs=2,
    metavar="QUERY QUERY",
    help="What one part of the study says more often than another.",
)
@click.option("--in-vivo", is_flag=True, help="Striking phrases of the participants.")
@click.option("--saturation", is_flag=True, help="How much new each further interview brought.")
@json_option
@coder_option
@click.pass_obj
def command(
    app: App,
    themes: int,
    everything: bool,
    where: str,
    adopt: int | None,
    slug_id: str,
    name: str,
    under: str,
    merge: str | None,
    split: int | None,
    dismiss: str | None,
    why: str,
    contrast: tuple[str, str] | None,
    in_vivo: bool,
    saturation: bool,
    as_json: bool,
    coder: str | None,
) -> None:
    """Propose themes from what the codebook does not cover. You name, merge or dismiss them.

    A theme is a set of sentences that are alike, with the phrases that they have and the rest
    of the study has not. Nothing is coded. What you make of a theme can be undone.

    \b
    Examples:
      sendcode suggest
      sendcode suggest --where role:parent --all
      sendcode suggest --adopt 3 --id transport --name "Transport" --under delays
      sendcode suggest --merge 3,5
      sendcode suggest --split 4
      sendcode suggest --dismiss 7 --why "only small talk"
      sendcode suggest --contrast role:parent role:senco
      sendcode suggest --in-vivo
      sendcode suggest --saturation
    """
    from sendcode.cli import suggest_view as view

    asked = [
        word
        for word, given in (
            ("--adopt", adopt is not None),
            ("--merge", merge is not None),
            ("--split", split is not None),
            ("--dismiss", dismiss is not None),
            ("--contrast", contrast is not None),
            ("--in-vivo", in_vivo),
            ("--saturation", saturation),
        )
        if given
    ]
    if len(asked) > 1:
        raise click.UsageError(f"one at a time: {', '.join(asked)}")
    if adopt is not None and not name.strip():
        raise click.UsageError("say what the code is called: --name NAME")
    with app.open() as store:
        who = coder_name(coder)
        if adopt is not None:
            _adopt(store, adopt, who, name=name, slug_id=slug_id, under=under, as_json=as_json)
        elif merge is not None or split is not None or dismiss is not None:
            _change(store, who, merge=merge, split=split, dismiss=dismiss, why=why, as_json=as_json)
        elif contrast is not None:
            from sendcode.workflows.contrasts import contrast as compare

            view.show_terms(compare(store, *contrast), as_json=as_json)
        elif in_vivo:
            from sendcode.workflows.contrasts import in_vivo as striking

            view.show_terms(striking(store, where=where), as_json=as_json)
        elif saturation:
            from sendcode.workflows.contrasts import saturation as measure

            view.show_saturation(measure(store), as_json=as_json)
        else:
            from sendcode.cli.console import track
            from sendcode.workflows.themes import propose_themes

            found = propose_themes(
                store,
                coder=who,
                at=now(),
                themes=themes,
                everything=everything,
                where=where,
                track=track,
            )
            _show(found, as_json=as_json)


def _show(found: tuple[Theme, ...], *, as_json: bool) -> None:
    from sendcode.cli import suggest_view as view

    if as_json:
        print_json({"themes": [view.record(theme) for theme in found]})
        return
    view.show_themes(found)
    if found:
        next_step(f'sendcode suggest --adopt {found[0].id} --name "..."', "makes a code of a theme")


def _adopt(
    store: Store, number: int, who: str, *, name: str, slug_id: str, under: str, as_json: bool
) -> None:
    from sendcode.workflows.theme_decisions import adopt

    done = adopt(store, number, name=name, slug_id=slug_id, under=under, coder=who, at=now())
    if as_json:
        record = {
            "code": done.code.path,
            "codebook_version": done.version,
            "suggestions": done.suggested,
        }
        print_json(record)
        return
    click.echo(
        f"Theme {number} is the code {done.code.path} (codebook version {done.version}); "
        f"{done.suggested} sentences wait for review."
    )
    next_step(f"sendcode review --code {done.code.path}", "decides about them")


def _change(
    store: Store,
    who: str,
    *,
    merge: str | None,
    split: int | None,
    dismiss: str | None,
    why: str,
    as_json: bool,
) -> None:
    from sendcode.workflows import theme_decisions as decisions

    if merge is not None:
        _show((decisions.merge(store, _numbers(merge), coder=who, at=now()),), as_json=as_json)
    elif split is not None:
        _show(decisions.split(store, split, coder=who, at=now()), as_json=as_json)
    else:
        numbers = _numbers(dismiss or "")
        decisions.dismiss(store, numbers, coder=who, at=now(), why=why)
        if as_json:
            print_json({"dismissed": numbers})
        else:
            click.echo(f"{len(numbers)} theme(s) put aside; 'sendcode undo' brings them back.")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() for part in parts):
        raise click.UsageError("numbers of themes, parted by commas: 3,5")
    return [int(part) for part in parts]
