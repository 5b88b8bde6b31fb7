"""Mutated files: only an InputError may come out, or a result whose words add up."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.text import canonical, count_words
from sendcode.errors import SendcodeError
from tests.readers.build import docx, ods, odt, pdf, read, run, said, turns, xlsx

TEXT = """---
title: Visit
---
Interview ID: P7
Date – 18th May 2019   Time – 11.45 am

(I = Interviewer; P = Pupil)

**I:** [00:00:01] How was it?

P – Fine. #00:00:12-7#

Jane Doe  12:03
Words [00:01:00] here.
SPEAKER_00: Yes.\tNo | maybe
[End of interview.]
"""
VTT = """WEBVTT Title
Kind: captions

NOTE by hand

1
00:00:01.000 --> 00:00:02.000 align:start
<v Ann>Hello <i>you</i>&amp;me</v>

b05cbc69-3364-4c0c-a05b-70f360077a3c/2-0
0:0:2.1 --> 0:0:-3.-20
Bo: - Hi
- (Cy)
"""
SRT = VTT.replace("WEBVTT Title", "").replace(".", ",")
CSV = 'speaker,time,words\nAnn,0:01,"Hello,\nall"\nBo,24:40:00,Hi &amp; <a b>\n,,MORE:\n'
RTF = (
    r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f1\fcharset204 A;}}{\b I:}\tab It\'92s \u8220? x\par"
    r"\trowd\intbl P:\cell Yes.\cell\row\pard {\footnote n}{\f1 \'cf}\~\_\par}"
)
JSON = json.dumps(
    {
        "speakers": [{"id": 0, "name": "Ann"}],
        "segments": [
            {"start": 0, "end": 1.5, "text": "Hi.", "speaker": 0},
            {"start": "00:01", "end": None, "text": "\ud800 x", "speaker": {"name": "Bo"}},
            {"elements": [{"type": "text", "value": "a", "ts": 1e300}]},
        ],
    }
)
PIECES = [
    "", "\n", "\n\n", ":", "I:", "\t", "|", "[", "]", "(", "<v ", "</v>", "-->", "00:00:01.000",
    "\x00", "\ufeff", "\u200b", "\u2028", "**", "#", "---", "\\", "{", "}", "\\u-10179?",
    "\\'", '"',
    ",", ";", "&lt;", "&#0;", "<", ">", "<w:p>", "</w:p>", "<w:tbl>", "<w:r>", "<w:del>",
    "999999999",
    "-1", "1e999", "null", "é", "\\bin99999 ", "1\n", "=", "Q1 ", "[laughs]",
]  # fmt: skip

mutations = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "repeat"]),
        st.integers(0, 10_000),
        st.integers(1, 40),
        st.sampled_from(PIECES),
    ),
    min_size=1,
    max_size=8,
)


def mutate(content: str, changes: list[tuple[str, int, int, str]]) -> str:
    for what, place, length, piece in changes:
        at = place % (len(content) + 1)
        if what == "insert":
            content = content[:at] + piece + content[at:]
        elif what == "delete":
            content = content[:at] + content[at + length :]
        else:
            content = content[:at] + content[at : at + length] * 3 + content[at + length :]
    return content


def survives(suffix: str, content: bytes, **options: object) -> None:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        with contextlib.suppress(SendcodeError):
            result = read(path, **options)
            for interview in result.interviews:
                canonical(interview).text.encode("utf-8")
            for turn in turns(result):
                assert all(piece.text.strip() and piece.anchor >= 1 for piece in turn.pieces)


SETTINGS = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".txt", TEXT),
        (".md", TEXT),
        (".rst", TEXT),
        (".vtt", VTT),
        (".srt", SRT),
        (".csv", CSV),
        (".tsv", CSV.replace(",", "\t")),
        (".rtf", RTF),
        (".json", JSON),
    ],
)
@given(changes=mutations, cut=st.integers(0, 300))
@SETTINGS
def test_mutated_text_formats(suffix, content, changes, cut):
    raw = mutate(content, changes).encode("utf-8", "surrogatepass")
    survives(suffix, raw[cut:] if cut < 30 else raw)


def archive_of(kind: str, folder: Path) -> bytes:
    rows = [["speaker", "time", "words"], ["Ann", "0:01", "Hello."], ["Bo", "0:02", "Hi."]]
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc/></w:tr></w:tbl>"
    path = folder / f"x{kind}"
    if kind == ".docx":
        docx(
            path,
            f"<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del>{run('I:', bold=True)}</w:p>",
            f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{run('in')}<w:p/>"
            "</w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>",
            table,
            "P: Yes.",
        )
    elif kind == ".odt":
        odt(
            path,
            '<text:h text:outline-level="1">V</text:h><text:p>I:<text:tab/>'
            'So<text:s text:c="2"/></text:p>',
        )
    elif kind == ".xlsx":
        xlsx(path, rows)
    else:
        ods(path, rows)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".ods"])
@given(changes=mutations, member=st.integers(0, 20))
@SETTINGS
def test_mutated_xml_inside_archives(suffix, changes, member, tmp_path):
    source = zipfile.ZipFile(io.BytesIO(archive_of(suffix, tmp_path)))
    names = source.namelist()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, name in enumerate(names):
            content = source.read(name).decode("utf-8")
            wanted = number == member % len(names)
            archive.writestr(name, mutate(content, changes) if wanted else content)
    survives(suffix, target.getvalue())


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".xlsx", ".ods", ".pdf"])
@given(
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
    cut=st.integers(0, 9000),
)
@SETTINGS
def test_damaged_bytes(suffix, changes, cut, tmp_path):
    if suffix == ".pdf":
        pytest.importorskip("pdfplumber")
        raw = pdf(tmp_path / "x.pdf", [(50, 20, "Ann: Hello."), (50, 40, "Bo: Hi.")]).read_bytes()
    else:
        raw = archive_of(suffix, tmp_path)
    spoiled = bytearray(raw[: len(raw) - cut] if cut < len(raw) // 2 else raw)
    for place, value in changes:
        if spoiled:
            spoiled[place % len(spoiled)] = value
    survives(suffix, bytes(spoiled))


LABELS = st.sampled_from(["I", "P1", "P2", "Ann Toft", "SPEAKER_00", "Mum"])
WORDS = st.lists(
    st.sampled_from(
        "and so it went on [laughs] – to: the 17:30 bus, “well” I said: no. e.g. TA’s".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(
    talk=st.lists(st.tuples(LABELS, WORDS), min_size=4, max_size=20),
    shape=st.sampled_from(["{}: {}", "{}:\t{}", "[{}] {}", "**{}:** {}", "{}:\n{}", "[{}]: {}"]),
    suffix=st.sampled_from([".txt", ".md"]),
)
@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_word_is_lost_whatever_is_decided(talk, shape, suffix, tmp_path):
    content = "\n\n".join(shape.format(label, words) for label, words in talk)
    path = tmp_path / f"a{suffix}"
    path.write_text(content, encoding="utf-8")
    result = read(path)
    spoken = sum(count_words(words) for _, words in said(result))
    left = sum(part.words for part in result.left_out)
    assert abs(spoken + left - count_words(content)) <= 2 * len(talk)
    assert {label for label, _ in said(result)} <= {label for label, _ in talk} | {None}


@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".csv", ".rtf", ".json"])
@pytest.mark.parametrize(
    "content",
    [b"\x00" * 3000, b"(" * 50_000, b"a" * 200_000, b": " * 50_000, b"{\\rtf1" + b"{" * 20_000],
)
def test_monotonous_files_take_no_time(suffix, content):
    survives(suffix, content)
