"""The invented sample study: complete, consistent, and read as it was written."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sendcode.core.cases import CaseSheet, SheetSpeaker, read_case_sheet
from sendcode.core.model import Interview, ReadOptions, ReadResult, Role
from sendcode.core.roles import guess_role
from sendcode.core.text import canonical, count_words
from sendcode.data import DEMO_DECISIONS
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import load

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "transcripts_sample"
MARKS = ROOT / "benchmarks" / "sample_marks.jsonl"
OTHER_FILES = {"README.md", "cases.csv"}
LEAVES = {
    "co-production/voice",
    "co-production/information",
    "co-production/engagement",
    "ta-deployment/withdrawal",
    "ta-deployment/in-class",
    "ta-deployment/reliance",
    "ta-deployment/capacity",
    "senco-time/workload",
    "senco-time/mediation",
    "delays/waiting",
    "delays/bureaucracy",
    "delays/identification",
}
LEFT_FOR_REVIEW = "focus_group_harrowmere"
WRITTEN = {  # words, turns and speakers, counted in the manuscript
    "focus_group_harrowmere": (3_379, 117, 5),
    "school1_ava_parent": (2_049, 42, 2),
    "school1_ava_pupil": (625, 56, 2),
    "school1_ava_staff": (2_189, 91, 3),
    "school1_head": (1_943, 48, 2),
    "school1_jayden_carer": (2_065, 50, 2),
    "school1_jayden_pupil": (695, 56, 2),
    "school1_jayden_staff": (2_144, 96, 3),
    "school1_senco": (2_658, 66, 2),
    "school2_head": (1_701, 46, 2),
    "school2_noah_parent": (1_961, 44, 2),
    "school2_noah_pupil": (799, 48, 2),
    "school2_noah_staff": (1_922, 72, 3),
    "school2_senco": (2_209, 50, 2),
    "school3_head": (1_822, 46, 2),
    "school3_senco": (2_558, 54, 2),
    "school3_zainab_parent": (2_094, 54, 2),
    "school3_zainab_pupil": (726, 58, 2),
    "school3_zainab_staff": (2_043, 73, 3),
    "school4_callum_parent": (1_853, 39, 2),
    "school4_callum_pupil": (813, 64, 2),
    "school4_callum_staff": (2_037, 80, 3),
    "school4_ellie_carer": (1_990, 46, 2),
    "school4_ellie_pupil": (816, 56, 2),
    "school4_ellie_staff": (2_093, 82, 3),
    "school4_head": (1_871, 44, 2),
    "school4_senco": (2_477, 58, 2),
}


def files() -> dict[str, Path]:
    found = sorted(SAMPLE.iterdir())
    return {
        path.stem: path
        for path in found
        if path.name not in OTHER_FILES and not path.name.startswith(".")
    }


@cache
def read(name: str) -> ReadResult:
    path = files()[name]
    return load(GROUP, path.suffix, BUILTIN)(path, ReadOptions())


def interview(name: str) -> Interview:
    return read(name).interviews[0]


@cache
def text(name: str) -> str:
    return fold(canonical(interview(name)).text)


def labels(name: str) -> list[str | None]:
    return list(dict.fromkeys(turn.label for turn in interview(name).turns))


def fold(words: str) -> str:
    return " ".join(words.split())


def table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def script() -> list[dict[str, str]]:
    with DEMO_DECISIONS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def marks() -> list[dict[str, str]]:
    return [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]


@cache
def sheet() -> tuple[CaseSheet, dict[int, tuple[str, str | None]]]:
    transcripts = {name: number for number, name in enumerate(files(), start=1)}
    people = [(name, label) for name in transcripts for label in labels(name)]
    speakers = [
        SheetSpeaker(number, transcripts[name], label, guess_role(label))
        for number, (name, label) in enumerate(people, start=1)
    ]
    with (SAMPLE / "cases.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    result = read_case_sheet("cases.csv", header, rows, transcripts=transcripts, speakers=speakers)
    return result, dict(enumerate(people, start=1))


def test_there_are_at_least_27_transcripts_and_25000_words():
    assert len(files()) >= 27
    assert sum(count_words(text(name)) for name in files()) >= 25_000


def test_every_kind_of_file_is_there():
    kinds = Counter(path.suffix for path in files().values())
    assert kinds == {".docx": 15, ".vtt": 5, ".srt": 2, ".txt": 3, ".md": 2}


@pytest.mark.parametrize("name", WRITTEN)
def test_words_turns_and_speakers_are_those_of_the_manuscript(name):
    found = interview(name)
    assert (count_words(text(name)), len(found.turns), len(labels(name))) == WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_is_one_interview_without_problems(name):
    result = read(name)
    assert len(result.interviews) == 1
    assert result.problems == ()


@pytest.mark.parametrize("name", WRITTEN)
def test_no_word_of_a_file_is_lost(name):
    result = read(name)
    left_out = sum(block.words for block in result.left_out)
    assert count_words(text(name)) + left_out == result.words_in_source


@pytest.mark.parametrize("name", WRITTEN)
def test_no_label_time_or_markup_stays_in_the_text(name):
    assert not re.search(r"-->|</?v\b|\*\*|\d\d:\d\d|/\d+-\d+\b|Interview ID|\[End of", text(name))
    for label in labels(name):
        assert label
        assert not any(
            piece.text.startswith((f"{label}:", f"{label}\t"))
            for turn in interview(name).turns
            for piece in turn.pieces
        )


def test_every_row_of_the_case_sheet_names_a_transcript():
    assert {row["transcript"] for row in table("cases.csv")} == set(files())


def test_the_case_sheet_is_accepted_without_a_remark():
    result, _ = sheet()
    assert result.errors == ()
    assert result.warnings == ()
    assert set(result.cases) == {"Ava", "Jayden", "Noah", "Zainab", "Callum", "Ellie"}


def test_everybody_is_an_interviewer_by_label_or_has_a_role_in_the_sheet():
    result, people = sheet()
    for number, (_, label) in people.items():
        if number not in result.roles:
            assert guess_role(label) is Role.INTERVIEWER
    assert Role.INTERVIEWER not in result.roles.values()
    assert len(result.participants) == len(result.roles)


def test_every_transcript_has_a_date_in_the_file_or_in_the_sheet_not_in_both():
    in_sheet = {row["transcript"]: row["date"] for row in table("cases.csv")}
    for name in files():
        dates = [interview(name).metadata.get("date", ""), in_sheet[name]]
        assert sum(bool(re.fullmatch(r"2024-0[1-5]-\d\d", date)) for date in dates) == 1


def test_the_script_of_the_demo_coder_uses_the_twelve_leaves():
    assert {row["code"] for row in script()} == LEAVES


def test_the_script_leaves_one_transcript_for_the_user():
    assert set(files()) - {row["transcript"] for row in script()} == {LEFT_FOR_REVIEW}


def test_every_quote_of_the_script_is_found_once_and_in_order():
    last: dict[str, int] = {}
    for line, row in enumerate(script(), start=2):
        name, quote = row["transcript"], row["quote"]
        assert quote == fold(quote)
        assert text(name).count(quote) == 1, f"line {line}"
        place = text(name).index(quote)
        assert place >= last.get(name, 0), f"line {line}"
        last[name] = place


def test_no_passage_is_given_one_code_twice():
    rows = [tuple(row.values()) for row in script()]
    assert len(rows) == len(set(rows))


def test_every_stretch_marked_for_the_benchmark_is_found_and_not_coded():
    coded: dict[str, list[str]] = {}
    for row in script():
        coded.setdefault(row["transcript"], []).append(row["quote"])
    for line, mark in enumerate(marks(), start=1):
        assert mark["kind"] in {"offtopic", "decoy"}
        assert text(mark["transcript"]).count(mark["text"]) == 1, f"line {line}"
        assert not any(mark["text"] in quote for quote in coded.get(mark["transcript"], []))


def test_every_interview_with_an_adult_has_an_off_topic_stretch_and_a_decoy():
    found = Counter((mark["transcript"], mark["kind"]) for mark in marks())
    for name in files():
        if not name.endswith("_pupil"):
            assert found[name, "offtopic"] >= 1
            assert found[name, "decoy"] >= 1
