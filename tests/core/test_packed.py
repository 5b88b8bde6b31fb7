from __future__ import annotations

import pickle

from sendcode.core.model import Role
from sendcode.core.packed import pack
from tests.conftest import TALK, transcript


def test_a_packed_transcript_has_its_speakers_in_order_with_turns_and_words() -> None:
    packed = pack(transcript("mum", *TALK), {"MUM": "source"})
    assert [
        (s.label, s.role, s.role_source, s.turns, s.seq, s.anchor) for s in packed.speakers
    ] == [
        ("INT", Role.INTERVIEWER, "guess", 2, 1, 1),
        ("MUM", Role.PARENT, "source", 1, 2, 2),
        ("TEACHER", Role.TEACHER, "guess", 1, 4, 4),
    ]
    assert sum(s.words for s in packed.speakers) == packed.words


def test_its_rows_point_into_the_text() -> None:
    whole = transcript("mum", *TALK)
    packed = pack(whole, {})
    assert [packed.text[start:end] for _, start, end, *_ in packed.turns] == [t[2] for t in TALK]
    assert [packed.speakers[place].label for place, *_ in packed.turns] == [t[0] for t in TALK]
    assert [(turn + 1, start, end) for turn, start, end in packed.units] == [
        (u.turn, u.start, u.end) for u in whole.units
    ]


def test_it_goes_to_another_process_and_back() -> None:
    packed = pack(transcript("mum", *TALK), {})
    assert pickle.loads(pickle.dumps(packed)) == packed
