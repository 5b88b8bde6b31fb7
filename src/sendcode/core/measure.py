"""What a matrix can count, and what each measure means in words."""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """What a cell counts; the method's document says each in a sentence."""

    SEGMENTS = "segments"
    CODINGS = "codings"
    UNITS = "units"
    TURNS = "turns"
    WORDS = "words"
    CASES = "cases"
    PARTICIPANTS = "participants"
    TRANSCRIPTS = "transcripts"
    SHARE = "share"
    SCORE = "score"


MEANING = {
    Measure.SEGMENTS: "distinct coded segments",
    Measure.CODINGS: "codings (a segment coded by two coders counts twice)",
    Measure.UNITS: "distinct coded sentences",
    Measure.TURNS: "distinct turns with at least one coded segment",
    Measure.WORDS: "words of coded text, each counted once",
    Measure.CASES: "cases with at least one coded segment",
    Measure.PARTICIPANTS: "people with at least one coded segment",
    Measure.TRANSCRIPTS: "transcripts with at least one coded segment",
    Measure.SHARE: "share of the column's sentences that is coded, 0 to 1",
    Measure.SCORE: "mean score of the codings that came from a suggestion",
}

_BASE = {
    Measure.CASES: ("cases", "cases interviewed (with a codable speaker)"),
    Measure.PARTICIPANTS: ("people", "people interviewed (codable speakers)"),
    Measure.UNITS: ("sentences", "codable sentences"),
    Measure.SHARE: ("sentences", "codable sentences"),
    Measure.WORDS: ("words", "words of codable sentences"),
}
_TRANSCRIPTS = ("transcripts", "transcripts with a codable speaker")


def base_label(measure: Measure) -> str:
    """Return what the denominators of a measure count, in a word."""
    return _BASE.get(measure, _TRANSCRIPTS)[0]


def base_meaning(columns: str, measure: Measure) -> str:
    """Return what the denominators under some columns count, as a sentence."""
    what = _BASE.get(measure, _TRANSCRIPTS)[1]
    return f"{what}, per {columns}; 'read' is the share of their sentences that was read"
