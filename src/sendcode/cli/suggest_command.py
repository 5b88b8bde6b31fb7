"""`sendcode suggest`: themes from the data, contrasts, phrases in vivo, and saturation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    where_option,
)
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.store import Store
    from sendcode.store.themes import ThemeRun
    from sendcode.workflows.themes import Theme


MOST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were given; each is described where the command declares it."""

    themes: int
    everything: bool
    where: str
    pipeline: str | None
    screen: bool
    read: int | None
    adopt: int | None
    slug_id: str
    name: str
    under: str
    merge: str | None
    split: int | None
    dismiss: str | None
    why: str
    contrast: tuple[str, str] | None
    in_vivo: bool
    saturation: bool
    as_json: bool
    coder: str | None

    def check(self) -> None:
        """Refuse what cannot be done together."""
        given = {
            "--screen": self.screen,
            "--read": self.read is not None,
            "--adopt": self.adopt is not None,
            "--merge": self.merge is not None,
            "--split": self.split is not None,
            "--dismiss": self.dismiss is not None,
            "--contrast": self.contrast is not None,
            "--in-vivo": self.in_vivo,
            "--saturation": self.saturation,
        }
        asked = [option for option, is_given in given.items() if is_given]
        if len(asked) > 1:
            raise click.UsageError(f"one at a time: {', '.join(asked)}")
        if self.adopt is not None and not self.name.strip():
            raise click.UsageError("say what the code is called: --name NAME")
        if self.screen and self.as_json:
            raise click.UsageError("one at a time: --screen, --json")
        looks = not asked or asked in (["--screen"], ["--in-vivo"])
        self._goes_with("--adopt", self.adopt is not None, "--name", self.name)
        self._goes_with("--adopt", self.adopt is not None, "--id", self.slug_id)
        self._goes_with("--adopt", self.adopt is not None, "--under", self.under)
        self._goes_with("--dismiss", self.dismiss is not None, "--why", self.why)
        self._goes_with("the list of themes or --in-vivo", looks, "--where", self.where)
        lists = not asked or asked == ["--screen"]
        self._goes_with("the list of themes", lists, "--all", "yes" if self.everything else "")
        self._goes_with("the list of themes", lists, "--pipeline", self.pipeline or "")
        fewer = str(self.themes) if self.themes != MOST else ""
        self._goes_with("the list of themes", lists, "--themes", fewer)

    @staticmethod
    def _goes_with(what: str, is_given: bool, option: str, value: str) -> None:
        if value.strip() and not is_given:
            raise click.UsageError(f"{option} goes with {what}")


@click.command("suggest")
@click.option(
    "--themes", default=MOST, show_default=True, type=click.IntRange(1, 100), help="At most."
)
@click.option("--all", "everything", is_flag=True, help="Look at covered sentences too.")
@where_option
@click.option(
    "--pipeline",
    metavar="NAME",
    help="A trained spaCy pipeline (en_core_web_sm): phrases become noun and verb phrases.",
)
@click.option("--screen", is_flag=True, help="Decide about the themes on a full screen.")
@click.option("--read", type=int, metavar="N", help="Print every sentence of theme N.")
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
    help="What one part of the study says more often than another; '' is all the rest.",
)
@click.option("--in-vivo", is_flag=True, help="Striking phrases of the participants.")
@click.option("--saturation", is_flag=True, help="How much new each further interview brought.")
@json_option
@coder_option
@click.pass_obj
def command(app: App, /, **options: Any) -> None:
    """Propose themes from what the codebook does not cover. You name, merge or dismiss them.

    A theme is a set of sentences that are alike, with the phrases that they have and the rest
    of the study has not. Nothing is coded. What you make of a theme can be undone.

    \b
    Examples:
      sendcode suggest
      sendcode suggest --where role:parent --all
      sendcode suggest --screen
      sendcode suggest --read 3
      sendcode suggest --adopt 3 --id transport --name "Transport" --under delays
      sendcode suggest --merge 3,5
      sendcode suggest --split 4
      sendcode suggest --dismiss 7 --why "only small talk"
      sendcode suggest --contrast role:parent role:senco
      sendcode suggest --in-vivo
      sendcode suggest --saturation
    """
    asked = Asked(**options)
    asked.check()
    with app.open() as store:
        who = coder_name(asked.coder)
        if asked.adopt is not None:
            _adopt(store, asked.adopt, who, asked)
        elif asked.merge is not None or asked.split is not None or asked.dismiss is not None:
            _change(store, who, asked)
        elif asked.read is not None:
            _read(store, asked.read, as_json=asked.as_json)
        elif asked.contrast is not None or asked.in_vivo or asked.saturation:
            _count(store, asked)
        else:
            _propose(store, who, asked)


