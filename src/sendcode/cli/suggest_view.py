"""How proposed themes, contrasts, striking phrases and saturation look in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len, set_cell_size

from sendcode.cli.app import print_json
from sendcode.cli.console import listing, out, plain, tell
from sendcode.core.printable import so_many

if TYPE_CHECKING:
    from sendcode.core.saturation import Saturation
    from sendcode.store.themes import ThemeRun
    from sendcode.workflows.theme_decisions import Adopted
    from sendcode.workflows.themes import Theme, ThemeQuote
    from sendcode.workflows.wordings import Line, Terms

_SHOWN_QUOTE = 160


def record(theme: Theme) -> dict[str, object]:
    """Return a theme as the JSON contract has it."""
    return {
        "id": theme.id,
        "status": theme.status,
        "label": theme.label,
        "phrases": list(theme.phrases),
        "size": theme.size,
        "cases": theme.cases,
        "transcripts": theme.transcripts,
        "roles": theme.roles,
        "nearest_code": theme.nearest_code or None,
        "nearest_score": round(theme.nearest_score, 6),
        "units": [
            {"transcript": transcript, "start": start, "end": end}
            for transcript, start, end in theme.places
        ],
        "quotes": [{**asdict(quote), "cases": list(quote.cases)} for quote in theme.quotes],
    }


def run_record(run: ThemeRun) -> dict[str, object]:
    """Return when and from what themes were proposed."""
    return {
        "at": run.at,
        "method": run.method,
        "settings": dict(run.settings),
        "software": dict(run.software),
        "codebook_version": run.codebook_version,
        "texts_sha256": run.texts_sha256,
        "units_sha256": run.units_sha256,
        "units": None if run.units < 0 else run.units,
    }


def show_themes(themes: Sequence[Theme]) -> None:
    """Print themes with their phrases, spread and quotes."""
    from sendcode.workflows.themes import NAMED

    for theme in themes:
        click.echo()
        tell(f"{theme.id}. {theme.label}", hang=3)
        if theme.phrases[NAMED:]:
            tell(f"also: {', '.join(theme.phrases[NAMED:])}", 3, hang=2)
        spread = f"{so_many(theme.size, 'sentence')}, {so_many(theme.transcripts, 'transcript')}"
        if theme.cases:
            spread += f", {so_many(theme.cases, 'case')}"
        roles = ", ".join(f"{role} {number}" for role, number in theme.roles.items())
        tell(f"{spread}; {roles}", 3, hang=2)
        if theme.belongs:
            tell(theme.belongs, 3, hang=2)
        for quote in theme.quotes:
            short = _short(" ".join(quote.text.split()))
            edge = " (at the edge)" if quote.edge else ""
            tell(f"“{short}” {quote.transcript}, {quote.role}{edge}", 3, hang=1)
    if themes:
        click.echo(f"\n{so_many(len(themes), 'theme')}.")
    else:
        tell(
            "No theme waits for you: you decided about all, or nothing is left that several people "
            "talk about. --all looks at sentences too that a code covers."
        )


def show_sentences(theme: Theme, sentences: Sequence[ThemeQuote], *, as_json: bool) -> None:
    """Print a theme with all of its sentences, transcript by transcript."""
    if as_json:
        found = [asdict(one) for one in sentences]
        for sentence in found:
            del sentence["edge"]
        print_json({"id": theme.id, "label": theme.label, "sentences": found})
        return
    tell(f"{theme.id}. {theme.label}", hang=3)
    for transcript, inside in groupby(sentences, key=lambda one: one.transcript):
        click.echo(f"\n{plain(transcript)}")
        for one in inside:
            tell(f"{one.role}: {' '.join(one.text.split())}", 2, hang=2)
    status = "" if theme.status == "proposed" else f", {theme.status}"
    click.echo(f"\n{so_many(len(sentences), 'sentence')}{status}.")


def _short(text: str) -> str:
    """Return the beginning of a long quote, cut between words."""
    if len(text) <= _SHOWN_QUOTE:
        return text
    whole = text[: _SHOWN_QUOTE + 1].rpartition(" ")[0]
    return f"{whole or text[:_SHOWN_QUOTE]} …"


def show_adopted(number: int, done: Adopted, *, as_json: bool) -> None:
    """Print what became of a theme that was adopted."""
    draft = done.draft
    if as_json:
        print_json(
            {
                "code": done.code.path,
                "codebook_version": done.version,
                "suggestions": done.suggested,
                "rules": {
                    "terms": [term for rule in draft.rules for term in rule.any],
                    "found": draft.found,
                    "of": draft.of,
                    "right": round(draft.right, 6),
                },
            }
        )
        return
    tell(
        f"Theme {number} is the code {done.code.path} (codebook version {done.version}); "
        f"{so_many(done.suggested, 'sentence waits', 'sentences wait')} for review."
    )
    if not draft.rules:
        tell("It has no rule: no phrase sets it apart from the rest of the study.")
        return
    for rule in draft.rules:
        tell(f"draft rule {rule.number}: {', '.join(rule.any)} [{rule.weight:g}]", 2, hang=2)
    tell(
        f"The draft rules find {draft.found} of its {draft.of} sentences; of all that they find, "
        f"{draft.right:.0%} is in the theme. Mend them before you rely on them."
    )


def show_terms(terms: Terms, *, as_json: bool) -> None:
    """Print words and phrases with their statistics, and each in its context."""
    if as_json:
        print_json(asdict(terms))
        return
    compared = bool(terms.people_elsewhere)
    columns: tuple[str, ...] = ("phrase", "times", "people", "parts", "LL", "log_ratio", "DP")
    if compared:  # the first query with the second
        sides = ("first:_times", "first:_people", "second:_times", "second:_people")
        columns = ("phrase", *sides, *columns[4:])
    rows = []
    for t in terms.terms:
        people = f"{t.people} of {terms.people}"
        spread: tuple[object, ...] = (t.parts,)
        if compared:
            spread = (t.elsewhere, f"{t.people_elsewhere} of {terms.people_elsewhere}")
        numbers = (f"{t.keyness:.1f}", f"{t.ratio:+.1f}", f"{t.dispersion:.2f}")
        rows.append((t.phrase, t.count, people, *spread, *numbers))
    if rows:
        out().print(listing(columns, rows, keep=(0,)))
    else:
        click.echo("Nothing stands out.")
    _show_lines([line for term in terms.terms for line in (*term.lines, None)])
    tell(terms.note)


def _show_lines(lines: Sequence[Line | None]) -> None:
    """Print phrases in their context, one below the other; None parts one phrase from the next."""
    name = max((cell_len(plain(line.transcript)) for line in lines if line), default=0)
    left = max((out().width - name - 4) * 2 // 5, 8)
    for line in lines:
        if line is None:
            click.echo()
            continue
        before = set_cell_size(plain(line.before)[::-1], left)[::-1]
        shown = plain(" ".join(line.words.split()))
        gap = "" if line.after[:1] in ".,;:?!’'" else " "
        rest = max(out().width - name - left - 4, 8)
        after = set_cell_size(f"{shown}{gap}{plain(line.after).lstrip()}", rest)
        out().print(f"{before}  {after}  {plain(line.transcript)}", soft_wrap=True)


def show_saturation(found: dict[str, Saturation], *, part: str, as_json: bool) -> None:
    """Print the measure for codes and for proposed themes.

    Args:
        found: The measures.
        part: The query that the last list of themes was narrowed by; empty where by none.
        as_json: Whether as JSON.
    """
    if as_json:
        print_json({what: {**asdict(s), "reading": s.read_as(what)} for what, s in found.items()})
        return
    for what, measure in found.items():
        of = f", those of the last list: {part}" if what == "themes" and part else ""
        head = f"{what.capitalize()}, interview by interview"
        many = so_many(len(measure.new), "interview")
        tell(f"{head} ({many}{of}): {_line(measure.new)}", hang=2)
        tell(measure.read_as(what), 2)
        if what == "themes":
            from sendcode.workflows.saturation import FOUND_TOGETHER

            tell(FOUND_TOGETHER, 2)
    tell(
        "Base size / run length after Guest, Namey and Chen (2020); interviews in the order "
        "of their dates where all have one, else of their names."
    )


def _line(new: Sequence[int]) -> str:
    return " ".join(map(str, new)) or "none"
