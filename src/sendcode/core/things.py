"""The things that are counted: what lies in the segments of each code, and in which voice.

A thing is a number: a segment, a coding, a unit, a turn, or a stretch of words between two
places where segments begin or end. Each lies in one turn, hence in one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, count, pairwise
from typing import Any

from sendcode.core.census import Census, by_id
from sendcode.core.measure import Measure

Things = tuple[
    Mapping[str, Collection[int]], Sequence[int], Mapping[int, Any] | Sequence[Any] | None
]
"""What is counted, by code; the voice of each; and what each brings to a cell (None: one)."""
ByCode = Mapping[str, Sequence[int]]


def lying_in(census: Census, measure: Measure, segments: ByCode, ids: ByCode) -> Things:
    """Return what a measure counts.

    Args:
        census: What is counted from.
        measure: A measure of what lies in segments; not of who speaks.
        segments: By path of the code, the segments of its codings; only those that count.
        ids: The codings themselves, in the same order.
    """
    lying = _Lying(census, segments, ids)
    codings = census.codings
    match measure:
        case Measure.CODINGS:
            return ids, lying.voices_of_codings(), None
        case Measure.SCORE:
            scores = codings.scores()
            by_code = {code: [n for n in some if n in scores] for code, some in ids.items()}
            return by_code, lying.voices_of_codings(), scores
        case Measure.UNITS | Measure.SHARE:
            return *lying.inside(codings.units()), None
        case Measure.TURNS:
            turns = {n: (turn,) for n, (turn, _, _) in codings.spans().items()}
            return *lying.inside(turns), None
        case Measure.WORDS:
            stretches, words = lying.stretches()
            return *lying.inside(stretches), words
    return {code: set(some) for code, some in segments.items()}, codings.voices, None


class _Lying:
    """Finds what lies in segments."""

    def __init__(self, census: Census, segments: ByCode, ids: ByCode) -> None:
        self.census = census
        self.codings = census.codings
        self.segments = segments
        self.ids = ids

    def voices_of_codings(self) -> list[int]:
        voices = self.codings.voices
        some = [*chain.from_iterable(self.ids.values())]
        segments = chain.from_iterable(self.segments[code] for code in self.ids)
        return by_id(some, map(voices.__getitem__, segments))

    def inside(self, inside: Mapping[int, Sequence[int]]) -> tuple[dict[str, set[int]], list[int]]:
        """Return, by code, what lies inside its segments, and the voice of each of these things."""
        by_code = {
            code: set(chain.from_iterable(map(inside.__getitem__, some)))
            for code, some in self.segments.items()
        }
        voices = self.codings.voices
        pairs = [(thing, voices[n]) for n, some in inside.items() for thing in some]
        return by_code, by_id((n for n, _ in pairs), (voice for _, voice in pairs))

    def stretches(self) -> tuple[dict[int, Sequence[int]], list[int]]:
        """Cut each turn where a segment begins or ends: stretches that count once each.

        Returns:
            The stretches of each segment, and the words of each stretch.
        """
        coded = set(chain.from_iterable(self.segments.values()))
        by_turn: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for segment, (turn, start, end) in self.codings.spans().items():
            if segment in coded:
                by_turn[turn].append((start, end, segment))
        inside: dict[int, Sequence[int]] = {}
        weights: list[int] = []
        count_words = self.census.count_words
        for spans in by_turn.values():
            voice = self.codings.voices[spans[0][2]]
            transcript = self.census.voices[voice].transcript
            cuts = sorted({at for start, end, _ in spans for at in (start, end)})
            place = dict(zip(cuts, count(len(weights))))
            for start, end, segment in spans:
                inside[segment] = range(place[start], place[end])
            covered = {stretch for *_, segment in spans for stretch in inside[segment]}
            weights += [
                count_words(transcript, start, end) if place[start] in covered else 0
                for start, end in pairwise(cuts)
            ]
        return inside, weights
