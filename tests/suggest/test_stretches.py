from __future__ import annotations

from sendcode.suggest.stretches import names_in, stretches


def test_stretches_end_at_punctuation_and_keep_their_places() -> None:
    text = "Well, by the coats."
    found = {gram: text[span.start : span.end] for gram, span in stretches(text, 3)}
    assert found["by", "the", "coats"] == "by the coats"
    assert ("well", "by") not in found
    assert ("well",) in found


def test_what_is_mostly_written_like_a_name_is_one() -> None:
    texts = ("We met Rose there.", "Then Rose came.", "A rose, though.", "The TA came.")
    assert names_in(texts, str) == {"rose"}
    assert names_in(texts, str.upper) == {"ROSE"}


def test_words_at_the_edges_can_be_ruled_out() -> None:
    found = {g for g, _ in stretches("by the coats", 3, never_first={"the"}, never_last={"by"})}
    assert found == {("by", "the"), ("by", "the", "coats"), ("coats",)}
