"""The rules of a codebook file: terms, `near`, scope and weight, checked where they enter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruamel.yaml.error import StringMark
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from sendcode.core.codebook import DEFAULT_WITHIN, Near, Rule
from sendcode.core.model import Role
from sendcode.core.roles import nearest_role, parse_role
from sendcode.core.terms import TermError, expand, parse_term, sets_in
from sendcode.errors import CodebookError
from sendcode.interchange.yaml_nodes import Entry, Page, nearest, parse
from sendcode.patterns import Pattern, PatternError

KEYS = ("any", "all", "near", "regex", "not", "role", "speaker", "weight", "draft")
NEAR_KEYS = ("of", "to", "within", "ordered")
MAX_WITHIN = 200
LONGEST_HINT = 200

_WRITTEN = re.compile(r"\s*(?:[\[{#]|-\s|[\w'\"-]+\s*:(?:\s|$)|'.*'\s*$)")
"""A rule that is written as in a file: a list, a key, or all in single quotation marks."""

Vocabulary = Mapping[str, tuple[str, ...]]


def read_rules(entry: Entry, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Return the rules of one code, numbered from 1.

    Raises:
        CodebookError: A rule cannot be read; the message names line and key.
    """
    members = entry.entries("rules")
    return tuple(_rule(member, number, vocabulary) for number, member in enumerate(members, 1))


def read_rule_text(text: str, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Return the rules that somebody typed: a term, a list of terms, a rule or a list of rules.

    What does not look like YAML is one term, letter by letter: `@service`, `"Left"`, `*ing`.

    Raises:
        CodebookError: It cannot be read as in a codebook file.
    """
    page = parse(text, name="rule") if _WRITTEN.match(text) else _term_alone(text)
    if page.node is None or not page.node.value:
        raise CodebookError("the rule is empty", "Write one as in the codebook: 'any: [backlog]'.")
    entry = Entry(page, page.node, page.node.start_mark.line + 1)
    if isinstance(page.node, MappingNode):
        return (_rule(entry, 1, vocabulary),)
    members = page.node.value
    if isinstance(page.node, SequenceNode) and not all(isinstance(m, ScalarNode) for m in members):
        return read_rules(entry, vocabulary)
    return (Rule(1, any=read_terms(entry, "any", vocabulary=vocabulary)),)


def _term_alone(text: str) -> Page:
    mark = StringMark("rule", 0, 0, 0, text, 0)
    node = ScalarNode("tag:yaml.org,2002:str", text.strip(), mark, mark, style='"')
    return Page("rule", node)


def read_terms(entry: Entry, key: str, *, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return a list of terms after checking that each can be read."""
    terms = entry.texts(key)
    if not terms:
        raise entry.error(f"key '{key}' is empty")
    lines = [member.line for member in entry.entries(key)] if len(terms) > 1 else [entry.line]
    for term, line in zip(terms, lines, strict=True):
        where = Entry(entry.page, entry.node, line)
        unknown = [name for name in sets_in(term) if name not in vocabulary]
        if unknown:
            known = sorted(f"@{name}" for name in vocabulary)
            hint = nearest(f"@{unknown[0]}", known) if known else "There is no vocabulary."
            hint = hint if len(hint) < LONGEST_HINT else "The 'vocabulary' on top has the sets."
            raise where.error(f"key '{key}': the vocabulary has no set '@{unknown[0]}'", hint)
        try:
            for plain in expand(term, vocabulary):
                parse_term(plain)
        except TermError as error:
            raise where.error(f"key '{key}': {error}") from None
    return terms


def _rule(entry: Entry, number: int, vocabulary: Vocabulary) -> Rule:
    keys = entry.mapping("rules", known=KEYS)
    if not keys.keys() & {"any", "all", "near", "regex"}:
        raise entry.error(
            f"key 'rules': rule {number} looks for nothing",
            "A rule needs one of any, all, near, regex.",
        )

    def terms(key: str) -> tuple[str, ...]:
        return read_terms(keys[key], key, vocabulary=vocabulary) if key in keys else ()

    return Rule(
        number=number,
        any=terms("any"),
        all=terms("all"),
        near=_near(keys["near"], vocabulary) if "near" in keys else None,
        regex=_regex(keys["regex"]) if "regex" in keys else None,
        none=terms("not"),
        roles=_roles(keys["role"]) if "role" in keys else (),
        speakers=keys["speaker"].texts("speaker") if "speaker" in keys else (),
        weight=keys["weight"].number("weight", 0.0, 1.0) if "weight" in keys else 1.0,
        draft="draft" in keys and keys["draft"].yes_or_no("draft"),
        line=entry.line,
    )


def _near(entry: Entry, vocabulary: Vocabulary) -> Near:
    keys = entry.mapping("near", known=NEAR_KEYS)
    for key in ("of", "to"):
        if key not in keys:
            raise entry.error(
                f"key 'near' lacks '{key}'",
                "Write near: {of: [...], to: [...], within: 8}.",
            )
    within = keys["within"].whole_number("within") if "within" in keys else DEFAULT_WITHIN
    if within > MAX_WITHIN:
        raise keys["within"].error(f"key 'within' must lie in 0..{MAX_WITHIN}")
    return Near(
        of=read_terms(keys["of"], "of", vocabulary=vocabulary),
        to=read_terms(keys["to"], "to", vocabulary=vocabulary),
        within=within,
        ordered="ordered" in keys and keys["ordered"].yes_or_no("ordered"),
    )


def _regex(entry: Entry) -> str:
    pattern = entry.text("regex")
    if not pattern:
        raise entry.error("key 'regex' is empty")
    try:
        compiled = Pattern(pattern)
    except PatternError as error:
        raise entry.error(f"key 'regex' is no regular expression ({error})") from None
    if compiled.empty:
        raise entry.error("key 'regex' matches the empty text, hence everything")
    return pattern


def _roles(entry: Entry) -> tuple[Role, ...]:
    roles: list[Role] = []
    for word in entry.texts("role"):
        role = parse_role(word)
        if role is None:
            close = nearest_role(word)
            known = ", ".join(known.value for known in Role)
            hint = f"Did you mean '{close}'?" if close else f"Roles: {known}."
            raise entry.error(f"key 'role': '{word}' is no role", hint)
        roles.append(role)
    return tuple(dict.fromkeys(roles))
