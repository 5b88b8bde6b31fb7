"""Queries against a slow and obvious twin: the tree multiplied out, then plain loops."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Role
from sendcode.core.query import (
    And,
    Compare,
    Flag,
    Match,
    Near,
    Not,
    Or,
    Query,
    QueryError,
    parse,
)
from sendcode.core.segments import PopulationUnit, SegmentRow, Status
from tests.core.plain_query import Matcher, Material, Passage, passage_of, search
from tests.core.query_trees import query_trees

BOOK = Codebook(
    "Tree",
    tuple(Code(path, path.upper(), guid=path) for path in ("a", "a/x", "a/y", "b", "c/d")),
)
TEXTS = (
    "We were on the waiting list",
    "Nobody told us, nobody at all",
    "The list was long. Waiting, always",
    "He said: we'll see",
)


def unit(number: int, transcript: str, role: Role, cases: tuple[str, ...], read: bool):
    start = number * 100
    return PopulationUnit(
        id=number,
        transcript=transcript,
        start=start,
        end=start + 99,
        person=role.value,
        speaker=role.value.upper(),
        role=role,
        cases=cases,
        words=5,
        readers=frozenset({"ann"} if read else ()),
        participant=None,
        attributes={"school": "School 3", "age": str(number)} if number % 2 else {},
    )


def text_of(transcript: str, start: int, end: int) -> str:
    return " ".join(TEXTS[n % len(TEXTS)] for n in range(start // 100, (end + 1) // 100))


def row(first: PopulationUnit, units: tuple[int, ...], code: str, coder: str, number: int, score):
    end = first.start + 100 * len(units) - 1
    return SegmentRow(
        coding_id=number, segment_id=number, transcript=first.transcript, cases=first.cases,
        speaker=first.speaker, participant=None, person=first.person, role=first.role,
        code_path=code, code_name=code.upper(), code_guid=code, levels=(), turn=first.id // 3,
        start=first.start, end=end, time_start=None,
        text=text_of(first.transcript, first.start, end), status=Status.CODED,
        origin="manual", score=score, evidence=(), evidence_words=(), coder=coder,
        decided_at="", memo="look" if number % 2 else "", codebook_version=1, units=units,
        attributes=first.attributes,
    )  # fmt: skip


def material(units: list[PopulationUnit], codings: list[SegmentRow]) -> Material:
    places: dict[int, tuple[str, int]] = {}
    for name in {u.transcript for u in units}:
        inside = [u.id for u in units if u.transcript == name]
        places |= {number: (name, n) for n, number in enumerate(inside)}
    return Material(
        units=units,
        codings=codings,
        codebook=BOOK,
        text=text_of,
        turns={u.id: u.id // 3 for u in units},
        places=places,
        attributes=("school", "age"),
        marks={1: frozenset({"star"}), 2: frozenset({"do-not-quote", "flag"})},
    )


@st.composite
def materials(draw) -> Material:
    units = [
        unit(
            n,
            draw(st.sampled_from(("one", "two"))) if n > 5 else "one",
            draw(st.sampled_from((Role.PARENT, Role.PUPIL))),
            draw(st.sampled_from(((), ("Ava",), ("Ava", "Ben")))),
            draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 9)))
    ]
    units.sort(key=lambda u: (u.transcript, u.start))
    codings = []
    for number in range(draw(st.integers(0, 7))):
        at = draw(st.integers(0, len(units) - 1))
        run = [units[at].id]
        if draw(st.booleans()) and at + 1 < len(units):
            following = units[at + 1]
            if following.transcript == units[at].transcript:
                run.append(following.id)
        code = draw(st.sampled_from([c.path for c in BOOK]))
        score = draw(st.sampled_from((None, 0.2, 0.8)))
        codings.append(
            row(units[at], tuple(run), code, draw(st.sampled_from(("ann", "bo"))), number, score)
        )
    return material(units, codings)


LEAVES = st.sampled_from(
    [
        'code:a', "code:a/x", "code:b", 'code:"c*"', "role:parent", 'case:""', "case:*va",
        'transcript:o*', "turn:1", "turn>1", "words>6", "text:list", 'text:"list waiting"~3',
        "school:3", "age>3", "age<=5", "speaker:pupil", "participant:*", "coder:ann", "memo:look",
        "score>0.5", "status:coded", "origin:manual", "starred", "flagged", "quotable", "coded",
        "read", "unread",
    ]
).map(parse)  # fmt: skip
TREES = query_trees(LEAVES, most=5)


# --- the twin --------------------------------------------------------------------------------


def multiplied(query: Query, turned: bool = False) -> list[list[tuple[bool, Query]]]:
    """Return the tree as alternatives, each a list of terms that hold or do not."""
    match query:
        case Not(part):
            return multiplied(part, not turned)
        case And(parts) | Or(parts):
            found = [multiplied(part, turned) for part in parts]
            if isinstance(query, Or) is not turned:
                return [alternative for part in found for alternative in part]
            return [[term for part in choice for term in part] for choice in product(*found)]
    return [[(not turned, query)]]


def slow(m: Material, query: Query, place: Passage, own: SegmentRow | None) -> bool:
    """Say whether a place fits with a coding in hand, by every alternative."""
    for alternative in multiplied(query):
        holding, asked, owned = True, False, False
        for wanted, term in alternative:
            is_near, is_code = isinstance(term, Near), getattr(term, "field", "") == "code"
            if is_near:
                ways = near_ways(m, term, place, own)
                holding &= bool(ways) is wanted
                if wanted and ways:
                    if "own" in ways:
                        asked = owned = True
                    elif "free" not in ways:
                        asked = True
            elif is_code:
                codings = [r for r in m.codings if set(r.units) & set(place.units)]
                codings += [own] if own is not None else []
                holding &= any(coded(r, term) for r in codings) is wanted
                if wanted:
                    asked = True
                    owned |= own is not None and coded(own, term)
            else:
                holding &= plain(m, term, place, own) is wanted
        if holding and (own is None or owned or not asked):
            return True
    return False


def near_ways(m: Material, near: Near, place: Passage, own: SegmentRow | None) -> set[str]:
    ways = set()
    for side, other in ((near.first, near.second), (near.second, near.first)):
        spots = [m.places[u.id] for u in m.units if unit_found(m, other, u)]
        close = any(
            m.places[u][0] == name and abs(m.places[u][1] - number) <= near.within
            for u in place.units
            for name, number in spots
        )
        if not close:
            continue
        for alternative in multiplied(side):
            if all(
                slow(m, one(term, wanted), place, None if own is None else own)
                or touches(m, one(term, wanted), place, own)
                for wanted, term in alternative
            ):
                positive = [t for w, t in alternative if w and getattr(t, "field", "") == "code"]
                if any(own is not None and coded(own, t) for t in positive):
                    ways.add("own")
                elif positive:
                    ways.add("touch")
                else:
                    ways.add("free")
    return ways


def one(term: Query, wanted: bool) -> Query:
    return term if wanted else Not(term)


def touches(m: Material, term: Query, place: Passage, own: SegmentRow | None) -> bool:
    return getattr(term, "field", "") == "code" and slow(m, term, place, None)


def coded(r: SegmentRow, term: Match) -> bool:
    if term.value == "c*":
        return r.code_path == "c/d"
    return r.code_path == term.value or r.code_path.startswith(term.value + "/")


def unit_found(m: Material, query: Query, u: PopulationUnit) -> bool:
    here = Passage(
        (u.id,), u.transcript, m.turns[u.id], u.speaker, u.participant, u.role, u.cases,
        u.attributes, m.text(u.transcript, u.start, u.end),
    )  # fmt: skip
    rows = [None, *(r for r in m.codings if u.id in r.units)]
    return any(slow(m, query, here, r) for r in rows)


def plain(m: Material, term: Query, place: Passage, own: SegmentRow | None) -> bool:
    marks = m.marks.get(own.segment_id, frozenset()) if own is not None else frozenset()
    here = {u.id: u for u in m.units}
    if isinstance(term, Flag):
        return {
            "starred": "star" in marks,
            "flagged": "flag" in marks,
            "quotable": own is not None and "do-not-quote" not in marks,
            "coded": any(set(r.units) & set(place.units) for r in m.codings),
            "read": any(here[u].readers for u in place.units),
            "unread": any(not here[u].readers for u in place.units),
        }[term.name]
    if isinstance(term, Compare):
        words, age = len(place.text.split()), place.attributes.get("age", "")
        return {
            "turn": place.turn > 1,
            "words": words > 6,
            "score": own is not None and own.score is not None and own.score > 0.5,
            "age": bool(age) and (int(age) > 3 if term.sign == ">" else int(age) <= 5),
        }[term.field]
    assert isinstance(term, Match)
    schools = {u.attributes.get("school") for u in m.units} - {None}
    return {
        "role": place.role is Role.PARENT,
        "case": not place.cases if not term.value else "Ava" in place.cases,
        "transcript": place.transcript == "one",
        "turn": place.turn == 1,
        "text": "list" in place.text
        if term.value == "list"
        else "waiting list" in place.text or "list was long. Waiting" in place.text,
        "school": bool(schools) and place.attributes.get("school") == "School 3",
        "speaker": place.role is Role.PUPIL,
        "participant": bool(place.participant),
        "coder": own is not None and own.coder == "ann",
        "memo": own is not None and own.memo == "look",
        "status": own is not None,
        "origin": own is not None,
    }[term.field]


def fits_material(query: Query, m: Material) -> bool:
    """Say whether the values that the query names are in the material; else it is refused."""
    asked = repr(query)
    known_case = any("Ava" in u.cases for u in m.units)
    known_school = any(u.attributes for u in m.units)
    return (known_case or "*va" not in asked) and (known_school or "school" not in asked)


def has_near_inside(query: Query) -> bool:
    match query:
        case Near(first, second):
            return any("Near(" in repr(part) for part in (first, second))
        case Not(part):
            return has_near_inside(part)
        case And(parts) | Or(parts):
            return any(map(has_near_inside, parts))
    return False


@settings(max_examples=150)
@given(TREES, materials())
def test_what_is_found_is_what_a_slow_search_finds(query: Query, m: Material) -> None:
    if has_near_inside(query):
        return  # the twin multiplies only one level of it
    if not fits_material(query, m):
        with pytest.raises(QueryError):
            Matcher(query, "?", m)
        return
    asked = Matcher(query, "?", m)
    for r in m.codings:
        assert asked.coding(r) is slow(m, query, passage_of(r), r)
    for u in m.units:
        assert asked.unit(u) is unit_found(m, query, u)


@given(TREES, materials())
def test_denominators_hold_whatever_is_found(query: Query, m: Material) -> None:
    if not fits_material(query, m):
        return
    asked = Matcher(query, "?", m)
    assert all(asked.could(u) for u in m.units if asked.unit(u))


def study() -> Material:
    units = [unit(n, "one", Role.PARENT, ("Ava",), n < 3) for n in range(6)]
    codings = [
        row(units[0], (0, 1), "a/x", "ann", 1, None),
        row(units[1], (1,), "b", "bo", 2, 0.9),
        row(units[4], (4,), "a/y", "ann", 3, None),
    ]
    return material(units, codings)


def found(text: str) -> list[int]:
    m = study()
    asked = Matcher(parse(text), text, m)
    return [r.segment_id for r in m.codings if asked.coding(r)]


def test_of_two_codes_the_codings_of_both_are_found_where_they_overlap() -> None:
    assert found("code:a") == [1, 3]
    assert found("code:a code:b") == [1, 2]
    assert found("code:a not code:b") == [3]
    assert found("not (not code:a)") == [1, 3]


def test_near_finds_both_sides() -> None:
    assert found("near(code:b, code:a/y, 3)") == [2, 3]
    assert found("near(code:b, code:a/y, 2)") == []


def test_denominators_are_not_narrowed_by_codes_and_words() -> None:
    m = study()
    for text in ("code:a", "score>0.5", "starred", '"no such words"', "near(code:a, code:b, 1)"):
        assert all(Matcher(parse(text), text, m).could(u) for u in m.units)
    assert not any(Matcher(parse("role:pupil"), "", m).could(u) for u in m.units)


def test_adjacent_units_of_one_turn_are_one_passage() -> None:
    m = study()
    asked = Matcher(parse("code:a or code:b"), "", m)
    assert [[u.id for u in run] for run in search(asked, m.units)] == [[0, 1], [4]]
    everything = Matcher(parse("role:parent"), "", m)
    assert [[u.id for u in run] for run in search(everything, m.units)] == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("code:delays", "no code 'delays'", 5),
        ('code:"zz*"', "no code fits", 5),
        ("rol:parent", "no field 'rol'", 0),
        ("role:mother", "no role 'mother'", 5),
        ("status:done", "no status 'done'", 7),
        ("case:Eva", "no case 'Eva'", 5),
        ("school:9", "no school '9'", 7),
        ("role:parent~2", "only a text", 5),
        ("score>high", "compared with a number", 6),
        ("role>parent", "cannot be compared", 0),
        ("agee>3", "no field 'agee'", 0),
    ],
)
def test_what_there_is_not_is_refused_with_its_place(text: str, message: str, at: int) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        Matcher(parse(text), text, study())
    assert caught.value.at == at
    assert caught.value.hint


def test_no_error_lists_speakers() -> None:
    m = study()
    assert not any(Matcher(parse("speaker:nobody"), "", m).unit(u) for u in m.units)


def test_text_is_compared_as_text_where_it_is_no_number() -> None:
    m = study()
    units = [replace(u, attributes={"school": "", "age": "2024-03-0" + str(u.id)}) for u in m.units]
    m = material(units, [])
    asked = Matcher(parse("age>=2024-03-04"), "", m)
    assert [u.id for u in units if asked.unit(u)] == [4, 5]