def _propose(store: Store, who: str, asked: Asked) -> None:
    from sendcode.cli.console import track
    from sendcode.workflows.theme_memory import made_by_people
    from sendcode.workflows.theme_proposals import propose_themes

    if asked.screen:
        _check_terminal()
    before, covered_too = made_by_people(store), _covered_too(store)
    found = propose_themes(
        store,
        coder=who,
        at=now(),
        themes=asked.themes,
        everything=asked.everything,
        where=asked.where,
        pipeline=asked.pipeline,
        track=track,
    )
    same = not asked.where.strip() and covered_too == _covered_too(store)
    for number in sorted(before - made_by_people(store)) if same else ():
        say(
            f"Note: theme {number}, which a merge or a split made, was not found again: most of "
            "its sentences are in other themes now."
        )
    if asked.screen:
        _screen(store, who)
    else:
        _show(found, as_json=asked.as_json, run=store.themes.runs()[-1])


def _covered_too(store: Store) -> str:
    """Return whether the last list was of all sentences or of those without a code."""
    runs = store.themes.runs()
    return runs[-1].settings.get("all", "") if runs else ""


def _check_terminal() -> None:
    from sendcode.cli.review_session import fits

    if not fits():
        raise click.UsageError("--screen needs a terminal; leave it out for the list")


def _screen(store: Store, who: str) -> None:
    from sendcode.tui.screens.themes import ThemesApp
    from sendcode.workflows.theme_desk import ThemeDesk

    desk = ThemeDesk(store, coder=who, now=now)
    ThemesApp(desk).run()
    left = so_many(len(desk.themes), "theme")
    click.echo(f"{so_many(desk.done, 'decision')} about themes; {left} left.")


def _count(store: Store, asked: Asked) -> None:
    from sendcode.cli import suggest_view as view
    from sendcode.cli.console import track

    if asked.contrast is not None:
        from sendcode.workflows.contrasts import contrast

        view.show_terms(contrast(store, *asked.contrast, track=track), as_json=asked.as_json)
    elif asked.in_vivo:
        from sendcode.workflows.in_vivo import in_vivo

        view.show_terms(in_vivo(store, where=asked.where, track=track), as_json=asked.as_json)
    else:
        from sendcode.workflows.saturation import saturation

        runs = store.themes.runs()
        part = runs[-1].settings.get("where", "").strip() if runs else ""
        view.show_saturation(saturation(store), part=part, as_json=asked.as_json)


def _read(store: Store, number: int, *, as_json: bool) -> None:
    from sendcode.cli import suggest_view as view
    from sendcode.workflows.theme_sentences import read_theme

    view.show_sentences(*read_theme(store, number), as_json=as_json)


def _show(found: tuple[Theme, ...], *, as_json: bool, run: ThemeRun | None = None) -> None:
    from sendcode.cli import suggest_view as view

    if as_json:
        about = {"run": view.run_record(run)} if run else {}
        print_json({**about, "themes": [view.record(theme) for theme in found]})
        return
    view.show_themes(found)
    if found:
        next_step(f'sendcode suggest --adopt {found[0].id} --name "..."', "makes a code of a theme")


def _adopt(store: Store, number: int, who: str, asked: Asked) -> None:
    from sendcode.cli import suggest_view as view
    from sendcode.workflows.theme_decisions import adopt

    done = adopt(
        store,
        number,
        name=asked.name,
        slug_id=asked.slug_id,
        under=asked.under,
        coder=who,
        at=now(),
    )
    view.show_adopted(number, done, as_json=asked.as_json)
    if not asked.as_json:
        next_step(f"sendcode review --code {done.code.path}", "decides about them")


def _change(store: Store, who: str, asked: Asked) -> None:
    from sendcode.workflows import theme_decisions as decisions

    if asked.merge is not None:
        one = decisions.merge(store, _numbers(asked.merge), coder=who, at=now())
        _show((one,), as_json=asked.as_json)
    elif asked.split is not None:
        _show(decisions.split(store, asked.split, coder=who, at=now()), as_json=asked.as_json)
    else:
        numbers = sorted(set(_numbers(asked.dismiss or "")))
        decisions.dismiss(store, numbers, coder=who, at=now(), why=asked.why)
        if asked.as_json:
            print_json({"dismissed": numbers})
        else:
            aside = so_many(len(numbers), "theme")
            click.echo(f"{aside} put aside; 'sendcode undo' takes it back.")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() for part in parts):
        raise click.UsageError("numbers of themes, parted by commas: 3,5")
    return [int(part) for part in parts]
