"""The JSON Schema of codebook files, with which editors complete and check them.

The keys come from the reader's own lists, so that the two cannot differ unnoticed.
"""

from __future__ import annotations

import json
from typing import Any

from sendcode.core.codebook import DEFAULT_WITHIN
from sendcode.core.model import Role
from sendcode.core.roles import role_words
from sendcode.interchange import codebook_yaml, yaml_examples, yaml_rules

DRAFT = "http://json-schema.org/draft-07/schema#"  # what yaml-language-server knows best

TITLE = "sendcode codebook"

_TEXT = {"type": ["string", "number", "boolean", "null"]}
_SCALAR = ["string", "number", "boolean"]

# Written so that Python and JavaScript read the patterns the same way: no \w, no flags.
_LETTERS = r"0-9a-z\u00df-\u1fff\u2c00-\u2dff\u3040-\uffff"  # of an id: no capitals, no signs
_SLUG = rf"[{_LETTERS}]+(-[{_LETTERS}]+)*"
_SET = r"^(?=.*[^-_])[^\s!-,./:-@\[-^`{-~]+$"
_TERM = r'^(?=[\s\S]*[0-9A-Za-z_\u00c0-\u1fff\u2c00-\ud7ff])[^"]*("[^"]*"[^"]*)*$'
_TRUTH = "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo])$"
_SHARE = r"^(0(\.[0-9]*)?|\.[0-9]+|1(\.0*)?)$"


def schema() -> dict[str, Any]:
    """Return the schema as plain values."""
    return {
        "$schema": DRAFT,
        "title": TITLE,
        "description": "A code tree with definitions, criteria, examples and rules.",
        **_object(_TOP, codebook_yaml.TOP, required=("codebook", "codes")),
        "definitions": {
            "code": _object(_CODE, codebook_yaml.CODE, required=("id",)),
            "rule": {
                **_object(_RULE, yaml_rules.KEYS),
                "anyOf": [{"required": [key]} for key in ("any", "all", "near", "regex")],
            },
            "near": _object(_NEAR, yaml_rules.NEAR_KEYS, required=("of", "to")),
            "example": {
                "anyOf": [
                    _filled(),
                    _object(_EXAMPLE, yaml_examples.KEYS, required=("text",)),
                ]
            },
            "terms": {
                "anyOf": [
                    {"$ref": "#/definitions/term"},
                    {"type": "array", "items": {"$ref": "#/definitions/term"}, "minItems": 1},
                ],
            },
            "term": {
                "type": _SCALAR,
                **_pattern(_TERM, "A term needs a letter or digit, and quotation marks in pairs."),
            },
        },
    }


def text() -> str:
    """Return the schema as it stands in `docs/codebook.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _object(
    properties: dict[str, Any], known: tuple[str, ...], *, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the schema of a mapping; its keys have to be those that the reader knows."""
    if set(properties) != set(known):
        raise ValueError(f"the schema and the reader differ: {set(properties) ^ set(known)}")
    found: dict[str, Any] = {
        "type": "object",
        "properties": {key: properties[key] for key in known},
        "additionalProperties": False,
    }
    return found | ({"required": list(required)} if required else {})


def _say(what: str, of: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, **of}


def _pattern(pattern: str, message: str) -> dict[str, Any]:
    """Return a pattern with the words that an editor shows where it does not fit."""
    return {"pattern": pattern, "patternErrorMessage": message}


def _filled() -> dict[str, Any]:
    """Return the schema of a text that is not empty; a number is a text, too."""
    return {"type": _SCALAR, **_pattern(r"\S", "This may not be empty.")}


def _many(item: dict[str, Any]) -> dict[str, Any]:
    empty = {"type": ["string", "null"], "pattern": r"^\s*$"}
    return {"anyOf": [item, {"type": "array", "items": item}, empty]}


def _whole(highest: int) -> dict[str, Any]:
    digits = _pattern("^[0-9]{1,9}$", "A whole number.")
    return {"type": ["integer", "string"], "minimum": 0, "maximum": highest, **digits}


_YES_OR_NO = {
    "anyOf": [{"type": "boolean"}, {"type": "string", **_pattern(_TRUTH, "true or false.")}]
}
_CODES = {"anyOf": [{"type": "array", "items": {"$ref": "#/definitions/code"}}, {"type": "null"}]}
_TERMS = {"$ref": "#/definitions/terms"}
_HOW = (
    "Words match in all their forms and spellings; * is a wildcard; a term in capitals (TA) "
    "matches capitals only; '\"Left\"' matches exactly so; @name is a set of the vocabulary."
)
_ROLES = [role.value for role in Role]


def _any_case(word: str) -> str:
    """Return a pattern for a word in small letters, capitals or both, and for its plural."""
    parts = (f"[{c.upper()}{c}]" if c.isalpha() else c if c == "'" else "[-_ ]" for c in word)
    return "".join(parts) + "[sS]?"


