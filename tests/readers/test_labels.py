from __future__ import annotations

import pytest

from sendcode.readers.labels import canonical, is_code, is_machine, pattern, plausible, stem


@pytest.mark.parametrize(
    "label",
    "Interviewer|INTERVIEWER 2|I|IV|R1|P01|S1|Participant 3|Respondent (R1)|HT (Head)|TA|Speaker 1|"
    "SPEAKER_00|id1|Unknown Speaker|All|SS|Dr. Lee-O’Hara|Ms Toman|The Witness|AT|Ava’s mum|"
    "Toft, Ann (Staff)|+44*******12|teaching assistant|Will|nflaig".split("|"),
)
def test_what_may_be_a_label(label):
    assert plausible(label)


@pytest.mark.parametrize(
    "words",
    "And we see a focus here on|Let me ask the question|Simple things|It says|I said|said|because|"
    "Note|Yes|No. Let me see|Well, I think|http|This is what we did then and there|"
    "The question is|e.g.|wait…|what?".split("|"),
)
def test_what_is_never_a_label(words):
    assert not plausible(words)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (" Ann :", "Ann"),
        ("[id1]", "id1"),
        ("‘INT:", "INT"),
        ("P1\t–", "P1"),
        ("Jo  Bright", "Jo Bright"),
    ],
)
def test_a_canonical_label_has_nothing_around_it(written, label):
    assert canonical(written) == label


def test_shapes_of_labels():
    assert (pattern("R3"), pattern("Ms Carr"), pattern("HOLLIS")) == ("R9", "T Aa", "AA")
    assert stem("Participant 3") == stem("participant 12")
    assert is_code("ES3")
    assert is_machine("Speaker 2")
    assert not is_code("Hollis")
