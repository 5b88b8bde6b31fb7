from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.model import Evidence, Span
from sendcode.core.segments import Status
from sendcode.store import Store
from sendcode.workflows.export import coded_table, segment_table
from sendcode.workflows.segment_rows import evidence_words
from tests.conftest import rolled_back
from tests.workflows.studied import DECISIONS, decide


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    DECISIONS,
    st.sampled_from(("any", "anna", "agreed")),
    st.sampled_from(("", "role:parent", "text:waiting", "not case:Ava code:delays")),
)
def test_a_streamed_table_is_the_table(studied: Store, drawn: list, coder: str, where: str) -> None:
    with rolled_back(studied):
        decide(studied, drawn)
        whole = segment_table(studied, status=Status.CODED, coder=coder, where=where)
        streamed = coded_table(studied, coder=coder, where=where)
        assert tuple(streamed.rows) == tuple(streamed.rows) == tuple(whole.rows)
        assert (streamed.columns, len(streamed.rows)) == (whole.columns, len(whole.rows))
        if whole.rows:
            assert (streamed.rows[-1], streamed.rows[:1]) == (whole.rows[-1], whole.rows[:1])


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([(0, 4)], ("long",)),
        ([(0, 4), (0, 9)], ("long wait",)),
        ([(5, 9), (0, 4)], ("long", "wait")),
        ([(2, 9), (0, 4)], ("long", "ng wait")),
        ([(5, 40)], ()),
    ],
)
def test_evidence_words_stand_in_order_each_place_once(
    spans: list[tuple[int, int]], words: tuple[str, ...]
) -> None:
    evidence = [Evidence("rule", "a#1", 1.0, tuple(Span(*span) for span in spans))]
    assert evidence_words("long wait and then some", evidence, 0, 20) == words


def test_evidence_over_a_line_break_is_told_on_one_line() -> None:
    evidence = [Evidence("rule", "a#1", 1.0, (Span(0, 9),))]
    assert evidence_words("long\nwait", evidence, 0, 9) == ("long wait",)
