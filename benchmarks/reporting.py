"""Tables and reports at the size of a large study, beside pandas on the same rows.

python benchmarks/reporting.py [SEGMENTS [COMMAND ...]]   100,000 segments, 500 cases, 60 codes

Every command runs in a process of its own, from the project file, start-up included; seconds are
the processor's (user and system), peak memory is that process's. COMMAND is the first word of a
command (matrix, query, export, report, verify) or `pandas`; none named: all.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from sendcode.core.codebook import Code, Codebook
from sendcode.core.decisions import NewDecision, Place
from sendcode.core.model import Action, Interview, Piece, Role, Span, SpokenTurn, Transcript
from sendcode.core.text import SPLITTER, canonical, count_words, sha256
from sendcode.store import Store, create_store
from sendcode.workflows.cases import apply_case_sheet

AT = "2024-03-01T10:00:00Z"
CASES = 500
TURNS = 60
SENTENCES = 5
WORDS = (
    "we waited for the letter and nobody rang us back about it so I wrote again to the office "
    "and they said the form was lost and then she went out of class with the same lady"
).split()
ROLES = (Role.PARENT, Role.PUPIL, Role.TEACHER, Role.TA, Role.SENCO)
MEASURED = """
import resource, sys
from sendcode.cli.main import main
sys.argv[0] = "sendcode"
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
used = resource.getrusage(resource.RUSAGE_SELF)
seconds = used.ru_utime + used.ru_stime
print(f"{seconds:.2f} {used.ru_maxrss / 1024:.0f}", file=open("measured", "w"))
"""
PEER = """
import resource, sys, time
import pandas as pd
table = pd.read_csv("segments.csv", keep_default_na=False)
start = time.process_time()
pd.crosstab(table["code"], table["case"])
crosstab = time.process_time() - start
start = time.process_time()
table.to_excel("peer.xlsx", index=False)
excel = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{crosstab:.2f} {excel:.2f} {peak:.0f}")
"""


def interview(number: int, chance: random.Random) -> Transcript:
    turns = []
    for n in range(TURNS):
        said = " ".join(
            " ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(SENTENCES)
        )
        role = ROLES[(number + n) % len(ROLES)]
        turns.append(
            SpokenTurn(role.value.upper(), (Piece(said, n + 1, role.value.upper()),), role)
        )
    cut = canonical(Interview(tuple(turns)))
    return Transcript(
        name=f"interview_{number:03}", format="txt", text=cut.text, turns=cut.turns,
        units=cut.units, anchors=cut.anchors, file_sha256=sha256(f"{number}"),
        text_sha256=sha256(cut.text), words=count_words(cut.text), reader="txt-1",
        splitter=SPLITTER, words_in_source=count_words(cut.text),
    )  # fmt: skip


def codebook() -> Codebook:
    codes = []
    for family in range(10):
        codes.append(Code(f"f{family}", f"Family {family}", guid=f"guid-{family}"))
        for leaf in range(5):
            path = f"f{family}/leaf{leaf}"
            codes.append(Code(path, f"Leaf {family}.{leaf}", guid=f"guid-{family}-{leaf}"))
    return Codebook("Large", tuple(codes))


def fill(store: Store, folder: Path, segments: int) -> None:
    chance = random.Random(7)
    lines = ["transcript,case,school,phase"]
    with store.transaction():
        for number in range(CASES):
            store.transcripts.add(
                interview(number, chance), file_name=f"{number}.txt", part="", roles={}, at=AT
            )
            name = f"interview_{number:03}"
            lines.append(f"{name},Case {number:03},School {number % 40},primary")
        anna = store.coders.id("anna", at=AT)
        store.codebooks.add(codebook(), "codebook: Large\n", message="", coder=anna, at=AT)
    (folder / "cases.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    apply_case_sheet(store, folder / "cases.csv", coder="anna", at=AT)
    units = []
    for number in store.transcripts.names().values():
        for turn, found in store.transcripts.units_by_turn(number).items():
            units += [(number, turn, unit) for unit in found]
    leaves = [code.guid for code in codebook() if "/" in code.path]
    decisions = (
        NewDecision(
            Action.CODE,
            place=Place(number, turn, Span(unit.start, unit.end), (unit.id,)),
            code=chance.choice(leaves),
            origin="manual",
        )
        for number, turn, unit in chance.choices(units, k=segments)
    )
    with store.transaction():
        store.decisions.record(decisions, coder=anna, at=AT, codebook_version=1)


def measured(folder: Path, *words: str) -> tuple[float, float]:
    subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "SENDCODE_CODER": "anna"},
    )
    seconds, peak = (folder / "measured").read_text().split()
    return float(seconds), float(peak)


COMMANDS = (
    ["matrix"],
    ["matrix", "--columns", "role", "--values", "participants"],
    ["matrix", "--values", "units"],
    ["matrix", "--values", "words"],
    ["matrix", "--where", "role:parent and not school:3"],
    ["matrix", "--together", "turn"],
    ["matrix", "--followed-by", "3"],
    ["query", "code:f1 role:parent", "--count"],
    ["query", 'text:"form was"', "--count"],
    ["export", "segments.csv"],
    ["export", "large.xlsx"],
    ["report", "large.html"],
    ["verify"],
)


def main() -> None:
    segments = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    wanted = sys.argv[2:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_store(folder / "large.sendcode", at=AT) as store:
            fill(store, folder, segments)
        print(f"{segments:,} codings, {CASES} cases, 60 codes; seconds of the processor")
        for words in COMMANDS:
            if not wanted or words[0] in wanted:
                seconds, peak = measured(folder, *words)
                print(f"sendcode {' '.join(words):<55} {seconds:6.2f} s {peak:6.0f} MB", flush=True)
        if not wanted or "pandas" in wanted:
            peer(folder)
        for file in ("large.xlsx", "peer.xlsx", "large.html"):
            if (folder / file).exists():
                print(f"{file}: {(folder / file).stat().st_size / 1e6:.1f} MB")


def peer(folder: Path) -> None:
    if not (folder / "segments.csv").exists():
        measured(folder, "export", "segments.csv")
    crosstab, excel, peak = subprocess.run(
        [sys.executable, "-c", PEER], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.split()
    print(f"pandas crosstab {crosstab} s, to_excel {excel} s, {peak} MB (rows in memory)")


if __name__ == "__main__":
    main()
