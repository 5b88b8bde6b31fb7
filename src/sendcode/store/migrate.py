"""Numbered migrations: what version a project file is, and how it comes up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import ProjectError
from sendcode.store.database import Database

APPLICATION_ID = 0x53454E44  # "SEND"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it does, and the script."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """Return all migrations in order; the last number is the current version."""
    found = []
    for entry in Path(__file__).with_name("migrations").iterdir():
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", entry.name)
        if match:
            number = int(match.group(1))
            found.append(Migration(number, match.group(2), entry.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))


def current_version() -> int:
    """Return the version of the project file that this sendcode writes."""
    return migrations()[-1].number


def version_of(database: Database) -> int:
    """Return a project's version; 0 for an empty new file.

    Raises:
        ProjectError: The file is not a sendcode project, or a newer sendcode made it.
    """
    application = database.value("PRAGMA application_id")
    version = int(database.value("PRAGMA user_version"))
    tables = database.value("SELECT count(*) FROM sqlite_schema")
    if application != APPLICATION_ID and (application or tables or version):
        raise ProjectError(
            f"{database.path.name} is a database, but not a sendcode project",
            "A project is a file that 'sendcode init' made; name another one with --project.",
        )
    newest = current_version()
    if version > newest:
        raise ProjectError(
            f"{database.path.name} was made by a newer sendcode "
            f"(project version {version}, this one knows up to {newest})",
            "Upgrade sendcode; the project was not touched.",
        )
    return version


def upgrade(database: Database) -> None:
    """Apply every pending migration, each in a transaction with its number."""
    version = version_of(database)
    for migration in migrations():
        if migration.number > version:
            database.script(
                "BEGIN IMMEDIATE;\n"
                f"{migration.sql}\n"
                f"PRAGMA application_id = {APPLICATION_ID};\n"
                f"PRAGMA user_version = {migration.number};\n"
                "COMMIT;"
            )
