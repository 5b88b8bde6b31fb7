"""Counting from columns against counting from rows, on random projects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.matrix import Measure, count
from sendcode.core.suppress import PEOPLE, suppress
from sendcode.store import Store
from sendcode.workflows.census import take_census
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import matrix, study
from tests.conftest import accept, record, rolled_back
from tests.workflows.studied import DECISIONS, decide

SIDES = st.sampled_from(
    ["code", "case", "transcript", "speaker", "participant", "role", "school", "wave"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    DECISIONS,
    SIDES,
    SIDES,
    SIDES,
    st.sampled_from(Measure),
    st.sampled_from(("any", "anna", "agreed")),
    st.sampled_from(("", "role:parent", "text:waiting", "words>4", "not case:Ava", "code:delays")),
)
def test_a_census_and_rows_give_the_same_matrix(
    studied: Store, drawn: list, rows: str, columns: str, more: str, measure, coder, where
) -> None:
    if more not in (rows, columns):
        columns = f"{columns},{more}"
    with rolled_back(studied):
        decide(studied, drawn)
        ways = {"rows": rows, "columns": columns, "measure": measure}
        quick = count(take_census(studied, coder, where), coder=coder, where=where, **ways)
        plain = count(study(StudyFrame(studied), coder, where), coder=coder, where=where, **ways)
        assert quick == plain


def test_suppression_is_for_people_and_cases_and_refused_for_the_rest(studied: Store) -> None:
    record(studied, accept(studied, "first", 1))
    for measure in Measure:
        counted = matrix(studied, values=measure.value, columns="role")
        if measure in PEOPLE:
            assert (counted.total, suppress(counted, 5).total) == (1, None)
        else:
            with pytest.raises(Exception, match="people and cases"):
                suppress(counted, 5)


def test_an_empty_project_gives_an_empty_matrix(store: Store) -> None:
    made = matrix(store)
    assert (made.rows, made.columns, made.total) == ((), (), 0)
    assert replace(made, total=0) == made
