from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.model import Action, Role, Span, SpokenTurn

SPANS = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: Span(*sorted(ends)))


@given(SPANS, SPANS)
def test_spans_overlap_where_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) is bool(shared)
    assert one.overlaps(other) is other.overlaps(one)


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_a_span_that_runs_backwards_or_begins_before_the_text_is_a_mistake(
    ends: tuple[int, int],
) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


def test_a_turn_without_a_piece_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one piece"):
        SpokenTurn("MUM", ())


def test_the_roles_and_the_actions_are_the_closed_lists_of_the_documents() -> None:
    assert [role.value for role in Role] == [
        *("interviewer", "pupil", "parent", "teacher", "ta", "senco", "headteacher"),
        *("la-officer", "health", "other", "unknown"),
    ]
    assert [action.value for action in Action] == [
        *("accept", "reject", "recode", "respan", "code", "uncode", "skip", "flag", "star"),
        *("do-not-quote", "memo", "read", "summary", "codebook", "repair", "undo", "redo"),
    ]
