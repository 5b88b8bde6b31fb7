"""The parts of a rule, compared with a slow and obvious evaluation."""

import re
from functools import cache
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Near, Rule
from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.core.text import split_units
from sendcode.nlp import TermFinder, load_pipeline
from sendcode.suggest.rules import RuleSuggester

BLANK = load_pipeline()
TERMS = ["wait", "list", "waiting list", "TA", "the", "out *"]


@cache
def finder(term):
    return TermFinder([term], BLANK)


class PlainTurn:
    """A turn, one term at a time, one pair at a time."""

    def __init__(self, turn: TurnText) -> None:
        self.turn = turn
        self.units = [(u.start - turn.start, u.end - turn.start) for u in turn.units]

    def matches(self, terms, none=()):
        found = []
        for term in terms:
            for _, _, first, last, start, end in finder(term).find([self.turn.text]):
                if not any(n[2] < end and start < n[3] for n in self.matches(none)):
                    found.append((first, last, start, end))
        return found

    def of(self, start, end):
        return [n for n, (a, b) in enumerate(self.units) if a < end and start < b]

    def by_unit(self, spans):
        found = {}
        for span in spans:
            for unit in self.of(*span):
                found.setdefault(unit, set()).add(span)
        return found

    def near(self, rule):
        found = {}
        for one, other in product(
            self.matches(rule.near.of, rule.none), self.matches(rule.near.to, rule.none)
        ):
            apart = other[0] - one[1] - 1 if other[0] > one[1] else one[0] - other[1] - 1
            if apart < 0 or apart > rule.near.within or (rule.near.ordered and one[0] > other[1]):
                continue
            spans = {one[2:], other[2:]}
            for unit in {u for span in spans for u in self.of(*span)}:
                found.setdefault(unit, set()).update(spans)
        return found

    def hits(self, rule):
        if rule.roles and self.turn.role not in rule.roles:
            return {}
        parts = []
        for terms in [rule.any] * bool(rule.any) + [(term,) for term in rule.all]:
            parts.append(self.by_unit(m[2:] for m in self.matches(terms, rule.none)))
        if rule.near:
            parts.append(self.near(rule))
        if rule.regex:
            spans = [
                (start + m.start(), start + m.end())
                for start, end in self.units
                for m in re.finditer(rule.regex, self.turn.text[start:end], re.IGNORECASE)
            ]
            none = self.matches(rule.none)
            parts.append(
                self.by_unit(
                    (a, b) for a, b in spans if not any(n[2] < b and a < n[3] for n in none)
                )
            )
        common = set(parts[0]).intersection(*parts)
        return {unit: set().union(*(part[unit] for part in parts)) for unit in common}


def outermost(spans):
    """The spans that lie in no other."""
    return {a for a in spans if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in spans)}


WORDS = ["wait", "waiting", "list", "TA", "the", "out", "of", "er", "really"]
GAPS = [" ", " ", ". ", ", ", "\n"]
GROUP = st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True).map(tuple)
NEAR = st.builds(Near, of=GROUP, to=GROUP, within=st.integers(0, 3), ordered=st.booleans())
RULES = st.builds(
    Rule,
    st.just(1),
    any=st.just(()) | GROUP,
    all=st.just(()) | GROUP,
    near=st.none() | NEAR,
    none=st.just(()) | GROUP,
    regex=st.sampled_from(["", "", r"\bout\b", "wait(?:ing)?", "t[ha]"]),
    roles=st.sampled_from([(), (), (Role.TA,)]),
)
TURNS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=8),
        st.sampled_from([Role.TA, Role.PARENT]),
    ),
    max_size=3,
)


def spoken(turns) -> list[TurnText]:
    found, number = [], 0
    for seq, (pieces, role) in enumerate(turns):
        text = "".join(word + gap for word, gap in pieces).strip()
        units = []
        for span in split_units(text):
            number += 1
            units.append(UnitRef(number, span.start + 7, span.end + 7))
        found.append(TurnText(1, seq, role, "Jo", text, 7, tuple(units)))
    return found


@settings(max_examples=60, deadline=None)
@given(TURNS, RULES.filter(lambda r: r.any or r.all or r.near or r.regex))
def test_a_plain_evaluation_finds_the_same(turns, rule):
    talk = spoken(turns)
    expected = {
        turn.units[unit].id: outermost(spans)
        for turn in talk
        for unit, spans in PlainTurn(turn).hits(rule).items()
    }
    suggester = RuleSuggester(Codebook("S", (Code("a", "A", rules=(rule,)),)))
    found = {
        s.unit: {(span.start - 7, span.end - 7) for span in s.evidence[0].spans}
        for s in suggester.suggest(talk)
    }
    assert found == expected
