"""The words of a query: where the full-text index may look, and the texts that decide."""

from __future__ import annotations

from functools import cached_property

from sendcode.core.asked import OfWords
from sendcode.core.finding import SPECIAL
from sendcode.store.database import Database


def in_index(term: OfWords) -> str | None:
    """Return what to ask the full-text index for; None where it cannot help."""
    if not term.words:
        return None
    if term.side_by_side:
        return '"' + " ".join(word for word, _ in term.words) + '"'
    return " AND ".join(
        f'"{word}" *' if begins else f'"{word}"' for word, begins in dict.fromkeys(term.words)
    )


class Texts:
    """The transcripts' texts, read when they are asked for."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._texts: dict[int, str] = {}

    @cached_property
    def special(self) -> list[int]:
        """Return the transcripts with characters that the index may cut otherwise than we do."""
        rows = self._db.tuples("SELECT id, text FROM transcript WHERE removed_by IS NULL")
        self._texts = dict(rows)
        return [number for number, text in rows if not text.isascii() and SPECIAL.search(text)]

    def text(self, transcript: int) -> str:
        """Return a transcript's text."""
        text = self._texts.get(transcript)
        if text is None:
            found = self._db.value("SELECT text FROM transcript WHERE id = ?", (transcript,))
            text = self._texts[transcript] = str(found)
        return text
