"""Trying a rule on the study before it is kept: what it finds, adds and confuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_check import SLOW, odd
from sendcode.core.kwic import Kwic, kwic
from sendcode.core.model import Span, Suggestion, TurnText
from sendcode.core.progress import Track, untracked
from sendcode.errors import ProjectError
from sendcode.interchange.yaml_rules import read_rule_text
from sendcode.patterns import Pattern
from sendcode.store import Store
from sendcode.suggest.rules import RuleSuggester
from sendcode.workflows.frame import StudyFrame

TRIED, KNOWN = "rule-that-is-tried", "rules-that-are-there"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence that the rule finds.

    Attributes:
        transcript: Its name.
        turn: Number of the turn.
        start: Offset of the sentence in the transcript's text.
        end: Offset of its end.
        new: The code's own rules do not find it; without a code, nobody coded or suggested it.
        others: Paths of other codes that are suggested or coded there.
        kwic: The words in their context.
    """

    transcript: str
    turn: int
    start: int
    end: int
    new: bool
    others: tuple[str, ...]
    kwic: Kwic


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a trial.

    Attributes:
        rules: As they were read.
        code: Path of the code they are meant for; empty for none.
        lines: The sentences, those that are new first.
        units: How many sentences could have been found.
        transcripts: In how many transcripts it finds something.
        cases: About how many cases.
        known: How many sentences the rules of the code, and of those below it, find.
        confused: Path of another code to the sentences, new for this one, that it has already.
        warnings: What is odd in the rules, in words.
    """

    rules: tuple[Rule, ...]
    code: str
    lines: tuple[Line, ...]
    units: int
    transcripts: int
    cases: int
    known: int
    confused: dict[str, int]
    warnings: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """Return how many sentences are new."""
        return sum(1 for line in self.lines if line.new)


def try_rule(
    store: Store,
    text: str,
    *,
    code: str = "",
    pipeline: str | None = None,
    track: Track = untracked,
) -> Trial:
    """Look for a rule in every codable sentence; nothing is stored.

    Args:
        store: The project.
        text: The rule as it would stand in the codebook file.
        code: Path of the code it is meant for; empty for none.
        pipeline: Name or path of a trained spaCy pipeline.
        track: Progress over turns.

    Raises:
        CodebookError: The rule cannot be read.
        NotFound: No such code.
        ProjectError: No transcripts.
    """
    frame = StudyFrame(store)
    book = frame.codebook
    rules = read_rule_text(text, book.vocabulary)
    own = book.code(code) if code else None
    turns = list(store.transcripts.turn_texts())
    if not turns:
        raise ProjectError("the project has no transcripts", "'sendcode ingest FOLDER' reads them.")
    family = {c.guid: c for c in book.descendants(own.path)} if own else {}
    suggester = RuleSuggester(_codebook(book, family.values(), rules), pipeline=pipeline)
    watched = track(turns, "Trying the rule", total=len(turns))
    found = list(suggester.suggest(watched))
    known = {s.unit for s in found if s.code == KNOWN}
    tried = [s for s in found if s.code == TRIED]
    others = _others(store, frame, {s.unit for s in tried}, family)
    by_unit = {unit.id: turn for turn in turns for unit in turn.units}
    lines = [_line(frame, by_unit[s.unit], s, known, others, own is None) for s in tried]
    lines.sort(key=lambda line: (not line.new, line.transcript, line.start))
    confused = Counter(o for line in lines if line.new or own is None for o in line.others)
    places = {s.unit: frame.turns[by_unit[s.unit].id] for s in tried}
    return Trial(
        rules=rules,
        code=own.path if own else "",
        lines=tuple(lines),
        units=sum(len(turn.units) for turn in turns),
        transcripts=len({line.transcript for line in lines}),
        cases=len({case for turn in places.values() for case in frame.cases(turn)}),
        known=len(known),
        confused=dict(confused.most_common()),
        warnings=tuple(_odd(rules)),
    )


def _codebook(book: Codebook, family: Iterable[Code], rules: tuple[Rule, ...]) -> Codebook:
    """Return a codebook of two codes: the rule that is tried, and the rules that are there."""
    there = [rule for code in family if not code.retired for rule in code.rules]
    numbered = tuple(replace(rule, number=n) for n, rule in enumerate(there, 1))
    codes = (Code(TRIED, TRIED, rules=rules), Code(KNOWN, KNOWN, rules=numbered))
    return Codebook("trial", codes, book.vocabulary)


def _odd(rules: tuple[Rule, ...]) -> Iterator[str]:
    """Yield what `codebook check` would say of the rules."""
    seen: dict[str, int] = {}
    for rule in rules:
        yield from odd(rule, seen)
        if rule.regex and Pattern(rule.regex).slow:
            yield SLOW


def _others(
    store: Store, frame: StudyFrame, units: Collection[int], family: Collection[str]
) -> dict[int, tuple[str, ...]]:
    """Return, by unit, the other codes that are suggested there or were coded by anybody."""
    found: dict[int, set[str]] = {}
    for unit in store.suggestions.open_units(coder=None):
        if unit.unit in units and unit.code not in family:
            found.setdefault(unit.unit, set()).add(unit.code)
    for (number, guid), yes in store.codings.verdicts().items():
        if number in units and guid not in family:
            codes = found.setdefault(number, set())
            (codes.add if yes else codes.discard)(guid)
    order = {c.guid: n for n, c in enumerate(frame.codebook.codes)}
    return {
        unit: tuple(
            frame.codebook.codes[n].path for n in sorted(order[g] for g in codes if g in order)
        )
        for unit, codes in found.items()
    }


def _line(
    frame: StudyFrame,
    turn: TurnText,
    found: Suggestion,
    known: Collection[int],
    others: dict[int, tuple[str, ...]],
    alone: bool,
) -> Line:
    unit = next(u for u in turn.units if u.id == found.unit)
    spans = {s for reason in found.evidence for s in reason.spans}
    inside = [s for s in spans if s.start < unit.end and unit.start < s.end] or list(spans)
    moved = [Span(s.start - turn.start, s.end - turn.start) for s in inside]
    there = others.get(found.unit, ())
    return Line(
        transcript=frame.names[turn.transcript],
        turn=frame.turns[turn.id].seq,
        start=unit.start,
        end=unit.end,
        new=not there if alone else found.unit not in known,
        others=there,
        kwic=kwic(turn.text, moved),
    )
