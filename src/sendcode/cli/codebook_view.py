"""A codebook in the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from sendcode.cli.console import listing, out, plain
from sendcode.core.codebook import Code, Codebook, Rule


def show_tree(book: Codebook, counts: Mapping[str, int]) -> None:
    """Print the tree with each code's definition and how many segments it has."""
    rows = [
        (
            "  " * (code.level - 1) + code.path + (" (retired)" if code.retired else ""),
            len(code.rules),
            counts.get(code.guid, 0),
            f"{code.name}: {code.definition}",
        )
        for code in book
    ]
    title = f"{book.name}, version {book.version}" if book.version else "no codebook"
    out().print(listing(("code", "rules", "segments", "definition"), rows, title=title, keep=(0,)))


def show_code(book: Codebook, code: Code, counts: Mapping[str, int]) -> None:
    """Print everything about one code."""
    trail = " › ".join(above.name for above in book.ancestors(code.path))
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    rows = (
        ("path", code.path),
        ("definition", code.definition),
        ("include", code.include),
        ("exclude", code.exclude),
        *(("example", _example(code, example)) for example in code.examples),
        ("origin", code.origin),
        ("segments", str(counts.get(code.guid, 0))),
        *((f"rule {rule.number}", describe(rule)) for rule in code.rules),
        *(("below", f"{child.path}  {child.name}") for child in book.children(code.path)),
        ("guid", code.guid),
    )
    for name, value in rows:
        if value:
            grid.add_row(name, Text(plain(value)))
    out().print(Text(plain(trail), style="bold"))
    out().print(grid)


def _example(code: Code, example: str) -> str:
    """Return an example, with where it is from when it is words of an interview."""
    source = dict(code.quotes).get(example)
    return f"{example}  [interview: {source}]" if source else example


def describe(rule: Rule) -> str:
    """Return a rule in one line, as it would be written."""
    parts = []
    if rule.any:
        parts.append(f"any of {', '.join(rule.any)}")
    if rule.all:
        parts.append(f"all of {', '.join(rule.all)}")
    if rule.near:
        order = "followed by" if rule.near.ordered else "near"
        parts.append(
            f"{', '.join(rule.near.of)} {order} {', '.join(rule.near.to)} "
            f"(within {rule.near.within} words)"
        )
    if rule.regex:
        parts.append(f"regex {rule.regex}")
    if rule.none:
        parts.append(f"not {', '.join(rule.none)}")
    if rule.roles:
        parts.append(f"said by {', '.join(rule.roles)}")
    if rule.speakers:
        parts.append("only some speakers")
    return "; ".join(parts) + f"  [{rule.weight:g}{', draft' if rule.draft else ''}]"


def as_json(code: Code, segments: int) -> dict[str, object]:
    """Return a code as plain values."""
    return {
        "path": code.path,
        "name": code.name,
        "guid": code.guid,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "examples": list(code.examples),
        "quotes": [{"text": text, "from": source} for text, source in code.quotes],
        "colour": code.colour,
        "origin": code.origin,
        "retired": code.retired,
        "rules": [describe(rule) for rule in code.rules],
        "segments": segments,
    }
