from __future__ import annotations

import pytest

from sendcode.store import Store
from tests.workflows.studied import prepare


@pytest.fixture
def studied(small: Store) -> Store:
    """Return a small project with cases, attributes, memos and marks, ready to be decided on."""
    prepare(small)
    return small
