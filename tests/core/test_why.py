"""Reasons in words."""

import pytest

from sendcode.core.model import Evidence
from sendcode.core.why import in_words, why


@pytest.mark.parametrize(
    ("source", "detail", "words"),
    [
        ("rule", "delays/waiting#2", "rule 2 of delays/waiting"),
        ("similarity", "delays/waiting example 12", "like example 12 of delays/waiting"),
        ("similarity", "delays definition", "like the definition of delays"),
        ("similarity", "delays include", "like what delays includes"),
        ("similarity", "something else", "something else"),
        ("learned", "delays: learned from 40 decided sentences", ""),
        ("rule", "theme 3", "theme 3"),
    ],
)
def test_a_reason_is_said_as_people_say_it(source: str, detail: str, words: str) -> None:
    assert in_words(Evidence(source, detail, 0.5)) == (words or detail)


def test_each_reason_is_said_once() -> None:
    rule = Evidence("rule", "a#1", 0.5)
    assert why([rule, Evidence("similarity", "a example 1", 0.4), rule]) == (
        "rule 1 of a; like example 1 of a"
    )
    assert why([]) == ""
