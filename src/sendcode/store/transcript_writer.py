"""How one transcript goes into the tables, whole, at ingest."""

from __future__ import annotations

import uuid

from sendcode.core.packed import Packed
from sendcode.store.database import Database


def write_transcript(
    database: Database, packed: Packed, *, file_name: str, part: str, at: str
) -> int:
    """Store one transcript with turns, units and index; needs a transaction.

    Args:
        database: The project.
        packed: The transcript; its name must be free.
        file_name: Name of the file it came from, without folders.
        part: Which interview of a file with several; empty for a single one.
        at: Time of ingest.

    Returns:
        The new transcript's id.
    """
    t = packed
    number = database.execute(
        "INSERT INTO transcript (guid, name, version, format, file_name, file_sha256, part, "
        "text_sha256, text, words, words_in_source, encoding, reader, splitter, ingested_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(str(uuid.uuid4()), t.name, t.version, t.format, file_name, t.file_sha256, part),
            *(t.text_sha256, t.text, t.words, t.words_in_source, t.encoding, t.reader),
            *(t.splitter, at),
        ),
    )
    _write_talk(database, number, t)
    _write_account(database, number, t)
    return number


def _write_talk(database: Database, number: int, t: Packed) -> None:
    """Write speakers, turns with their index, units and anchors; turns get ids in a row."""
    speakers = [
        database.execute(
            "INSERT INTO speaker (transcript_id, label, role, role_source) VALUES (?, ?, ?, ?)",
            (number, s.label, s.role.value, s.role_source),
        )
        for s in t.speakers
    ]
    first = 1 + int(
        database.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'turn'")
    )
    database.many(
        'INSERT INTO turn (id, transcript_id, seq, speaker_id, start, "end", time_start, '
        "time_end, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (first + place, number, place + 1, speakers[speaker], *cells)
            for place, (speaker, *cells) in enumerate(t.turns)
        ),
    )
    database.many(
        "INSERT INTO turn_index (rowid, text) VALUES (?, ?)",
        ((first + place, t.text[turn[1] : turn[2]]) for place, turn in enumerate(t.turns)),
    )
    database.many(
        'INSERT INTO unit (transcript_id, turn_id, start, "end") VALUES (?, ?, ?, ?)',
        ((number, first + turn, start, end) for turn, start, end in t.units),
    )
    database.many(
        "INSERT INTO source_anchor (transcript_id, start, number, label, time_start, time_end) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        ((number, *anchor) for anchor in t.anchors),
    )


def _write_account(database: Database, number: int, t: Packed) -> None:
    database.many(
        "INSERT INTO left_out (transcript_id, kind, words, number) VALUES (?, ?, ?, ?)",
        ((number, x.kind, x.words, x.anchor) for x in t.left_out),
    )
    database.many(
        "INSERT INTO transcript_problem (transcript_id, line, message) VALUES (?, ?, ?)",
        ((number, p.line, p.message) for p in t.problems),
    )
    database.many(
        "INSERT INTO attribute (transcript_id, name, value, source) VALUES (?, ?, ?, 'file')",
        ((number, name, value) for name, value in t.metadata.items()),
    )
