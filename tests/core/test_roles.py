from __future__ import annotations

import pytest

from sendcode.core.model import Role
from sendcode.core.roles import guess_role, nearest_role, parse_role


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("I", "interviewer"),
        ("INT 2", "interviewer"),
        ("Interviewer:", "interviewer"),
        ("Lead inspector", "interviewer"),
        ("Q1", "interviewer"),
        ("TA", "ta"),
        ("TA2", "ta"),
        ("TAs", "ta"),
        ("TA Maria", "ta"),
        ("Teacher's LSA", "ta"),
        ("Teaching assistants", "ta"),
        ("HLTA / LSA", "ta"),
        ("Ava's mum", "parent"),
        ("AVA’S MUM", "parent"),
        ("Foster carer", "parent"),
        ("Mum/Dad", "parent"),
        ("Parents", "parent"),
        ("Pupil 3", "pupil"),
        ("Young person 3", "pupil"),
        ("Children", "pupil"),
        ("SENCO (school 3)", "senco"),
        ("Head of inclusion", "senco"),
        ("Class teacher", "teacher"),
        ("Head of Year 9", "teacher"),
        ("Head", "headteacher"),
        ("Deputy Head", "headteacher"),
        ("Headteacher", "headteacher"),
        ("LA", "la-officer"),
        ("SEND officer", "la-officer"),
        ("Ed. psych.", "la-officer"),
        ("Dr Patel, paediatrician", "health"),
        ("Speech and language therapist", "health"),
        ("SENCo, school 3, primary, local authority 1", "senco"),
        ("SENCo of school 2, primary, local authority 1", "senco"),
        ("Noor's parent (school 5, primary, LA 2)", "parent"),
        ("Parent of pupil 3, school 2", "parent"),
        ("Noor's form tutor, school 7 secondary, local authority 2", "teacher"),
        ("Head of service, local authority 1", "la-officer"),
        ("Local authority 1", "la-officer"),
        ("Commissioning manager, CCG, local authority 2", "health"),
    ],
)
def test_a_label_that_states_a_role_has_it(label: str, role: str) -> None:
    assert guess_role(label) is Role(role)


@pytest.mark.parametrize(
    "label",
    [
        *(None, "", " - ", "Ava", "P1", "R", "1", "Speaker 2", "Person 2", "S1", "Head girl"),
        *("Mr Young", "Mrs. Head", "Dr Salt", "Jane Foster", "SENCo/Teacher", "Mother's teacher"),
        *("Noor, school 4, primary, local authority 2", "Report author"),
        *("Teacher & TA", "TA and mum", "Pupil + Mum", "TA and mum's friend, a teacher"),
    ],
)
def test_a_name_a_number_or_two_roles_at_once_are_unknown(label: str | None) -> None:
    assert guess_role(label) is Role.UNKNOWN


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("la-officer", Role.LA_OFFICER),
        ("LA_officer", Role.LA_OFFICER),
        (" la officer ", Role.LA_OFFICER),
        ("Unknown", Role.UNKNOWN),
        ("Pupils", Role.PUPIL),
        ("mum", Role.PARENT),
        ("parnet", None),
        ("staff", None),
        ("", None),
    ],
)
def test_a_role_in_a_case_sheet_is_a_role_s_name_or_a_word_for_one(
    written: str, role: Role | None
) -> None:
    assert parse_role(written) is role


def test_a_misspelt_role_has_a_nearest_one_and_a_wild_word_has_none() -> None:
    assert nearest_role("Parnet ") == "parent"
    assert nearest_role("zzz") == ""
