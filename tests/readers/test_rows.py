from __future__ import annotations

import pytest

from sendcode.readers.rows import is_case_sheet


@pytest.mark.parametrize(
    ("header", "is_sheet"),
    [
        (["Transcript", "Case"], True),
        (["\ufefftranscript", "speaker", "Role"], True),
        (["transcript", "participant"], True),
        (["transcript", "school"], False),
        (["speaker", "role"], False),
        ([], False),
    ],
)
def test_a_case_sheet_is_known_by_its_header(header: list[str], is_sheet: bool) -> None:
    assert is_case_sheet([header, ["ava_1", "Ava", "pupil"]]) is is_sheet


def test_a_column_called_transcript_may_hold_the_words_themselves() -> None:
    spoken = "We waited for more than a year before anybody came."
    assert not is_case_sheet([["role", "transcript"], ["parent", spoken], ["ta", spoken]])
