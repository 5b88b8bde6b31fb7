"""Fixtures that all tests share: a small invented study in a project file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Interview, Piece, Role, Span, SpokenTurn, Transcript
from sendcode.core.text import SPLITTER, canonical, count_words, sha256
from sendcode.interchange import codebook_yaml
from sendcode.store import Store, create_store
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.demo import Demo, build_demo

settings.register_profile("sendcode", deadline=None)
settings.load_profile("sendcode")

AT = "2024-03-01T10:00:00Z"
LATER = "2024-03-02T10:00:00Z"
WAITING = "11111111-1111-4111-8111-111111111111"
DELAYS = "22222222-2222-4222-8222-222222222222"
VOICE = "33333333-3333-4333-8333-333333333333"
FORMS = "44444444-4444-4444-8444-444444444444"


@pytest.fixture(autouse=True)
def _debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDCODE_DEBUG", "1")
    monkeypatch.delenv("SENDCODE_PROJECT", raising=False)
    monkeypatch.setenv("SENDCODE_CODER", "anna")


def transcript(name: str, *turns: tuple[str | None, Role, str]) -> Transcript:
    """Return a transcript of the given turns, as ingest would make it."""
    spoken = [
        SpokenTurn(label, (Piece(text, number, label),), role)
        for number, (label, role, text) in enumerate(turns, start=1)
    ]
    cut = canonical(Interview(tuple(spoken)))
    return Transcript(
        name=name,
        format="txt",
        text=cut.text,
        turns=cut.turns,
        units=cut.units,
        anchors=cut.anchors,
        file_sha256=sha256(name + cut.text),
        text_sha256=sha256(cut.text),
        words=count_words(cut.text),
        reader="txt-1",
        splitter=SPLITTER,
        words_in_source=count_words(cut.text),
    )


def codebook() -> Codebook:
    """Return a codebook with two families and three leaves, GUIDs given."""
    return Codebook(
        "Small",
        (
            Code("delays", "Delays", guid=DELAYS),
            Code(
                "delays/waiting", "Waiting", guid=WAITING, rules=(Rule(1, any=("waiting list",)),)
            ),
            Code("delays/forms", "Forms", guid=FORMS, rules=(Rule(1, any=("form",)),)),
            Code("voice", "Voice", guid=VOICE, rules=(Rule(1, any=("nobody asked",)),)),
        ),
    )


TALK = (
    ("INT", Role.INTERVIEWER, "How long was the waiting list?"),
    ("MUM", Role.PARENT, "We were on the waiting list. Two years, it was. Nobody asked us."),
    ("INT", Role.INTERVIEWER, "And the school?"),
    ("TEACHER", Role.TEACHER, "There is always another form. I had soup for lunch."),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, empty project."""
    with create_store(tmp_path / "study.sendcode", at=AT) as made:
        yield made


@pytest.fixture
def small(store: Store) -> Store:
    """A project with two transcripts of five codable units each and a codebook."""
    with store.transaction():
        for name in ("first", "second"):
            store.transcripts.add(
                transcript(name, *TALK), file_name=f"{name}.txt", part="", roles={}, at=AT
            )
        anna = store.coders.id("anna", at=AT)
        written = codebook_yaml.write(codebook())
        store.codebooks.add(codebook(), written, message="first", coder=anna, at=AT)
    return store


@pytest.fixture
def coded(small: Store) -> Store:
    """The small project with the codebook applied: six units with a suggestion."""
    apply_codebook(small, coder="anna", at=AT, method="rules")
    return small


@contextmanager
def rolled_back(store: Store) -> Iterator[None]:
    """Write into a project for the time of the block: quick, for many examples."""
    store.database.execute("BEGIN")
    try:
        yield
    finally:
        store.database.execute("ROLLBACK")


def place(store: Store, name: str, first: int, last: int | None = None) -> Place:
    """Return the place of units `first` to `last` (counted over all units, from 0)."""
    number = store.transcripts.id(name)
    grouped = store.transcripts.units_by_turn(number)
    units = [(turn, unit) for turn, found in grouped.items() for unit in found]
    chosen = units[first : (first if last is None else last) + 1]
    return Place(
        number,
        chosen[0][0],
        Span(chosen[0][1].start, chosen[-1][1].end),
        tuple(unit.id for _, unit in chosen),
    )


def record(store: Store, *decisions: NewDecision, coder: str = "anna", at: str = AT) -> list[str]:
    """Record decisions in one transaction and return their ids."""
    with store.transaction():
        return list(
            store.decisions.record(
                decisions, coder=store.coders.id(coder, at=at), at=at, codebook_version=1
            )
        )


def accept(store: Store, name: str, first: int, last: int | None = None, code: str = WAITING):
    """Return the acceptance of a code on some units."""
    return NewDecision(Action.ACCEPT, place=place(store, name, first, last), code=code)


@pytest.fixture(scope="session")
def _built_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("built") / "sendcode-demo"
    return build_demo(folder, now=lambda: AT, tell=lambda *_: None)


@pytest.fixture
def demo(_built_demo: Demo, tmp_path: Path) -> Demo:
    """A copy of the demo's study: built once, changed by nobody else."""
    folder = tmp_path / "sendcode-demo"
    shutil.copytree(_built_demo.project.parent, folder)
    return replace(_built_demo, project=folder / "study.sendcode", workbook=folder / "study.xlsx")
