from __future__ import annotations

from sendcode.store import Store
from sendcode.workflows.context import context
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.review import queue


def test_a_segment_stands_between_the_words_before_and_after(coded: Store) -> None:
    frame = StudyFrame(coded)
    waiting, voice, _ = queue(coded, coder="anna", frame=frame)[:3]
    lines = context(frame, waiting, before=1, after=3)
    assert [(line.speaker, line.inside, line.text) for line in lines] == [
        ("INT", False, "How long was the waiting list?"),
        ("MUM", True, "We were on the waiting list."),
        (None, False, "Two years, it was. Nobody asked us."),
        ("INT", False, "And the school?"),
    ]
    marked = [lines[1].text[mark.start : mark.end] for mark in lines[1].marks]
    assert marked == ["waiting list"]
    inside = context(frame, voice, before=0, after=0)
    assert [(line.speaker, line.text) for line in inside] == [("MUM", "Nobody asked us.")]


def test_context_ends_where_the_talk_ends(coded: Store) -> None:
    frame = StudyFrame(coded)
    forms = queue(coded, coder="anna", frame=frame)[2]
    lines = context(frame, forms, before=99, after=99)
    assert lines[0].text == "How long was the waiting list?"
    assert lines[-1].text == "I had soup for lunch."
    assert [line.inside for line in lines].count(True) == 1
