"""Transcripts, speakers, turns and units: written once at ingest, read by everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sendcode.core.model import (
    Anchor,
    LeftOut,
    Problem,
    Role,
    Transcript,
    Turn,
    TurnText,
    Unit,
    UnitRef,
)
from sendcode.core.packed import Packed, pack
from sendcode.errors import NotFound
from sendcode.store.database import Database
from sendcode.store.transcript_writer import write_transcript


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One transcript without its text."""

    id: int
    name: str
    format: str
    version: int
    file_name: str
    file_sha256: str
    text_sha256: str
    words: int
    turns: int
    units: int
    problems: int
    ingested_at: str


@dataclass(frozen=True, slots=True)
class Account:
    """Where the words of a transcript's file went; of several from one file, the first has all.

    Attributes:
        source: Words in the file, those of its other transcripts taken off.
        words: Stored as speech.
        left_out: Blocks that are not speech; with `words` they make `source`.
    """

    name: str
    file_name: str
    source: int
    words: int
    left_out: tuple[LeftOut, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """Return the words left out by kind of block, the largest first."""
        total: dict[str, int] = {}
        for block in self.left_out:
            total[block.kind] = total.get(block.kind, 0) + block.words
        return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn with its ids and its speaker; offsets point into the transcript's text."""

    id: int
    transcript_id: int
    seq: int
    speaker_id: int
    label: str | None
    participant: str | None
    role: Role
    start: int
    end: int
    time_start: float | None
    time_end: float | None
    number: int | None


class Transcripts:
    """The transcript tables."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing ---------------------------------------------------------------------------

    def add(
        self,
        transcript: Transcript,
        *,
        file_name: str,
        part: str,
        roles: Mapping[str, str],
        at: str,
    ) -> int:
        """Store one transcript with its turns and units; needs a transaction.

        Args:
            transcript: As the reader and the splitter made it.
            file_name: Name of the file it came from, without folders.
            part: Which interview of a file with several; empty for a single one.
            roles: Canonical label to where its role came from (`source` or `guess`).
            at: Time of ingest.

        Returns:
            The new transcript's id.
        """
        return self.add_packed(pack(transcript, roles), file_name=file_name, part=part, at=at)

    def add_packed(self, packed: Packed, *, file_name: str, part: str, at: str) -> int:
        """Store one transcript that comes as rows; else as `add`."""
        return write_transcript(self._db, packed, file_name=file_name, part=part, at=at)

    # --- reading ---------------------------------------------------------------------------

    def known_files(self) -> dict[str, tuple[str, ...]]:
        """Return, by the hash of a file, the names of the transcripts that came from it."""
        known: dict[str, tuple[str, ...]] = {}
        for row in self._db.rows(
            "SELECT file_sha256, name FROM transcript WHERE removed_by IS NULL ORDER BY id"
        ):
            known[row[0]] = (*known.get(row[0], ()), row[1])
        return known

    def names(self) -> dict[str, int]:
        """Return the names of all transcripts with their ids, by name."""
        rows = self._db.rows(
            "SELECT name, id FROM transcript WHERE removed_by IS NULL ORDER BY name, version"
        )
        return {row[0]: row[1] for row in rows}

    def every(self) -> tuple[tuple[int, str], ...]:
        """Return id and name of every transcript, also of older versions and removed ones."""
        return tuple(self._db.tuples("SELECT id, name FROM transcript ORDER BY id"))

    def file_names(self) -> dict[str, str]:
        """Return, by file name, the name of the transcript with the newest text from it."""
        rows = self._db.rows(
            "SELECT file_name, name FROM transcript WHERE removed_by IS NULL ORDER BY id"
        )
        return {row[0]: row[1] for row in rows}

    def accounts(self) -> tuple[Account, ...]:
        """Return, by name, where the words of each file went."""
        rows = self._db.rows(
            "SELECT id, name, file_name, words_in_source, words FROM transcript "
            "WHERE removed_by IS NULL ORDER BY name, version"
        )
        return tuple(
            Account(
                r["name"], r["file_name"], r["words_in_source"], r["words"], self.left_out(r["id"])
            )
            for r in rows
        )

    def overview(self) -> tuple[TranscriptRow, ...]:
        """Return all transcripts, by name, without their texts."""
        rows = self._db.rows(
            "SELECT id, name, format, version, file_name, file_sha256, text_sha256, words, "
            "(SELECT count(*) FROM turn WHERE turn.transcript_id = transcript.id) AS turns, "
            "(SELECT count(*) FROM unit WHERE unit.transcript_id = transcript.id) AS units, "
            "(SELECT count(*) FROM transcript_problem p WHERE p.transcript_id = transcript.id) "
            "AS problems, ingested_at "
            "FROM transcript WHERE removed_by IS NULL ORDER BY name, version"
        )
        return tuple(TranscriptRow(**row) for row in rows)

    def id(self, name: str) -> int:
        """Return the id of the newest transcript of that name.

        Raises:
            NotFound: There is none; the hint names the nearest.
        """
        names = self.names()
        if name in names:
            return names[name]
        from difflib import get_close_matches

        part = [known for known in names if name.casefold() in known.casefold()]
        close = part if len(part) == 1 else get_close_matches(name, list(names), n=1)
        hint = f"Did you mean '{close[0]}'?" if close else "'sendcode transcripts' lists them."
        raise NotFound(f"no transcript '{name}' in the project", hint)

    def text(self, transcript_id: int) -> str:
        """Return the canonical text."""
        return str(self._db.value("SELECT text FROM transcript WHERE id = ?", (transcript_id,)))

    def texts(self) -> Iterator[tuple[int, str, str]]:
        """Yield id, name and text of every transcript, by name, one at a time."""
        for name, transcript_id in self.names().items():
            yield transcript_id, name, self.text(transcript_id)

    def get(self, name: str) -> Transcript:
        """Return one transcript whole.

        Raises:
            NotFound: No transcript has that name.
        """
        transcript_id = self.id(name)
        row = self._db.one("SELECT * FROM transcript WHERE id = ?", (transcript_id,))
        if row is None:
            raise NotFound(f"the transcript '{name}' is gone", "Run the command again.")
        turns = self.turns(transcript_id)
        seq_of = {turn.id: turn.seq for turn in turns}
        return Transcript(
            name=row["name"],
            format=row["format"],
            text=row["text"],
            turns=tuple(
                Turn(*(t.seq, t.label, t.role, t.start, t.end, t.time_start, t.time_end, t.number))
                for t in turns
            ),
            units=tuple(
                Unit(seq_of[u["turn_id"]], u["start"], u["end"])
                for u in self._db.rows(
                    'SELECT turn_id, start, "end" FROM unit WHERE transcript_id = ? ORDER BY start',
                    (transcript_id,),
                )
            ),
            anchors=tuple(
                Anchor(*a)
                for a in self._db.rows(
                    "SELECT start, number, label, time_start, time_end FROM source_anchor "
                    "WHERE transcript_id = ? ORDER BY start",
                    (transcript_id,),
                )
            ),
            file_sha256=row["file_sha256"],
            text_sha256=row["text_sha256"],
            words=row["words"],
            metadata=self.metadata(transcript_id),
            version=row["version"],
            reader=row["reader"],
            splitter=row["splitter"],
            encoding=row["encoding"],
            words_in_source=row["words_in_source"],
            left_out=self.left_out(transcript_id),
            problems=self.problems(transcript_id),
        )

    def metadata(self, transcript_id: int) -> dict[str, str]:
        """Return the attributes that were found in the file, by name."""
        rows = self._db.rows(
            "SELECT name, value FROM attribute WHERE transcript_id = ? AND source = 'file' "
            "ORDER BY name",
            (transcript_id,),
        )
        return {row[0]: row[1] for row in rows}

    def problems(self, transcript_id: int) -> tuple[Problem, ...]:
        """Return what was odd about the file, in the order of the source."""
        name = self._db.value("SELECT name FROM transcript WHERE id = ?", (transcript_id,))
        rows = self._db.rows(
            "SELECT line, message FROM transcript_problem WHERE transcript_id = ? ORDER BY id",
            (transcript_id,),
        )
        return tuple(Problem(name, row["message"], row["line"]) for row in rows)

    def left_out(self, transcript_id: int) -> tuple[LeftOut, ...]:
        """Return the blocks of the file that are not speech."""
        rows = self._db.rows(
            "SELECT kind, words, number FROM left_out WHERE transcript_id = ? ORDER BY id",
            (transcript_id,),
        )
        return tuple(LeftOut(*row) for row in rows)

    def turns(self, transcript_id: int) -> tuple[TurnRow, ...]:
        """Return the turns of a transcript in order."""
        return self._turns("turn.transcript_id = ? ORDER BY seq", (transcript_id,))

    def all_turns(self) -> tuple[TurnRow, ...]:
        """Return the turns of all transcripts, in no particular order."""
        return self._turns(
            "turn.transcript_id NOT IN (SELECT id FROM transcript WHERE removed_by IS NOT NULL)"
        )

    def _turns(self, which: str, parameters: tuple[int, ...] = ()) -> tuple[TurnRow, ...]:
        rows = self._db.tuples(
            "SELECT turn.id, turn.transcript_id, seq, speaker_id, label, participant.name, role, "
            'start, "end", time_start, time_end, number '
            "FROM turn JOIN speaker ON speaker.id = speaker_id "
            "LEFT JOIN participant ON participant.id = participant_id "
            f"WHERE {which}",
            parameters,
        )
        roles = {role.value: role for role in Role}
        found: list[TurnRow] = []
        for turn, transcript, seq, speaker, label, person, role, *place in rows:
            about = (turn, transcript, seq, speaker, label, person, roles[role])
            found.append(TurnRow(*about, *place))
        return tuple(found)

    def turn_texts(self, *, interviewers: bool = False) -> Iterator[TurnText]:
        """Yield the turns that can be coded, with their units, transcript by transcript.

        Args:
            interviewers: Interviewers' turns too.
        """
        for transcript_id, _, text in self.texts():
            units = self.units_by_turn(transcript_id)
            for turn in self.turns(transcript_id):
                if turn.role is Role.INTERVIEWER and not interviewers:
                    continue
                yield TurnText(
                    id=turn.id,
                    transcript=transcript_id,
                    role=turn.role,
                    speaker=turn.label,
                    text=text[turn.start : turn.end],
                    start=turn.start,
                    units=tuple(units.get(turn.id, ())),
                )

    def units_by_turn(self, transcript_id: int) -> dict[int, list[UnitRef]]:
        """Return the units of a transcript in order, by the id of their turn."""
        units: dict[int, list[UnitRef]] = {}
        for row in self._db.rows(
            'SELECT id, turn_id, start, "end" FROM unit WHERE transcript_id = ? ORDER BY start',
            (transcript_id,),
        ):
            units.setdefault(row[1], []).append(UnitRef(row[0], row[2], row[3]))
        return units

    def text_hashes(self) -> tuple[str, ...]:
        """Return the hashes of all texts, by name."""
        rows = self._db.rows(
            "SELECT text_sha256 FROM transcript WHERE removed_by IS NULL ORDER BY name, version"
        )
        return tuple(row[0] for row in rows)
