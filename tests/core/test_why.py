"""Reasons in words."""

import pytest

from sendcode.core.model import Evidence
from sendcode.core.why import reasons, why


@pytest.mark.parametrize(
    ("source", "detail", "words"),
    [
        ("rule", "delays/waiting#2", "rule 2 of delays/waiting"),
        ("similarity", "delays/waiting example 12", "like example 12 of delays/waiting"),
        ("similarity", "delays definition", "like the definition of delays"),
        ("similarity", "delays include", "like what delays includes"),
        ("similarity", "something else", "something else"),
        ("learned", "delays: learned from 40 decided sentences", ""),
        ("rule", "theme 3", "proposed theme 3"),
    ],
)
def test_a_reason_is_said_as_people_say_it(source: str, detail: str, words: str) -> None:
    assert why([Evidence(source, detail, 0.5)]) == (words or detail)


@pytest.mark.parametrize(
    ("source", "detail", "words"),
    [
        ("rule", "delays/waiting#2", "rule 2"),
        ("similarity", "delays/waiting example 12", "like example 12"),
        ("similarity", "delays/waiting definition", "like the definition"),
        ("similarity", "delays/waiting include", "like what it includes"),
        (
            "learned",
            "delays: learned from 40 decided sentences",
            "learned from 40 decided sentences",
        ),
        ("similarity", "delay: said as in coded examples", "delay: said as in coded examples"),
        ("rule", "delays/bureaucracy#2", "rule 2 of delays/bureaucracy"),
    ],
)
def test_the_code_that_stands_beside_is_not_said_again(
    source: str, detail: str, words: str
) -> None:
    assert why([Evidence(source, detail, 0.5)], code="delays/waiting") == words


def test_each_reason_is_said_once() -> None:
    rule = Evidence("rule", "a#1", 0.5)
    assert why([rule, Evidence("similarity", "a example 1", 0.4), rule]) == (
        "rule 1 of a; like example 1 of a"
    )
    assert why([]) == ""


def test_rules_and_examples_of_a_code_are_said_together() -> None:
    evidence = [
        Evidence("rule", "a#7", 0.6),
        Evidence("similarity", "a example 1", 0.5),
        Evidence("rule", "a#2", 0.4),
        Evidence("rule", "b#3", 0.4),
        Evidence("rule", "a#5", 0.3),
        Evidence("similarity", "a example 9", 0.2),
    ]
    assert reasons(evidence, code="a") == (
        "rules 7, 2 and 5",
        "like examples 1 and 9",
        "rule 3 of b",
    )
