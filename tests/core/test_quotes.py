from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.model import Role
from sendcode.core.quotes import TEMPLATE, Chooser, attribution, check_template
from sendcode.core.segments import NOT_QUOTED, SegmentRow
from sendcode.errors import NotFound
from tests.exporters.study import rows

ATTRIBUTES = ("school", "phase")


def chooser(marks: dict[int, frozenset[str]] | None = None) -> Chooser:
    return Chooser(marks or {}, TEMPLATE, ATTRIBUTES)


def by_id(found) -> dict[int, SegmentRow]:
    return {row.segment_id: row for row in found}


def test_quotes_are_spread_over_cases_and_roles() -> None:
    material = rows(300)
    found = chooser().choose(material, 5)
    known = by_id(material)
    quoted = [known[quote.segment_id] for quote in found]
    assert len({row.role for row in quoted}) == 5
    assert len({row.cases for row in quoted}) == 5


def test_starred_come_first_and_do_not_quote_is_obeyed() -> None:
    material = rows(30)
    marks = {7: frozenset({"star"}), 9: frozenset({"star", "do-not-quote"})}
    found = chooser(marks).choose(material, 30)
    assert found[0].segment_id == 7
    assert found[0].starred
    assert 9 not in {quote.segment_id for quote in found}


@given(st.integers(0, 40), st.sets(st.integers(1, 40)), st.integers(1, 12))
def test_whatever_is_asked_nothing_forbidden_and_nothing_twice(size, banned, number) -> None:
    marks = {n: frozenset({"do-not-quote"}) for n in banned}
    one = chooser(marks)
    material = rows(size)
    first, second = one.choose(material, number), one.choose(material, number)
    ids = [quote.segment_id for quote in (*first, *second)]
    assert len(ids) == len(set(ids))
    assert not banned & set(ids)
    assert len(first) == min(number, size - len(banned & set(range(1, size + 1))))


@given(st.integers(5, 120), st.integers(2, 12))
def test_no_case_is_quoted_more_than_once_before_all_others_were(size: int, number: int) -> None:
    material = [replace(row, cases=row.cases[:1] or ("Solo",)) for row in rows(size)]
    found = chooser().choose(material, number)
    known = by_id(material)
    counts: dict[str, int] = dict.fromkeys((row.cases[0] for row in material), 0)
    available = {case: sum(r.cases[0] == case for r in material) for case in counts}
    for quote in found:
        case = known[quote.segment_id].cases[0]
        open_counts = [counts[c] for c in counts if counts[c] < available[c]]
        assert counts[case] == min(open_counts)
        counts[case] += 1


def test_what_is_no_segment_has_no_words_or_hides_them_is_not_quoted() -> None:
    row = rows(1)[0]
    unfit = [
        replace(row, segment_id=None),
        replace(row, segment_id=2, text=NOT_QUOTED),
        replace(row, segment_id=3, text=" "),
    ]
    assert chooser().choose(unfit, 4) == ()
    assert len(chooser().choose([*unfit, row], 4)) == 1


def test_words_that_overlap_a_quote_are_not_quoted_again() -> None:
    row = rows(1)[0]
    other = replace(row, segment_id=2, start=row.start + 3)
    assert len(chooser().choose([row, other], 2)) == 1


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (TEMPLATE, "parent, School 2, primary"),
        ("{role} of {case}", "parent of Ava; Ben"),
        ("{role}, {nothing}, at {school}", "parent, at School 2"),
        ("A parent", "A parent"),
        ("{phase}", "primary"),
    ],
)
def test_an_attribution_is_filled_in_and_what_is_empty_goes(template: str, said: str) -> None:
    row = replace(
        rows(1)[0],
        role=Role.PARENT,
        cases=("Ava", "Ben"),
        attributes={"school": "School 2", "phase": "primary", "nothing": ""},
    )
    assert attribution(row, template, ("school", "phase", "nothing")) == said


def test_an_unknown_field_is_refused_but_our_own_default_fits_every_study() -> None:
    check_template(TEMPLATE, ())
    with pytest.raises(NotFound) as caught:
        check_template("{role}, {scool}", ("school",))
    assert "school" in caught.value.hint
