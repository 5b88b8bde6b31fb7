"""Codebook versions: numbered snapshots, structured and as YAML."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role
from sendcode.store.database import Database


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One codebook version: number, when, who, why, and the hash of its YAML."""

    number: int
    at: str
    coder: str
    message: str
    sha256: str
    codes: int


class Codebooks:
    """The codebook tables."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._former: tuple[tuple[int, str], dict[str, str]] = ((0, ""), {})

    def add(self, codebook: Codebook, yaml: str, *, message: str, coder: int, at: str) -> int:
        """Store a codebook with GUIDs as the next version; needs a transaction."""
        number = self.version() + 1
        self._db.execute(
            "INSERT INTO codebook_version (number, at, coder_id, message, name, vocabulary, yaml, "
            "sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, at, coder, message, codebook.name),
                *(json.dumps({k: list(v) for k, v in codebook.vocabulary.items()}), yaml),
                hashlib.sha256(yaml.encode()).hexdigest(),
            ),
        )
        self._db.many(
            "INSERT OR IGNORE INTO code (guid, first_version) VALUES (?, ?)",
            ((code.guid, number) for code in codebook.codes),
        )
        self._db.many(
            "INSERT INTO code_version (version, guid, position, path, name, definition, include, "
            "exclude, examples, colour, origin, rules, retired) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(number, c.guid, place, c.path, c.name, c.definition, c.include, c.exclude),
                    *(json.dumps(_examples_to_json(c)), c.colour, c.origin),
                    *(json.dumps([_rule_to_json(rule) for rule in c.rules]), int(c.retired)),
                )
                for place, c in enumerate(codebook.codes)
            ),
        )
        return number

    def copy(self, number: int, *, message: str, coder: int, at: str) -> int:
        """Store an older version once more, as the next; needs a transaction."""
        new = self.version() + 1
        self._db.execute(
            "INSERT INTO codebook_version (number, at, coder_id, message, name, vocabulary, yaml, "
            "sha256) SELECT ?, ?, ?, ?, name, vocabulary, yaml, sha256 FROM codebook_version "
            "WHERE number = ?",
            (new, at, coder, message, number),
        )
        self._db.execute(
            "INSERT INTO code_version (version, guid, position, path, name, definition, include, "
            "exclude, examples, colour, origin, rules, retired) SELECT ?, guid, position, path, "
            "name, definition, include, exclude, examples, colour, origin, rules, retired "
            "FROM code_version WHERE version = ?",
            (new, number),
        )
        return new

    def sha256(self, number: int) -> str:
        """Return the hash of a version's YAML; empty where there is no such version."""
        found = self._db.value("SELECT sha256 FROM codebook_version WHERE number = ?", (number,))
        return str(found or "")

    def version(self) -> int:
        """Return the number of the current version; 0 when there is no codebook."""
        return int(self._db.value("SELECT coalesce(max(number), 0) FROM codebook_version"))

    def current(self) -> Codebook:
        """Return the current codebook; an empty one where the project has none."""
        number = self.version()
        known = (number, self.sha256(number))
        if self._former[0] != known:
            self._former = (known, self._former_paths(number))
        return replace(self.get(number), former=self._former[1])

    def _former_paths(self, number: int) -> dict[str, str]:
        """Return the paths that codes had in earlier versions only, with their GUIDs."""
        rows = self._db.rows(
            "SELECT path, guid, max(version) FROM code_version WHERE path NOT IN "
            "(SELECT path FROM code_version WHERE version = ?) GROUP BY path",
            (number,),
        )
        return {row["path"]: row["guid"] for row in rows}

    def get(self, number: int) -> Codebook:
        """Return one version; an empty codebook for number 0."""
        row = self._db.one(
            "SELECT name, vocabulary FROM codebook_version WHERE number = ?", (number,)
        )
        if row is None:
            return Codebook("")
        codes = self._db.rows(
            "SELECT * FROM code_version WHERE version = ? ORDER BY position", (number,)
        )
        return Codebook(
            name=row["name"],
            codes=tuple(_code(dict(c)) for c in codes),
            vocabulary={k: tuple(v) for k, v in json.loads(row["vocabulary"]).items()},
            version=number,
        )

    def yaml(self, number: int) -> str:
        """Return a version as the YAML it came from; empty for number 0."""
        found = self._db.value("SELECT yaml FROM codebook_version WHERE number = ?", (number,))
        return str(found or "")

    def guids(self) -> frozenset[str]:
        """Return the GUIDs of all codes that ever were."""
        return frozenset(row[0] for row in self._db.rows("SELECT guid FROM code"))

    def versions(self) -> tuple[VersionRow, ...]:
        """Return all versions, oldest first."""
        rows = self._db.rows(
            "SELECT number, at, coder.name, message, sha256, "
            "(SELECT count(*) FROM code_version WHERE version = number) "
            "FROM codebook_version JOIN coder ON coder.id = coder_id ORDER BY number"
        )
        return tuple(VersionRow(*row) for row in rows)


def _code(row: dict[str, Any]) -> Code:
    examples = json.loads(row["examples"])
    marked = [one for one in examples if isinstance(one, dict)]
    return Code(
        path=row["path"],
        name=row["name"],
        guid=row["guid"],
        definition=row["definition"],
        include=row["include"],
        exclude=row["exclude"],
        examples=tuple(one["text"] if isinstance(one, dict) else one for one in examples),
        quotes=tuple((one["text"], one["from"]) for one in marked),
        colour=row["colour"],
        origin=row["origin"],
        rules=tuple(_rule_from_json(rule) for rule in json.loads(row["rules"])),
        retired=bool(row["retired"]),
    )


def _examples_to_json(code: Code) -> list[str | dict[str, str]]:
    """Return the examples; one that is from an interview says so."""
    marks = dict(code.quotes)
    return [{"text": e, "from": marks[e]} if e in marks else e for e in code.examples]


def _rule_to_json(rule: Rule) -> dict[str, Any]:
    plain = asdict(rule)
    plain.pop("line")
    if not rule.draft:
        plain.pop("draft")
    return {key: value for key, value in plain.items() if value not in (None, (), [])}


def _rule_from_json(plain: dict[str, Any]) -> Rule:
    near = plain.get("near")
    return Rule(
        number=plain["number"],
        any=tuple(plain.get("any", ())),
        all=tuple(plain.get("all", ())),
        near=Near(tuple(near["of"]), tuple(near["to"]), near["within"], near["ordered"])
        if near
        else None,
        regex=plain.get("regex"),
        none=tuple(plain.get("none", ())),
        roles=tuple(Role(role) for role in plain.get("roles", ())),
        speakers=tuple(plain.get("speakers", ())),
        weight=plain.get("weight", 1.0),
        draft=plain.get("draft", False),
    )
