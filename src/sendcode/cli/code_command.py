"""`sendcode code`: apply the codebook, and say how far its suggestions can be relied on."""

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
    say,
)

if TYPE_CHECKING:
    from sendcode.core.stopping import Recall
    from sendcode.workflows.code import Coded
    from sendcode.workflows.reliability import FamilyReport


@click.command("code")
@click.option("--pipeline", help="A trained spaCy pipeline, by name or path, e.g. en_core_web_sm.")
@click.option(
    "--embedding",
    help="Other word vectors: a sentence-transformers model by path or name (extra "
    "'transformer'), or spacy:NAME for those of an installed spaCy pipeline.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Suggest from this score on, also where no rule hits (default 0.4).",
)
@click.option("--blind", is_flag=True, help="Learn from your own decisions only.")
@click.option("--report", is_flag=True, help="Code nothing; say how reliable the scores were.")
@json_option
@coder_option
@click.pass_obj
def command(
    app: App,
    pipeline: str | None,
    embedding: str | None,
    threshold: float | None,
    blind: bool,
    report: bool,
    as_json: bool,
    coder: str | None,
) -> None:
    """Apply the codebook: suggestions for people to decide on.

    Rules, likeness to definitions and examples, and what was learned from decisions so far are
    joined in one score. A suggestion is no coding: nothing counts until a named coder accepts
    it. The run is recorded; with the same texts, codebook and decisions it gives the same again.

    \b
    Examples:
      sendcode code
      sendcode code --threshold 0.6
      sendcode code --report          what became of suggestions, by their score
    """
    from sendcode.cli.console import track
    from sendcode.workflows.code import Settings, apply_codebook
    from sendcode.workflows.reliability import reliability

    who = coder_name(coder)
    with app.open() as store:
        if report:
            _show_report(reliability(store, coder=who), who, as_json=as_json)
            return
        settings = Settings(pipeline, embedding, threshold, blind)
        done = apply_codebook(store, coder=who, at=now(), settings=settings, track=track)
        names = {code.path: code.name for code in store.codebooks.current()}
    _show(done, names, as_json=as_json)


def _show(done: Coded, names: dict[str, str], *, as_json: bool) -> None:
    from sendcode.cli.console import listing, out

    result = done.result
    if as_json:
        print_json(
            {
                "run": result.run,
                "codebook_version": done.codebook_version,
                "units": done.units,
                "suggestions": result.found,
                "new": result.new,
                "changed": result.found - result.new - result.kept,
                "kept": result.kept,
                "gone": result.gone,
                "codes": done.by_code,
                "same_as_run": done.same_as or None,
                "families": list(done.families),
                "renewed": list(done.renewed),
                "rules_reread": list(done.reread),
            }
        )
        return
    rows = [(path, names[path], number) for path, number in done.by_code.items()]
    out().print(listing(("code", "name", "sentences"), rows, keep=(0,)))
    changed = result.found - result.new - result.kept
    against = (
        f" ({result.new:,} new, {changed:,} with another score or reason, "
        f"{result.kept:,} as before, {result.gone:,} gone)"
    )
    first = result.new == result.found and not result.gone  # there was nothing before
    told = f"{result.found:,} suggestions on {done.units:,} sentences"
    click.echo(f"Run {result.run}: {told}{'' if first else against}.")
    if done.same_as:
        click.echo(f"The same texts and codebook as run {done.same_as}.")
    if len(done.renewed) < len(done.families):
        told = ", ".join(done.renewed) or "none"
        click.echo(
            f"Worked out anew: {len(done.renewed)} of {len(done.families)} families ({told}); "
            "nothing about the others has changed."
        )
    if len(done.reread) < len(done.renewed):
        told = ", ".join(path for path in done.renewed if path not in done.reread)
        click.echo(f"The rules of {told} were not looked for again: they are what they were.")
    next_step("sendcode review", "puts one suggestion after another before you")


def _show_report(found: tuple[FamilyReport, ...], coder: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from sendcode.cli.console import listing, out, tell

    if as_json:
        print_json([asdict(family) for family in found])
        return
    if not any(family.decided for family in found):
        click.echo("Nothing was decided yet, so there is nothing to compare the scores with.")
        next_step("sendcode review", "puts one suggestion after another before you")
        return
    shown = [family for family in found if family.decided]
    for family in shown:
        rows = [
            (
                f"{band.low:.1f} to {band.high:.1f}",
                band.decided,
                "" if band.mean is None else f"{band.mean:.2f}",
                "" if band.right is None else f"{band.right:.2f}",
                f"{band.interval[0]:.2f} to {band.interval[1]:.2f}" if band.decided else "",
            )
            for band in family.bands
        ]
        click.echo(f"{family.path}: {family.decided:,} decided")
        out().print(listing(("score", "decided", "mean score", "right", "95 %"), rows))
        click.echo(f"Mean distance of score and share right: {family.error:.2f}")
        if family.recall is not None:
            _show_recall(family.recall)
    if unread := [family.path for family in shown if family.recall is None]:
        of = "here" if len(unread) == len(shown) else f"of {', '.join(unread)}"
        tell(
            f"{coder} has decided nothing {of}, so nothing can be said of what was found; "
            "--coder NAME asks for somebody else."
        )
    say("'right' is the share of the decided that was accepted; near the mean score, scores hold.")


def _show_recall(recall: Recall) -> None:
    from sendcode.cli.console import tell
    from sendcode.core.printable import so_many

    reviews = so_many(recall.cost or 0, "review")
    cost = f"; one per cent more takes about {reviews}" if recall.cost else ""
    tell(
        f"Found so far: {so_many(recall.found, 'sentence')}, about {recall.share:.0%} "
        f"(95 %: {recall.low:.0%} to {recall.high:.0%}){cost}"
    )
