"""The codebook as an appendix."""

from __future__ import annotations

from pathlib import Path

import docx

from sendcode.core.codebook import Code, Codebook
from sendcode.core.codebook_appendix import Appendix
from sendcode.exporters.codebook_docx import write_codebook

BOOK = Codebook(
    "Waiting & wanting",
    (
        Code("delays", "Delays", definition="What takes long."),
        Code(
            "delays/waiting",
            "Waiting\x07",
            definition="Time.",
            include="lists",
            exclude="rooms",
            examples=("We waited.", "It took an age."),
            quotes=(("It took an age.", "transcript"),),
            origin="inductive",
        ),
        Code("soup", "Soup", definition="Lunch.", retired=True),
    ),
    version=3,
)
AT = "2024-03-01T10:00:00Z"


def texts(path: Path) -> list[str]:
    return [p.text for p in docx.Document(str(path)).paragraphs]


def test_the_appendix_has_definitions_criteria_and_examples(tmp_path: Path) -> None:
    write_codebook(Appendix(BOOK, AT), tmp_path / "a.docx")
    found = texts(tmp_path / "a.docx")
    assert found[0] == "Waiting & wanting"
    assert found[1] == "Codebook, version 3 of 2024-03-01 · 1 code in 1 family"
    assert found[3:5] == ["Delays", "delays"]
    assert "Include\tlists" in found
    assert "Exclude\trooms" in found
    assert "Examples\t“We waited.”" in found
    assert "\t“It took an age.”  interview" in found
    assert "delays/waiting · inductive" in found
    assert found[-2:] == ["Codes no longer in use", "Soup  soup\nLunch."]


def test_public_leaves_out_the_words_of_interviews(tmp_path: Path) -> None:
    write_codebook(Appendix(BOOK, AT, quotes=False), tmp_path / "a.docx")
    found = "\n".join(texts(tmp_path / "a.docx"))
    assert "an age" not in found
    assert "interview" not in found


def test_the_same_codebook_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_codebook(Appendix(BOOK, AT), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert docx.Document(str(tmp_path / "a.docx")).core_properties.created.year == 2024
