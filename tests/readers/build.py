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


def docx(
    path: Path, *blocks: str, parts: dict[str, str] | None = None, properties: str = ""
) -> Path:
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
            'Target="word/document.xml"/><Relationship Id="c" Target="docProps/core.xml" '
            f'Type="{rels[7:-1]}/metadata/core-properties"/></Relationships>',
        )
        if properties:
            archive.writestr("docProps/core.xml", properties)
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


ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt(path: Path, body: str, styles: str = "") -> Path:
    """Write an OpenDocument text from the inside of office:text."""
    spaces = " ".join(
        f'xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "text", "style", "table", "draw")
    )
    spaces += f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0"'
    bold = (
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{bold}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        if styles:
            archive.writestr(
                "styles.xml", f"<office:document-styles {spaces}>{styles}</office:document-styles>"
            )
    return path


def xlsx(path: Path, *sheets: list[list[object]]) -> Path:
    """Write a spreadsheet; each sheet is a list of rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Visit {number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def ods(path: Path, rows: list[list[str]]) -> Path:
    """Write an OpenDocument spreadsheet of one sheet."""
    spaces = " ".join(f'xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "text", "table"))
    inner = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="One">{inner}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return path


def pdf(path: Path, *pages: list[tuple[float, float, str]]) -> Path:
    """Write a PDF of pages of (x, distance from the top, text)."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        stream = "\n".join(f"BT /F1 10 Tf {x} {800 - y} Td ({t}) Tj ET" for x, y, t in page)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(body.encode("latin-1"))
    return path
