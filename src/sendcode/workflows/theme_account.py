"""What the methods section says of proposed themes: the runs, and what people made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sendcode.store import Store
from sendcode.workflows.theme_standing import standing


def theme_account(store: Store) -> Iterator[str]:
    """Yield a paragraph about proposed themes; nothing where none were ever proposed."""
    runs = store.themes.runs()
    if not runs:
        return
    last = runs[-1]
    looked = "every codable sentence" if last.units < 0 else f"{last.units:,} sentences"
    narrowed = f" that this query finds: {last.settings['where']}" if last.settings["where"] else ""
    proposed = len([t for t in store.themes.of_run(store.themes.last_run()) if t.part_of is None])
    did = Counter(str(decision["did"]) for decision in store.themes.decided())
    status = Counter(
        status
        for _, status in standing(
            store.themes.of_run(store.themes.last_run()), store.themes.decided()
        )
    )
    yield (
        f"Themes were also proposed from the data itself, {_times(len(runs))} (the last time with "
        f"{last.method}, from {looked}{narrowed}, {proposed} themes). A proposal is a group of "
        "sentences that are alike; nothing is coded by it. Of the proposals, the researchers "
        f"adopted {did['adopt']} as draft codes, merged {_times(did['merge'])}, split "
        f"{_times(did['split'])} and put {status['dismissed']} aside; {status['proposed']} are "
        "left undecided."
    )


def _times(count: int) -> str:
    return {0: "none", 1: "once", 2: "twice"}.get(count, f"{count} times")
