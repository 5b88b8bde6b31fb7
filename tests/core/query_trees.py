"""Random queries for Hypothesis: trees over terms that a test names."""

from __future__ import annotations

from hypothesis import strategies as st

from sendcode.core.query import And, Near, Not, Or, Query


def query_trees(leaves: st.SearchStrategy[Query], *, most: int) -> st.SearchStrategy[Query]:
    """Return queries that join up to so many terms by not, and, or, near."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
            st.builds(Near, inner, inner, st.integers(0, 3)),
        ),
        max_leaves=most,
    )