_ROLE = {
    "anyOf": [
        {"enum": _ROLES},
        {
            "type": "string",
            **_pattern(
                f"^({'|'.join(map(_any_case, role_words()))})$",
                f"A role is one of {', '.join(_ROLES)}.",
            ),
        },
    ]
}

_TOP: dict[str, Any] = {
    "codebook": _say("Title of the codebook.", _filled()),
    "version": _say(
        "Version of the project's codebook that this file was exported from; leave it as it is.",
        _whole(999_999_999),
    ),
    "vocabulary": _say(
        "Names for sets of terms, usable in rules as @name. A set may use other sets.",
        {
            "type": ["object", "null"],
            "propertyNames": _pattern(_SET, "Letters, digits, hyphens."),
            "additionalProperties": _TERMS,
        },
    ),
    "codes": _say("The codes at the top.", _CODES),
}
_CODE: dict[str, Any] = {
    "id": _say(
        "Small letters, digits and hyphens; with the parents' ids it is the path: delays/waiting.",
        {
            "type": ["string", "integer", "boolean"],
            "minimum": 0,
            **_pattern(rf"^\s*{_SLUG}\s*$", "Small letters, digits and hyphens: 'waiting-list'."),
        },
    ),
    "name": _say("Shown in tables; made from the id where it is missing.", _filled()),
    "definition": _say("What the code stands for.", _TEXT),
    "include": _say("What belongs to it that one might doubt.", _TEXT),
    "exclude": _say("What does not, and where it belongs instead.", _TEXT),
    "examples": _say(
        "Typical passages; {text: ..., from: transcript} marks words of an interview, which "
        "'--public' leaves out.",
        _many({"$ref": "#/definitions/example"}),
    ),
    "colour": _say(
        'For charts and the reviewer; in quotation marks: "#d95f02".',
        {
            "type": "string",
            **_pattern("^#([0-9a-fA-F]{3}){1,2}$", 'In quotation marks: "#d95f02".'),
        },
    ),
    "origin": _say(
        "From theory (deductive, the default) or from the material (inductive).",
        {"enum": list(codebook_yaml.ORIGINS), "default": codebook_yaml.ORIGINS[0]},
    ),
    "was": _say(
        "Path before the code was renamed or moved in this file, so that its codings follow.",
        {
            "type": ["string", "integer", "boolean"],
            "minimum": 0,
            **_pattern(rf"^\s*/*{_SLUG}(/{_SLUG})*/*\s*$", "A path: delays/waiting."),
        },
    ),
    "retired": _say("No longer in use: nothing is suggested for it, its codings stay.", _YES_OR_NO),
    "rules": _say(
        "How the code shows in words. Each rule is on its own; what stands in one has to hold "
        "together.",
        {
            "anyOf": [
                {"type": "array", "items": {"$ref": "#/definitions/rule"}},
                {"type": "null"},
            ]
        },
    ),
    "codes": _say("The codes below it.", _CODES),
}
_RULE: dict[str, Any] = {
    "any": _say(f"At least one of these terms. {_HOW}", _TERMS),
    "all": _say(f"Each of these terms, in one sentence. {_HOW}", _TERMS),
    "near": _say(
        "Terms of two groups close together: {of: [...], to: [...], within: 8}. Across "
        "sentences, never across turns.",
        {"$ref": "#/definitions/near"},
    ),
    "regex": _say(
        "A regular expression over a sentence, case ignored; in single quotation marks.", _filled()
    ),
    "not": _say("Terms that remove the matches that they overlap, not the sentence.", _TERMS),
    "role": _say("Only where this role speaks, or one of these.", _many(_ROLE)),
    "speaker": _say("Only where this label speaks, or one of these.", _many(_filled())),
    "weight": _say(
        "How far the rule alone should be believed, 0 to 1; 1 where it is left out.",
        {
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 1,
            "default": 1,
            **_pattern(_SHARE, "A number from 0 to 1, with a point: 0.6."),
        },
    ),
    "draft": _say(
        "Made from a proposed theme; take it out once you have looked at the rule.",
        {**_YES_OR_NO, "default": False},
    ),
}
_NEAR: dict[str, Any] = {
    "of": _say(f"The first group. {_HOW}", _TERMS),
    "to": _say(f"The second group. {_HOW}", _TERMS),
    "within": _say(
        "At most so many words between them (er and um are none, you know and just are); across "
        "sentences, never across turns.",
        {**_whole(yaml_rules.MAX_WITHIN), "default": DEFAULT_WITHIN},
    ),
    "ordered": _say("The first group comes first.", {**_YES_OR_NO, "default": False}),
}
_EXAMPLE: dict[str, Any] = {
    "text": _say("The example.", _filled()),
    "from": _say(
        "The transcript's name, or just 'transcript': these are words of an interview.", _filled()
    ),
}
