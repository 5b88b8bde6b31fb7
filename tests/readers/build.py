"""Builders for small files of the shapes that readers meet; all words are invented."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from sendcode.core.model import Interview, ReadOptions, ReadResult, SpokenTurn
from sendcode.core.text import count_words
from sendcode.readers import BUILTIN, GROUP
from sendcode.registry import load

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(path: Path, **options: object) -> ReadResult:
    """Read a file with the reader for its suffix and check the account of its words."""
    result: ReadResult = load(GROUP, path.suffix.lower(), BUILTIN)(path, ReadOptions(**options))
    spoken = sum(count_words(piece.text) for turn in turns(result) for piece in turn.pieces)
    assert spoken + sum(part.words for part in result.left_out) == result.words_in_source
    return result


def turns(result: ReadResult) -> list[SpokenTurn]:
    """Return the turns of all interviews."""
    return [turn for interview in result.interviews for turn in interview.turns]


def said(result: ReadResult | Interview) -> list[tuple[str | None, str]]:
    """Return label and words of each turn, pieces joined by ` / `."""
    found = turns(result) if isinstance(result, ReadResult) else result.turns
    return [(turn.label, " / ".join(piece.text for piece in turn.pieces)) for turn in found]


def kinds(result: ReadResult) -> dict[str, int]:
    """Return the words left out by kind."""
    total: dict[str, int] = {}
    for part in result.left_out:
        total[part.kind] = total.get(part.kind, 0) + part.words
    return total


def messages(result: ReadResult) -> str:
    """Return all problems in one string."""
    return "\n".join(problem.message for problem in result.problems)


def run(text: str, *, bold: bool = False) -> str:
    """Return a Word run; tabs and line breaks become their elements."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    inner = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inner = inner.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{properties}<w:t xml:space="preserve">{inner}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    """Return a Word paragraph of runs (plain text becomes a run)."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p>{properties}{inner}</w:p>"


def docx(path: Path, *blocks: str, parts: dict[str, str] | None = None) -> Path:
    """Write a Word document of raw blocks; plain text becomes a paragraph."""
    inner = "".join(each if each.startswith("<") else paragraph(each) for each in blocks)
    document = (
        f'<w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{inner}<w:sectPr/></w:body></w:document>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "".join(
        f'<Relationship Id="r{n}" Type="{kind}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for n, name in enumerate(parts or {})
    )
    rels = f'xmlns="{kind.replace("officeDocument", "package")}"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships {rels}><Relationship Id="a" Type="{kind}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
        archive.writestr(
            "word/_rels/document.xml.rels", f"<Relationships {rels}>{related}</Relationships>"
        )
        for name, content in (parts or {}).items():
            archive.writestr(f"word/{name}.xml", f'<w:x xmlns:w="{W}">{content}</w:x>')
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """Write a text file as bytes, so that line ends stay as they are."""
    path.write_bytes(content.encode(encoding))
    return path
