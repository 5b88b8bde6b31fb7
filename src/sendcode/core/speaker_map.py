"""The researcher's map from labels to speakers and roles, said once for the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sendcode.core.model import Problem, Role
from sendcode.core.roles import nearest_role, parse_role

COLUMNS = ("label", "speaker", "role", "transcript")

Key = tuple[str, str]
"""Transcript (empty for all of them) and label."""

NOBODY = "not a speaker"
"""Said in the column `role`: the label is no speaker, and its words are speech."""


@dataclass(frozen=True, slots=True)
class SpeakerMap:
    """What labels stand for.

    Attributes:
        speakers: (transcript, label) to the speaker's name, empty for no speaker; a row for
            one transcript comes before one for all.
        roles: (transcript, speaker) to the role.
    """

    speakers: Mapping[Key, str] = field(default_factory=dict)
    roles: Mapping[Key, Role] = field(default_factory=dict)

    def labels(self, *names: str) -> dict[str, str]:
        """Return label to speaker for a transcript that goes by any of these names."""
        found = {label: who for (where, label), who in self.speakers.items() if not where}
        return found | {
            label: who for (where, label), who in self.speakers.items() if where in names
        }

    def role(self, speaker: str | None, *names: str) -> Role | None:
        """Return the role of a speaker in a transcript that goes by any of these names."""
        if speaker is None:
            return None
        for name in (*names, ""):
            if (role := self.roles.get((name, speaker))) is not None:
                return role
        return None

    def __or__(self, other: SpeakerMap) -> SpeakerMap:
        """Return both maps in one; `other` wins."""
        return SpeakerMap({**self.speakers, **other.speakers}, {**self.roles, **other.roles})


def read_speaker_map(
    source: str, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[SpeakerMap, tuple[Problem, ...]]:
    """Return the map that a table holds, and the rows that cannot be used.

    Columns: `label` (as in the files), `speaker` (its name from now on; the label where
    empty), `role` (or `not a speaker`), `transcript` (empty for all). No problem cites a label.

    Args:
        source: Name of the file, for the problems.
        header: Names of the columns.
        rows: Its cells; row 0 is row 2 of the file.
    """
    places = {name.strip().casefold(): place for place, name in enumerate(header)}
    problems = [
        Problem(source, f"there is no column '{name}'", 1)
        for name in ("label",)
        if name not in places
    ]
    if not {"speaker", "role"} & places.keys():
        problems.append(Problem(source, "there is neither a column 'speaker' nor 'role'", 1))
    problems += [
        Problem(source, f"the column '{name}' is none of: {', '.join(COLUMNS)}", 1)
        for name in places
        if name and name not in COLUMNS
    ]
    if problems:
        return SpeakerMap(), tuple(problems)
    speakers: dict[Key, str] = {}
    roles: dict[Key, Role] = {}
    for line, row in enumerate(rows, start=2):
        cells = {name: row[place].strip() for name, place in places.items() if name}
        if any(cells.values()):
            message = _take(cells, speakers, roles)
            if message:
                problems.append(Problem(source, message, line))
    return SpeakerMap(speakers, roles), tuple(problems)


def _take(cells: Mapping[str, str], speakers: dict[Key, str], roles: dict[Key, Role]) -> str:
    """Put one row into the maps; return what is wrong with it."""
    where, label, written = cells.get("transcript", ""), cells["label"], cells.get("role", "")
    if not label:
        return "the label is missing"
    nobody = written.casefold().replace("-", " ").replace("_", " ") == NOBODY
    speaker = "" if nobody else cells.get("speaker") or label
    if speakers.setdefault((where, label), speaker) != speaker:
        return "the same label was given another speaker above"
    if not written or nobody:
        return ""
    role = parse_role(written)
    if role is None:
        near = nearest_role(written)
        return f"'{written}' is no role" + (f"; did you mean '{near}'?" if near else "")
    if roles.setdefault((where, speaker), role) != role:
        return "the same speaker was given another role above"
    return ""
