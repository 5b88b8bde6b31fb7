"""What the methods section says of proposed themes: the runs, and what people made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sendcode.store import Store
from sendcode.store.themes import ThemeRun
from sendcode.workflows.theme_standing import PROPOSED, numbers, standing
from sendcode.workflows.theme_suggestions import from_theme


def theme_account(store: Store) -> Iterator[str]:
    """Yield a paragraph about proposed themes; nothing where none were ever proposed."""
    runs = store.themes.runs()
    if not runs:
        return
    found = store.themes.of_run(store.themes.last_run())
    decided = store.themes.decided()
    open_still = sum(told == PROPOSED for _, told in standing(found, decided))
    proposed = sum(theme.part_of is None for theme in found)
    yield " ".join(
        filter(
            None,
            (
                f"Themes were also proposed from the data itself, {_times(len(runs))}; "
                f"{_run(runs[-1])}, {_were(proposed, 'found', 'theme')}. A proposal is a group of "
                "sentences that are alike; nothing is coded by it.",
                f"Of the proposals, the researchers adopted {_adopted(store, decided)}, "
                f"{_shaped(decided)} and put {_aside(decided)} aside; "
                f"{_were(open_still, 'left undecided')}.",
                _reviewed(store, decided),
            ),
        )
    )


def _run(run: ThemeRun) -> str:
    """Return when and from what a run proposed themes."""
    looked = "every codable sentence" if run.units < 0 else f"{run.units:,} sentences"
    if run.units >= 0 and run.settings.get("all") == "False":
        looked += " without a coding or an open suggestion"
    where = run.settings.get("where", "").strip()
    asked = f" that this query finds: {where}" if where else ""
    version = run.software.get("sendcode", "")
    return (
        f"the last time on {run.at[:10]} (sendcode {version}, method {run.method}, at most "
        f"{run.settings.get('themes', '')} themes), when, from {looked}{asked}"
    )


def _guids(decided: Sequence[dict[str, object]]) -> list[str]:
    return [str(one["code"]) for one in decided if one["did"] == "adopt"]


def _adopted(store: Store, decided: Sequence[dict[str, object]]) -> str:
    book = store.codebooks.current()
    guids = _guids(decided)
    names = [code.name for guid in guids if (code := book.get(guid)) is not None]
    if not guids:
        return "none"
    listed = f" ({', '.join(names)})" if names else ""
    return f"{len(guids)} as draft code{'s' * (len(guids) > 1)}{listed}"


def _shaped(decided: Sequence[dict[str, object]]) -> str:
    """Return how often themes were merged and split."""
    did = Counter(str(decision["did"]) for decision in decided)
    past = {"merge": "merged themes", "split": "split a theme"}
    told = [f"{past[verb]} {_times(did[verb])}" for verb in past if did[verb]]
    return ", ".join(told) or "merged and split none"


def _aside(decided: Sequence[dict[str, object]]) -> str:
    """Return how many themes were put aside, of whichever list."""
    themes = {n for one in decided if one["did"] == "dismiss" for n in numbers(one, "themes")}
    return str(len(themes)) if themes else "none"


def _were(count: int, what: str, noun: str = "") -> str:
    of = f" {noun}{'s' * (count != 1)}" if noun else ""
    none = "no" if noun else "none"
    return f"{count or none}{of} {'was' if count == 1 else 'were'} {what}"


def _reviewed(store: Store, decided: Sequence[dict[str, object]]) -> str:
    """Return what became of the sentences of adopted themes."""
    guids = _guids(decided)
    if not guids:
        return ""
    verdicts = store.codings.verdicts()
    answers = Counter(
        verdicts.get((unit.unit, unit.code))
        for unit in store.suggestions.open_units(coder=None, codes=guids)
        if from_theme(unit.evidence)
    )
    return (
        f"Of their {answers.total():,} sentences, the researchers gave the code to "
        f"{answers[True]:,}, did not give it to {answers[False]:,}, and had not decided about "
        f"{answers[None]:,}."
    )


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")
