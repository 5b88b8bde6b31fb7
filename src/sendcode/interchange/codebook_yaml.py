"""Codebooks as YAML: read with checks that name line and key, write with comments kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.core.codebook_check import check
from sendcode.interchange.yaml_examples import read_examples
from sendcode.interchange.yaml_nodes import Entry, Page, parse, title
from sendcode.interchange.yaml_rules import read_rules, read_terms
from sendcode.interchange.yaml_write import write

__all__ = ["check", "read", "write"]

TOP = ("codebook", "version", "vocabulary", "codes")
CODE = (
    "id", "name", "definition", "include", "exclude", "examples", "colour", "origin", "was",
    "retired", "rules", "codes",
)  # fmt: skip
ORIGINS = ("deductive", "inductive")


def read(source: Path | str, *, name: str = "codebook") -> Codebook:
    """Return the codebook in a YAML file (a `Path`) or in YAML text (a `str`).

    GUIDs are empty (the project gives them), `version` is 0 and `based_on` is the version
    that the file says it was exported from. `name` stands for the file in the errors of
    text that came from none.

    Raises:
        CodebookError: It is not UTF-8, not YAML, or breaks a rule of the format; the
            message names file, line and key.
        OSError: The file cannot be opened.
    """
    return read_page(parse(source, name=name))


def read_page(page: Page) -> Codebook:
    """Return the codebook of a file that has been parsed; `read` says more."""
    top = page.root(TOP, required=("codebook", "codes"))
    vocabulary = _vocabulary(top.get("vocabulary"))
    version = top.get("version")
    seen: dict[str, int] = {}
    codes: list[Code] = []
    for entry in top["codes"].entries("codes"):
        codes.extend(_codes(entry, "", vocabulary, seen))
    return Codebook(
        name=top["codebook"].line_of_text("codebook"),
        codes=tuple(codes),
        vocabulary=vocabulary,
        based_on=version.whole_number("version") if version else 0,
    )


def _vocabulary(entry: Entry | None) -> Mapping[str, tuple[str, ...]]:
    if entry is None or entry.nothing:
        return {}
    sets = entry.mapping("vocabulary", known=None)
    names: dict[str, tuple[str, ...]] = dict.fromkeys(sets, ())
    for name, terms in sets.items():
        if not name.replace("-", "").replace("_", "").isalnum():
            raise terms.error(f"key '{name}': the name of a set is letters, digits and hyphens")
    vocabulary = {
        name: read_terms(terms, f"vocabulary {name}", vocabulary=names)
        for name, terms in sets.items()
    }
    for name, terms in sets.items():
        read_terms(terms, f"vocabulary {name}", vocabulary=vocabulary)
    return vocabulary


def _codes(
    entry: Entry,
    parent: str,
    vocabulary: Mapping[str, tuple[str, ...]],
    seen: dict[str, int],
) -> list[Code]:
    """Return the code of one entry and the codes below it, parents first."""
    keys = entry.mapping("codes", known=CODE)
    if "id" not in keys:
        raise entry.error("key 'id' is missing", "Every code needs a short id such as 'waiting'.")
    path = keys["id"].slug("id")
    path = f"{parent}{SEPARATOR}{path}" if parent else path
    if path in seen:
        raise keys["id"].error(
            f"key 'id': '{path}' is there already, in line {seen[path]}",
            "Ids of codes with the same parent must differ.",
        )
    seen[path] = keys["id"].line

    def text(key: str) -> str:
        return keys[key].text(key) if key in keys else ""

    examples = read_examples(keys["examples"]) if "examples" in keys else ()
    code = Code(
        path=path,
        name=keys["name"].line_of_text("name") if "name" in keys else title(path),
        definition=text("definition"),
        include=text("include"),
        exclude=text("exclude"),
        examples=tuple(example for example, _ in examples),
        quotes=tuple((example, source) for example, source in examples if source),
        colour=_colour(keys.get("colour")),
        origin=keys["origin"].one_of("origin", ORIGINS) if "origin" in keys else "deductive",
        rules=read_rules(keys["rules"], vocabulary) if "rules" in keys else (),
        retired="retired" in keys and keys["retired"].yes_or_no("retired"),
        was=_was(keys.get("was")),
        line=entry.line,
    )
    found = [code]
    if "codes" in keys:
        for child in keys["codes"].entries("codes"):
            found.extend(_codes(child, path, vocabulary, seen))
    return found


def _colour(entry: Entry | None) -> str:
    if entry is None:
        return ""
    colour = entry.text("colour").strip()
    digits = colour[1:]
    if (
        colour[:1] != "#"
        or len(digits) not in (3, 6)
        or set(digits) - set("0123456789abcdefABCDEF")
    ):
        raise entry.error("key 'colour' is no colour", 'Write it as "#d95f02", in quotation marks.')
    return colour


def _was(entry: Entry | None) -> str:
    if entry is None:
        return ""
    path = entry.text("was").strip().strip(SEPARATOR)
    for part in path.split(SEPARATOR):
        entry.slug("was", part)
    return path
