"""The JSON Schema of codebook files, with which editors complete and check them.

The keys come from the reader's own lists, so that the two cannot differ unnoticed.
"""

from __future__ import annotations

import json
from typing import Any

from sendcode.core.codebook import DEFAULT_WITHIN
from sendcode.core.model import Role
from sendcode.interchange import codebook_yaml, yaml_examples, yaml_rules

DRAFT = "http://json-schema.org/draft-07/schema#"  # what yaml-language-server knows best

_TEXT = {"type": ["string", "number", "boolean", "null"]}
_SLUG = {"type": ["string", "number"], "pattern": "^[^\\W_A-Z]+(-[^\\W_A-Z]+)*$"}


def schema() -> dict[str, Any]:
    """Return the schema as plain values."""
    return {
        "$schema": DRAFT,
        "title": "sendcode codebook",
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
                    {"type": ["string", "number"]},
                    _object(_EXAMPLE, yaml_examples.KEYS, required=("text",)),
                ]
            },
            "terms": {
                "description": "Words match in all their forms; * is a wildcard; TA in capitals "
                'matches capitals only; "quoted" matches exactly; @name is a set of the '
                "vocabulary.",
                "anyOf": [
                    {"$ref": "#/definitions/term"},
                    {"type": "array", "items": {"$ref": "#/definitions/term"}, "minItems": 1},
                ],
            },
            "term": {"type": ["string", "number", "boolean"], "minLength": 1},
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


def _many(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "array", "items": item}, {"type": "null"}]}


_CODES = {"anyOf": [{"type": "array", "items": {"$ref": "#/definitions/code"}}, {"type": "null"}]}
_TERMS = {"$ref": "#/definitions/terms"}
_ROLE = {"anyOf": [{"enum": [role.value for role in Role]}, {"type": "string"}]}

_TOP: dict[str, Any] = {
    "codebook": _say("Title of the codebook.", {"type": ["string", "number"]}),
    "version": _say(
        "Version of the project's codebook that this file was exported from; leave it as it is.",
        {"type": "integer", "minimum": 0},
    ),
    "vocabulary": _say(
        "Names for sets of terms, usable in rules as @name.",
        {"type": "object", "additionalProperties": _TERMS},
    ),
    "codes": _say("The codes at the top.", _CODES),
}
_CODE: dict[str, Any] = {
    "id": _say("Small letters, digits and hyphens; with the parents' ids it is the path.", _SLUG),
    "name": _say("Shown in tables; made from the id where it is missing.", _TEXT),
    "definition": _say("What the code stands for.", _TEXT),
    "include": _say("What belongs to it that one might doubt.", _TEXT),
    "exclude": _say("What does not, and where it belongs instead.", _TEXT),
    "examples": _say(
        "Typical passages; {text: ..., from: transcript} marks words of an interview.",
        _many({"$ref": "#/definitions/example"}),
    ),
    "colour": _say("For charts.", {"type": "string", "pattern": "^#([0-9a-fA-F]{3}){1,2}$"}),
    "origin": _say(
        "From theory (deductive) or from the material (inductive).",
        {"enum": list(codebook_yaml.ORIGINS)},
    ),
    "was": _say("Path before the code was renamed or moved in this file.", {"type": "string"}),
    "retired": _say("No longer in use; its codings stay.", {"type": "boolean"}),
    "rules": _say(
        "How the code shows in words.",
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
    "any": _say("At least one of these terms.", _TERMS),
    "all": _say("Each of these terms, in one sentence.", _TERMS),
    "near": _say("Terms of two groups close together.", {"$ref": "#/definitions/near"}),
    "regex": _say(
        "A regular expression over a sentence, case ignored.", {"type": "string", "minLength": 1}
    ),
    "not": _say("Removes the matches that it overlaps.", _TERMS),
    "role": _say("Only where this role speaks.", _many(_ROLE)),
    "speaker": _say("Only where this label speaks.", _many({"type": ["string", "number"]})),
    "weight": _say(
        "How far the rule alone should be believed.",
        {"type": "number", "minimum": 0, "maximum": 1, "default": 1},
    ),
    "draft": _say(
        "Made from a proposed theme; take it out once you have looked at the rule.",
        {"type": "boolean", "default": False},
    ),
}
_NEAR: dict[str, Any] = {
    "of": _say("The first group.", _TERMS),
    "to": _say("The second group.", _TERMS),
    "within": _say(
        "At most so many words between them (er and um are none, you know and just are); across "
        "sentences, never across turns.",
        {
            "type": "integer",
            "minimum": 0,
            "maximum": yaml_rules.MAX_WITHIN,
            "default": DEFAULT_WITHIN,
        },
    ),
    "ordered": _say("The first group comes first.", {"type": "boolean", "default": False}),
}
_EXAMPLE: dict[str, Any] = {
    "text": _say("The example.", {"type": ["string", "number"]}),
    "from": _say(
        "The transcript's name, or just 'transcript': these are words of an interview.",
        {"type": "string", "minLength": 1},
    ),
}
