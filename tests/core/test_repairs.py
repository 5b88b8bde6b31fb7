from __future__ import annotations

import pytest

from sendcode.core.repairs import IN_WORDS, Change, Field, Repair


def test_a_repair_changes_something() -> None:
    with pytest.raises(ValueError, match="changes something"):
        Repair("role", ())
    assert Repair("role", (Change(Field.ROLE, 1, "ta", "senco"),)).transcript is None


def test_names_and_words_do_not_stand_in_the_log() -> None:
    assert {Field.LABEL, Field.NAME, Field.QUESTION} == IN_WORDS
