"""`sendcode codebook stats`: how often each code and each rule was right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sendcode.cli.app import App, json_option, next_step, print_json, say

if TYPE_CHECKING:
    from sendcode.core.rule_stats import Tally
    from sendcode.workflows.codebook_stats import Stats


@click.command("stats")
@click.argument("code", required=False)
@click.option("--coder", help="Only this coder's decisions; else everybody's, the last counts.")
@json_option
@click.pass_obj
def command(app: App, code: str | None, coder: str | None, as_json: bool) -> None:
    """Show for each code and rule how many suggestions were accepted, and what to mend first.

    Precision is the share accepted of those decided, with Wilson's 95 % interval. A rule is to
    be mended when even the upper end lies below its weight.

    \b
    Examples:
      sendcode codebook stats
      sendcode codebook stats delays --coder anna
    """
    from sendcode.workflows.codebook_stats import stats

    with app.open() as store:
        found = stats(store, code=code or "", coder=coder or "")
    if as_json:
        print_json(_as_json(found))
        return
    _show(found)
    if found.version != found.current:
        say(
            f"Note: suggested with version {found.version}; the codebook is at {found.current}. "
            "'sendcode code' applies it."
        )
    say(
        "Precision: of what was decided, the share accepted, with its 95 % interval. "
        "#3 is rule 3 in 'sendcode codebook show CODE'; its weight is what it is believed."
    )
    next_step("sendcode codebook try 'RULE' --code CODE", "tries a better rule")


def _show(found: Stats) -> None:
    """Print a line per code and rule, then the rules to mend first."""
    from sendcode.cli.codebook_view import describe
    from sendcode.cli.console import listing, out, tell

    rows = [
        (
            f"  #{t.rule.number}" if t.rule else t.name if t.by_rule else "  no rule",
            *(t.suggested, t.accepted, t.rejected, _share(t)),
        )
        for t in found.lines
    ]
    shown = ("code and rule", "suggested", "accepted", "rejected", "precision")
    out().print(listing(shown, rows, keep=(0, 4)))
    if not found.mend:
        return
    click.echo("To mend first:")
    for tally in found.mend[:5]:
        if tally.rule is not None:
            said = describe(tally.rule)
            said = said if len(said) < 160 else f"{said[:159]}…"
            click.echo(f"  {tally.name}: right in {_share(tally)}, believed {tally.rule.weight:g}")
            tell(said, 4)


def _share(tally: Tally) -> str:
    if tally.precision is None:
        return ""
    low, high = tally.interval
    return f"{tally.precision:.0%} ({low:.0%}–{high:.0%})"


def _as_json(found: Stats) -> dict[str, object]:
    return {
        "version": found.version,
        "current": found.current,
        "coder": found.coder or None,
        "lines": [_line(tally) for tally in found.lines],
        "mend": [tally.name for tally in found.mend],
    }


def _line(tally: Tally) -> dict[str, object]:
    low, high = tally.interval
    return {
        "name": tally.name,
        "code": tally.code.path,
        "rule": tally.rule.number if tally.rule else None,
        "suggested": tally.suggested,
        "accepted": tally.accepted,
        "rejected": tally.rejected,
        "precision": tally.precision,
        "low": low if tally.decided else None,
        "high": high if tally.decided else None,
    }
