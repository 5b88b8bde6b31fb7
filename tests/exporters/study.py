"""An invented study of the usual size, as the exporters receive it."""

from __future__ import annotations

import random
from dataclasses import replace

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.matrix import Matrix, Measure, Study, count
from sendcode.core.model import Evidence, Role, Span
from sendcode.core.report import Workbook
from sendcode.core.segments import PopulationUnit, SegmentRow, SegmentTable, Status

_CODES = (
    ("co-production", "Co-production with families"),
    ("co-production/voice", "Pupil and parent voice"),
    ("co-production/information", "Information shared with families"),
    ("co-production/engagement", "Engagement and trust"),
    ("ta-deployment", "Deployment of teaching assistants"),
    ("ta-deployment/withdrawal", "Withdrawal from class"),
    ("ta-deployment/in-class", "Support in class"),
    ("ta-deployment/reliance", "Reliance on one adult"),
    ("ta-deployment/capacity", "Capacity and training"),
    ("senco-time", "SENCo time"),
    ("senco-time/workload", "Workload and teaching load"),
    ("senco-time/mediation", "Mediation between services"),
    ("delays", "Delays"),
    ("delays/waiting", "Waiting for services"),
    ("delays/bureaucracy", "Bureaucracy"),
    ("delays/identification", "Late identification"),
)
_CASES = ("Amira", "Bo", "Callum", "Dot", "Efe", "Freya")
_TALK = (
    "Well, we waited eighteen months, I think, before anybody rang us back about it.",
    "She goes out for her phonics with the same lady every morning, and that is fine, mostly.",
    "I have a class four days a week, so the paperwork happens at my kitchen table.",
    "Nobody told us what was in the plan until the meeting, and then it was already signed.",
    "He will not start anything unless she sits beside him. [laughs] Not even his name.",
    "They did ask me. What I like and what I do not like, and they wrote it down.",
)


def codebook() -> Codebook:
    codes = [
        Code(
            path=path,
            name=name,
            guid=f"guid-{path}",
            definition=f"What people say about {name.lower()}, in school or at home.",
            include="meetings; letters; what was asked and what was answered"
            if "/" in path
            else "",
            exclude="what a service did before the school knew" if "/" in path else "",
            examples=("It took a year.", "We were never asked, not once.") if "/" in path else (),
            rules=(Rule(1, any=("wait",)), Rule(2, any=("month",))) if "/" in path else (),
        )
        for path, name in _CODES
    ]
    return Codebook("Supporting learners", tuple(codes), version=3)


def _row(number: int, rng: random.Random) -> SegmentRow:
    leaves = [(path, name) for path, name in _CODES if "/" in path]
    path, name = rng.choices(leaves, weights=range(len(leaves), 0, -1))[0]
    text = rng.choice(_TALK) + (" " + rng.choice(_TALK) if rng.random() < 0.4 else "")
    case = rng.choices(_CASES, weights=(6, 5, 4, 3, 2, 2))[0]
    cases = (case,) if rng.random() < 0.85 else (case, "Freya") if case != "Freya" else ()
    role = rng.choice((Role.PUPIL, Role.PARENT, Role.PARENT, Role.TEACHER, Role.TA, Role.SENCO))
    start = 100 * number
    at = text.index(" ", 8) + 1
    family = dict(_CODES)[path.split("/")[0]]
    return SegmentRow(
        coding_id=number,
        segment_id=number,
        transcript=f"school{1 + number % 3}_{role.value}_{case.lower()}",
        cases=cases,
        speaker=f"{role.value.title()} {1 + number % 4}",
        participant=None,
        person=f"{role.value}-{number % 9}",
        role=role,
        code_path=path,
        code_name=name,
        code_guid=f"guid-{path}",
        levels=(family, name),
        turn=number,
        start=start,
        end=start + len(text),
        time_start=None if number % 3 else 12.5 * number,
        text=text,
        status=Status.CODED,
        origin="suggestion",
        score=round(0.3 + 0.7 * rng.random(), 6),
        evidence=(Evidence("rule", f"{path}#1", 0.8, (Span(start + at, start + at + 12),)),),
        evidence_words=(text[at : at + 12],),
        coder="rl",
        decided_at="2024-03-05T10:20:30Z",
        memo="Ask again in the second round" if number % 25 == 0 else "",
        codebook_version=3,
        units=(number,),
        attributes={"school": f"School {1 + number % 3}", "phase": "primary"},
    )


def rows(size: int = 300) -> tuple[SegmentRow, ...]:
    rng = random.Random(7)
    return tuple(_row(number, rng) for number in range(1, size + 1))


def table(size: int = 300) -> SegmentTable:
    return SegmentTable(rows(size), 2, ("school", "phase"))


def matrix(
    segments: SegmentTable, columns: str = "case", measure: Measure = Measure.SEGMENTS
) -> Matrix:
    population = [
        PopulationUnit(
            id=row.units[0] + 1000 * again,
            transcript=row.transcript,
            start=row.start,
            end=row.end,
            person=row.person,
            speaker=row.speaker,
            role=row.role,
            cases=row.cases,
            words=len(row.text.split()),
            readers=frozenset({"rl"} if row.units[0] % 5 else ()),
            attributes=row.attributes,
        )
        for row in segments.rows
        for again in range(2)
    ]
    study = Study(segments.rows, population, codebook(), lambda *_: 12, ("school", "phase"))
    return count(study, columns=columns, measure=measure)


def workbook(size: int = 300) -> Workbook:
    segments = table(size)
    counts: dict[str, int] = {}
    for row in segments.rows:
        counts[row.code_guid] = counts.get(row.code_guid, 0) + 1
    return Workbook(
        title="Supporting learners",
        made_at="2024-03-05T10:20:30Z",
        readme=(
            ("What this is", "Themes of an invented study. It holds what people decided."),
            (
                "What a number means",
                "Theme matrix and By role count distinct coded segments: a parent code counts the "
                "union of the codes below it, and a segment that belongs to two cases counts in "
                "both columns.\nSo rows and columns need not add up; totals count every segment "
                "once.",
            ),
        ),
        themes=matrix(segments),
        roles=matrix(segments, "role"),
        segments=segments,
        codebook=codebook(),
        counts=counts,
    )


def with_text(row: SegmentRow, text: str) -> SegmentRow:
    return replace(row, text=text, end=row.start + len(text), evidence=(), evidence_words=())
