"""A folder with one file of each broken kind among good ones, through the whole ingest."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sendcode.cli.main import sendcode
from sendcode.store import Store
from sendcode.workflows.ingest import Ingested, ingest
from tests.conftest import AT
from tests.readers import build

TALK = "INT: How long did you wait?\nMUM: A year.\nINT: And then?\nMUM: Then it came.\n"
LINES = TALK.strip().split("\n")
BOMB = 64 * 1024 * 1024


def good(folder: Path) -> list[str]:
    """Write interviews of several formats, before and after the broken ones by name."""
    build.docx(folder / "a_good.docx", *LINES)
    build.text(folder / "b_good.txt", TALK)
    build.odt(folder / "m_good.odt", "".join(f"<text:p>{line}</text:p>" for line in LINES))
    pairs = [line.split(": ") for line in LINES]
    build.xlsx(folder / "z_good.xlsx", [["speaker", "text"], *pairs])
    return ["a_good", "b_good", "m_good", "z_good"]


def word(path: Path, document: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)


def entity(path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'
    word(path, f'{dtd}<w:document xmlns:w="{build.W}">&l9;</w:document>')


def outside(path: Path) -> None:
    dtd = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    word(path, f'{dtd}<w:document xmlns:w="{build.W}"><w:body>&x;</w:body></w:document>')


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as stream,
    ):
        stream.write(b"<w:document>" + b" " * BOMB)


def many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(20_000):
            archive.writestr(f"word/{n}.xml", "")


def cut(path: Path) -> None:
    build.docx(path, *LINES)
    path.write_bytes(path.read_bytes()[:-400])


def deep(path: Path) -> None:
    word(path, "<a>" * 100_000)


def nested_json(path: Path) -> None:
    path.write_text("[" * 200_000)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


BROKEN = {
    "c_entity.docx": entity,
    "d_outside.docx": outside,
    "e_bomb.docx": bomb,
    "f_many.docx": many,
    "g_cut.docx": cut,
    "h_empty.docx": lambda path: path.write_bytes(b""),
    "i_empty.txt": lambda path: path.write_bytes(b""),
    "j_ole.docx": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    "~$b_good.docx": lambda path: path.write_bytes(b"\x05Anna" + b"\0" * 150),
    "k_deep.docx": deep,
    "l_nested.json": nested_json,
    "n_loop.txt": loop,
    "o_cut.xlsx": lambda path: path.write_bytes(b"PK\x03\x04"),
    "p_text.pdf": lambda path: path.write_bytes(b"%PDF-1.4\n%%EOF\n"),
    "q_entity.odt": lambda path: _odt_entity(path),
    "r_rtf.rtf": lambda path: path.write_bytes(b"{\\rtf1 " + b"{" * 100_000),
    "s_case.csv": lambda path: path.write_text("transcript,case,role\nb_good,Ava,parent\n"),
    "t_blank.txt": lambda path: path.write_text(" \n\t\n"),
    "u_other.exe": lambda path: path.write_bytes(b"MZ"),
}


def _odt_entity(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')


SAID = {
    "h_empty.docx": "the file is empty",
    "~$b_good.docx": "lock file",
    "n_loop.txt": "link that leads nowhere",
    "u_other.exe": "no reader for '.exe'",
}
"""Part of the reason that some are named with."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, made once: nobody writes into it."""
    place = tmp_path_factory.mktemp("hostile") / "transcripts"
    place.mkdir()
    good(place)
    for name, write in BROKEN.items():
        try:
            write(place / name)
        except (OSError, NotImplementedError):  # no links on this system
            (place / name).write_bytes(b"")
    return place


def expect(done: Ingested, folder: Path) -> None:
    assert [t.name for t in done.transcripts] == ["a_good", "b_good", "m_good", "z_good"]
    assert sorted(s.path.name for s in done.skipped) == sorted(BROKEN)
    for one in done.skipped:
        assert one.reason
        assert "bug" not in one.reason, one
        assert "\n" not in one.reason
        assert "Anna" not in one.reason
    reasons = {one.path.name: one.reason for one in done.skipped}
    links = (folder / "n_loop.txt").is_symlink()  # not every system has them
    wrong = [n for n, part in SAID.items() if part not in reasons[n] and (links or "loop" not in n)]
    assert wrong == []


@pytest.mark.parametrize("processes", [1, 2])
def test_the_good_ones_are_in_and_every_broken_one_is_named(
    store: Store, folder: Path, processes: int
) -> None:
    expect(ingest(store, [folder], coder="a", at=AT, processes=processes), folder)
    texts = [store.transcripts.get(name).text for name in store.transcripts.names()]
    assert len(set(texts)) == 1
    assert "root:" not in "".join(texts)


def test_links_to_folders_are_named_and_not_followed(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "transcripts"
    (place / "visit").mkdir(parents=True)
    good(place / "visit")
    try:
        (place / "visit" / "again").symlink_to(place, target_is_directory=True)
    except (OSError, NotImplementedError):
        pytest.skip("no links on this system")
    done = ingest(store, [place], coder="a", at=AT)
    assert len(done.transcripts) == 4
    assert [s.reason for s in done.skipped] == ["a link to a folder is not followed"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(store: Store, tmp_path: Path) -> None:
    good(tmp_path)
    os.mkfifo(tmp_path / "c.txt")
    done = ingest(store, [tmp_path], coder="a", at=AT)
    assert [s.reason for s in done.skipped if s.path.name == "c.txt"] == ["not an ordinary file"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read all")
def test_what_may_not_be_read_is_named(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "transcripts"
    (place / "locked").mkdir(parents=True)
    good(place)
    (place / "secret.txt").write_text(TALK)
    (place / "secret.txt").chmod(0)
    (place / "locked").chmod(0)
    try:
        done = ingest(store, [place], coder="a", at=AT)
    finally:
        (place / "locked").chmod(0o700)
    assert sorted(s.path.name for s in done.skipped) == ["locked", "secret.txt"]


def test_the_command_names_every_broken_one_and_keeps_the_good_ones(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(sendcode, ["init", "study"]).exit_code == 0
    strict = runner.invoke(sendcode, ["ingest", str(folder), "--strict"])
    assert strict.exit_code == 1
    assert [name for name in BROKEN if name not in strict.stderr] == []
    listed = runner.invoke(sendcode, ["transcripts", "--json"])
    assert len(json.loads(listed.stdout)) == 4


def test_the_limit_on_unpacked_size_is_there(folder: Path, store: Store) -> None:
    from sendcode.core.model import ReadOptions

    options = ReadOptions(max_bytes=1024 * 1024)
    done = ingest(store, [folder], coder="a", at=AT, options=options)
    reason = next(s.reason for s in done.skipped if s.path.name == "e_bomb.docx")
    assert reason == "the file unpacks to more than the limit allows"
