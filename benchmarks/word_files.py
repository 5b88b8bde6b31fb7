"""Makes .docx interviews as Word writes them: short runs, rsids, proofing marks, styles."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from interviews import sample_turns
from sendcode.core.text import count_words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
)
RUN_WORDS = 6


def write_word_files(target: Path, *, number: int, words: int, seed: int = 1) -> int:
    """Write interviews as .docx and return how many words of speech they hold.

    Args:
        target: An existing folder.
        number: How many files.
        words: About how many words each.
        seed: The same seed gives the same files.
    """
    chance = random.Random(seed)
    turns = sample_turns()
    total = 0
    for n in range(number):
        paragraphs, size = [], 0
        while size < words:
            label, text = chance.choice(turns)
            size += count_words(text)
            paragraphs.append(_paragraph(chance, label, text))
        _write(target / f"interview_{n + 1:04d}.docx", "".join(paragraphs))
        total += size
    return total


def _paragraph(chance: random.Random, label: str, text: str) -> str:
    """Return one turn: a bold label, a tab, and runs of about six words."""
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    parts = [_run(chance, f"{label}:", bold), "<w:r><w:tab/></w:r>"]
    words = text.split(" ")
    place = 0
    while place < len(words):
        size = chance.randint(RUN_WORDS - 3, RUN_WORDS + 3)
        part = " ".join(words[place : place + size])
        place += size
        if place < len(words):
            part += " "
        inner = _run(chance, part, '<w:rPr><w:lang w:val="en-GB"/></w:rPr>')
        proof = '<w:proofErr w:type="spellStart"/>{}<w:proofErr w:type="spellEnd"/>'
        parts.append(proof.format(inner) if chance.random() < 0.2 else inner)
    rsids = " ".join(f'w:{name}="{_rsid(chance)}"' for name in ("rsidR", "rsidRDefault", "rsidP"))
    return (
        f'<w:p w14:paraId="{_rsid(chance)}" w14:textId="77777777" {rsids}>'
        '<w:pPr><w:pStyle w:val="Normal"/><w:spacing w:after="120"/></w:pPr>'
        f"{''.join(parts)}</w:p>"
    )


def _run(chance: random.Random, text: str, properties: str) -> str:
    return (
        f'<w:r w:rsidRPr="{_rsid(chance)}">{properties}'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def _rsid(chance: random.Random) -> str:
    return f"00{chance.getrandbits(24):06X}"


def _write(path: Path, body: str) -> None:
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{W}" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
