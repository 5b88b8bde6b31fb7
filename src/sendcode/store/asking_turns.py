"""Terms about voices and turns: decided in Python, once for each voice, not row by row in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sendcode.core.asked import All, Fails, OfTurn, OfVoice, Some
from sendcode.core.voice import Voice


class TurnTerms:
    """Which turns the parts of a query leave that are about nothing but voices and turns.

    Args:
        voices: All voices.
        turns: By the turn's id, its number in the transcript and the number of its voice.
    """

    def __init__(self, voices: Sequence[Voice], turns: Mapping[int, tuple[int, int]]) -> None:
        self._voices = voices
        self._turns = turns
        self._passing: dict[OfVoice | OfTurn, frozenset[int]] = {}

    def are_all(self, turns: Collection[int]) -> bool:
        """Say whether these are the turns of the whole project."""
        return len(turns) == len(self._turns)

    def left_by(self, asked: object) -> frozenset[int] | None:
        """Return the turns for which a part holds; None where it is about something else too."""
        match asked:
            case OfVoice() | OfTurn():
                if asked not in self._passing:
                    self._passing[asked] = self._passed(asked)
                return self._passing[asked]
            case Fails(OfVoice() | OfTurn() as term):
                return frozenset(self._turns) - (self.left_by(term) or frozenset())
            case All(parts) | Some(parts) if parts:
                several = [self.left_by(part) for part in parts]
                known = [turns for turns in several if turns is not None]
                if len(known) < len(several):
                    return None
                if isinstance(asked, All):
                    return known[0].intersection(*known[1:])
                return frozenset().union(*known)
        return None

    def _passed(self, term: OfVoice | OfTurn) -> frozenset[int]:
        if isinstance(term, OfTurn):
            return frozenset(t for t, (number, _) in self._turns.items() if term.test(number))
        voices = {n for n, voice in enumerate(self._voices) if term.test(voice)}
        return frozenset(t for t, (_, voice) in self._turns.items() if voice in voices)
