from __future__ import annotations

from dataclasses import replace

from sendcode.core.codebook import Code
from sendcode.core.framework import Standing, Summary, fingerprint, framework
from sendcode.core.quotes import Quote
from tests.exporters.study import rows

DELAYS = Code("delays", "Delays", guid="d")
VOICE = Code("voice", "Voice", guid="v")
ROWS = rows(4)


def written(based_on: str) -> Summary:
    return Summary(1, "Ava", "d", "Two years.", "ann", "2024-03-01T10:00:00Z", based_on)


def test_a_fingerprint_is_of_the_set_of_segments_and_their_codes() -> None:
    known = fingerprint(ROWS)
    assert fingerprint(reversed((*ROWS, ROWS[0]))) == known
    assert fingerprint(ROWS[1:]) != known
    assert fingerprint((replace(ROWS[0], code_guid="other"), *ROWS[1:])) != known
    assert fingerprint((replace(ROWS[0], memo="other"), *ROWS[1:])) == known


def test_a_cell_says_how_its_text_stands_to_its_segments() -> None:
    segments = {(case, "delays"): ROWS for case in ("Ava", "Ben", "Cho")}
    summaries = {
        ("Ava", "d"): written(fingerprint(ROWS)),
        ("Ben", "d"): written(fingerprint(ROWS[1:])),
        ("Ava", "v"): written(fingerprint(())),
        ("Ben", "v"): written(fingerprint(ROWS)),
    }
    made = framework(("Ava", "Ben", "Cho"), (DELAYS, VOICE), segments, summaries, {})
    assert [cell.standing for cell in made.cells] == [
        *(Standing.CURRENT, Standing.CURRENT),
        *(Standing.STALE, Standing.STALE),
        *(Standing.MISSING, Standing.EMPTY),
    ]


def test_a_cell_is_found_by_case_and_code_with_what_belongs_to_it() -> None:
    quote = Quote("Two years.", "parent", 1, "visit", 3)
    row = ROWS[0]
    twice = [replace(row, code_guid=guid) for guid in "abc"] + [replace(row, segment_id=9)]
    made = framework(
        ("Ava", "Ben"),
        (DELAYS, VOICE),
        {("Ben", "delays"): twice},
        {("Ben", "d"): written("")},
        {("Ben", "delays"): (quote,)},
    )
    assert made.codes == (("delays", "Delays"), ("voice", "Voice"))
    cell = made.cell("Ben", "delays")
    assert (cell.case, cell.code, cell.segments, cell.quotes) == ("Ben", "delays", 2, (quote,))
    assert cell.summary == written("")
    other = made.cell("Ava", "voice")
    assert (other.case, other.code, other.segments, other.quotes) == ("Ava", "voice", 0, ())
