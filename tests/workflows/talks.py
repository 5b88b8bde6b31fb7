"""Small interviews in a folder, and the jobs of reading them."""

from __future__ import annotations

from pathlib import Path

from sendcode.core.model import ReadOptions
from sendcode.core.speaker_map import SpeakerMap
from sendcode.workflows.reading import Job, job


def interviews(folder: Path, number: int = 7) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(number):
        talk = "".join(f"INT: What about {n} and {m}?\nMUM: It was {m}.\n" for m in range(n + 2))
        (folder / f"talk{n}.txt").write_text(talk, encoding="utf-8")
    return folder


def jobs(folder: Path) -> list[Job]:
    return [job(p, p.name, ReadOptions(), SpeakerMap()) for p in sorted(folder.iterdir())]
