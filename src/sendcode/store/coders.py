"""The people who code: names and ids."""

from __future__ import annotations

from sendcode.store.database import Database


class Coders:
    """The coder table."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def id(self, name: str, *, at: str) -> int:
        """Return the coder's id, adding the coder when new."""
        found = self._db.value("SELECT id FROM coder WHERE name = ?", (name,))
        if found is not None:
            return int(found)
        return self._db.execute("INSERT INTO coder (name, created_at) VALUES (?, ?)", (name, at))

    def find(self, name: str) -> int | None:
        """Return the coder's id, or None."""
        found = self._db.value("SELECT id FROM coder WHERE name = ?", (name,))
        return int(found) if found is not None else None

    def names(self) -> tuple[str, ...]:
        """Return the coders' names, sorted."""
        return tuple(row[0] for row in self._db.rows("SELECT name FROM coder ORDER BY name"))

    def with_codings(self) -> tuple[str, ...]:
        """Return the names of those who have live codings, sorted."""
        rows = self._db.rows(
            "SELECT name FROM coder WHERE EXISTS (SELECT 1 FROM coding "
            "WHERE coder_id = coder.id AND ended_by IS NULL) ORDER BY name"
        )
        return tuple(row[0] for row in rows)
