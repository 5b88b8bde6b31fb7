"""The account of words over all formats: what is stored and what is left out make the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.model import Interview, LeftOut, Piece, ReadOptions, ReadResult, SpokenTurn
from sendcode.core.packed import Packed
from sendcode.errors import InputError
from sendcode.store import Store
from sendcode.workflows import reading
from sendcode.workflows.ingest import ingest
from sendcode.workflows.reading import read_file
from tests.conftest import AT
from tests.readers import build

Talk = list[tuple[str, str]]

LABELS = ("INT", "MUM", "R1", "Mrs Pott", "Teacher 2")
PARTS = (
    "yes",
    "well-being",
    "it\u2019s \u201cfine\u201d",
    "[laughs]",
    "(00:01:02)",
    "00:12",
    "\u2014",
    "17:30",
    "TA:",
    "No.",
    "caf\u00e9",
    "...",
    "a\u00a0b",
    "2024",
    "I: no",
    "*really*",
)
talks = st.lists(
    st.tuples(
        st.sampled_from(LABELS),
        st.lists(st.sampled_from(PARTS), min_size=1, max_size=9).map(" ".join),
    ),
    min_size=1,
    max_size=9,
)
before = st.sampled_from(
    ["", "Interview ID: P1", "# Visit 2", "[Start of the interview.]", "Key: B = bold"]
)


def lines(talk: Talk, head: str) -> list[str]:
    return [*([head] if head else []), *(f"{label}: {words}" for label, words in talk)]


def clock(n: int, mark: str = ".") -> str:
    return f"00:{n // 60:02}:{n % 60:02}{mark}000"


def cues(talk: Talk, mark: str) -> str:
    parts = [
        f"{n + 1}\n{clock(n, mark)} --> {clock(n + 1, mark)}\n{label}: {words}\n"
        for n, (label, words) in enumerate(talk)
    ]
    return "\n".join(parts)


def delimited(talk: Talk, comma: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=comma).writerows([("speaker", "text"), *talk])
    return stream.getvalue()


def rtf(path: Path, talk: Talk, head: str) -> Path:
    body = "\\par\n".join(
        "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) for line in lines(talk, head)
    )
    return build.text(path, "{\\rtf1\\ansi " + body + "\\par}")


def whisper(path: Path, talk: Talk, _: str) -> Path:
    segments = [
        {"start": n, "end": n + 1, "speaker": label, "text": words}
        for n, (label, words) in enumerate(talk)
    ]
    return build.text(path, json.dumps({"segments": segments}))


WRITERS: dict[str, Callable[[Path, Talk, str], Path]] = {
    "docx": lambda p, t, h: build.docx(p, *lines(t, h)),
    "odt": lambda p, t, h: build.odt(
        p, "".join(f"<text:p>{escape(line)}</text:p>" for line in lines(t, h))
    ),
    "rtf": rtf,
    "txt": lambda p, t, h: build.text(p, "\n\n".join(lines(t, h))),
    "md": lambda p, t, h: build.text(p, "\n\n".join(lines(t, h))),
    "rst": lambda p, t, h: build.text(p, "\n\n".join(lines(t, h))),
    "vtt": lambda p, t, _: build.text(p, "WEBVTT\n\n" + cues(t, ".")),
    "srt": lambda p, t, _: build.text(p, cues(t, ",")),
    "csv": lambda p, t, _: build.text(p, delimited(t, ",")),
    "tsv": lambda p, t, _: build.text(p, delimited(t, "\t")),
    "xlsx": lambda p, t, _: build.xlsx(p, [["speaker", "text"], *map(list, t)]),
    "ods": lambda p, t, _: build.ods(p, [["speaker", "text"], *map(list, t)]),
    "json": whisper,
    "pdf": lambda p, t, h: build.pdf(
        p,
        [
            (
                72,
                60 + 14 * n,
                line.encode("ascii", "ignore").decode().replace("(", "").replace(")", ""),
            )
            for n, line in enumerate(lines(t, h))
        ],
    ),
}


def test_every_format_is_among_them() -> None:
    from sendcode.readers import BUILTIN

    assert {f".{suffix}" for suffix in WRITERS} == set(BUILTIN)


def agrees(found: tuple[Packed, ...]) -> None:
    for one in found:
        assert sum(s.words for s in one.speakers) == one.words
        assert one.words + sum(x.words for x in one.left_out) == one.words_in_source
        assert not any("account" in p.message for p in one.problems)


@pytest.mark.parametrize("suffix", WRITERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talk=talks, head=before)
def test_what_is_stored_and_what_is_left_out_make_the_file(
    suffix: str, talk: Talk, head: str, tmp_path: Path
) -> None:
    if suffix == "pdf":
        pytest.importorskip("pdfplumber")
    path = WRITERS[suffix](tmp_path / f"talk.{suffix}", talk, head)
    try:
        found = read_file(path, "0" * 64, ReadOptions())
    except InputError:
        return  # nothing but stage directions, say
    agrees(found)


def result(*interviews: Interview, source: int, left_out: tuple[LeftOut, ...] = ()) -> ReadResult:
    return ReadResult(interviews, (), left_out, source)


def interview(words: str, suffix: str = "") -> Interview:
    turns = (SpokenTurn("A", (Piece(words, 1, "A"),)),) if words else ()
    return Interview(turns, suffix=suffix)


def given_reader(monkeypatch: pytest.MonkeyPatch, answer: ReadResult) -> None:
    monkeypatch.setattr(reading, "load", lambda *_: lambda *__: answer)


def test_of_several_interviews_the_first_that_speaks_has_the_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = (LeftOut("heading", 2, 1),)
    parts = (interview("", "1"), interview("one two", "2"), interview("three", "3"))
    given_reader(monkeypatch, result(*parts, source=5, left_out=left))
    found = read_file(build.text(tmp_path / "x.txt", "x"), "", ReadOptions())
    assert [t.name for t in found] == ["x 2", "x 3"]
    assert [(t.words_in_source, t.left_out) for t in found] == [(4, left), (1, ())]
    agrees(found)


def test_a_reader_that_loses_words_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_reader(monkeypatch, result(interview("one two"), source=5))
    (found,) = read_file(build.text(tmp_path / "x.txt", "x"), "", ReadOptions())
    assert found.problems[-1].message == (
        "the account of words does not agree: 2 stored and 0 left out are not 5 in the source"
    )


def test_the_project_keeps_the_account(store: Store, tmp_path: Path) -> None:
    build.text(
        tmp_path / "x.txt",
        "Interview ID: P1\n\nINT: How are you?\nMUM: Fine.\nINT: Ah.\nMUM: Yes.\n",
    )
    ingest(store, [tmp_path / "x.txt"], coder="a", at=AT)
    (account,) = store.transcripts.accounts()
    assert (account.name, account.file_name) == ("x", "x.txt")
    assert account.words == 6
    assert account.kinds == {"label": 4, "metadata": 3}
    assert account.source == account.words + sum(account.kinds.values())
