"""What is plain in Word's XML is taken out of it before it is parsed, for parsing takes the time.

Word begins a run at each edit and each spelling mark: nearly all that a parser would build says
nothing about the text. First, plain runs that stand side by side are joined; then, where nothing
was deleted, hidden or boxed, plain paragraphs are lifted out and leave a mark in their place. The
walk over the rest gives the same blocks with and without it, and the tests hold it to that.

Both work on bytes and match whole elements only. That is sure where each `<` opens a tag (no
comment, no CDATA) and `w` is Word's namespace throughout; anything else is left as it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from lxml import etree

from sendcode.readers.package import parse_xml

MARK = "liftedParagraph"
LINE_BREAK = "\ufdd0"
"""Stands for w:br until line ends that mean nothing are gone."""

PLAIN_STYLES = frozenset(
    "Normal ListParagraph NoSpacing BodyText PlainText NormalWeb Standard Textbody TextBody "
    "Default DefaultParagraphFont".split()
)
"""Styles of paragraphs that are neither headings nor bold."""

_LARGEST = 10_000_000
"""Of more than this a joined text could be longer than the parser allows."""

_ATTRIBUTES = rb'(?: [\w:]++="[^"<&\x00-\x1f]*+")*'
_RUN = rb'<w:r(?: w:rsid\w*+="\w*+")*>'
_TEXT = rb'<w:t(?: xml:space="preserve")?>([^<]*+)</w:t>'


def _empty(names: str) -> bytes:
    """Return the pattern of any number of elements without content."""
    return rb"(?:<w:(?:%b)%b/>)*" % ("|".join(names.split()).encode(), _ATTRIBUTES)


_PROOF = _empty("proofErr")
_LOOKS = (
    "lang rFonts szCs sz color kern spacing position iCs i bCs u noProof highlight shd rtl cs w"
)
_LAYOUT = (
    "keepNext keepLines pageBreakBefore widowControl suppressLineNumbers suppressAutoHyphens "
    "spacing ind contextualSpacing mirrorIndents jc textAlignment adjustRightInd autoSpaceDE "
    "autoSpaceDN bidi snapToGrid"
)
_PLAIN_RUN = re.compile(
    _RUN + rb"(?:<w:rPr>" + _empty(_LOOKS) + rb"</w:rPr>)?"
    rb"(?:<w:lastRenderedPageBreak/>)?(<w:tab/>|<w:br/>)?(?:" + _TEXT + rb")?</w:r>" + _PROOF
)
_PLAIN_PARAGRAPH = re.compile(
    rb'<w:p(?: (?:w:rsid|w14:)\w*+="\w*+")*>(?:<w:pPr>(?:<w:pStyle w:val="(?:'
    + "|".join(sorted(PLAIN_STYLES)).encode()
    + rb')"/>)?'
    + _empty(_LAYOUT)
    + rb"(?:<w:tabs>(?:<w:tab(?=[^<>]* w:val=)"
    + _ATTRIBUTES
    + rb"/>)*</w:tabs>)?"
    + _empty(_LAYOUT)
    + rb"(?:<w:rPr>"
    + _empty(f"{_LOOKS} b")
    + rb"</w:rPr>)?</w:pPr>)?"
    + _PROOF
    + rb"(?:"
    + (_RUN + rb"<w:rPr>" + _empty(_LOOKS) + rb"<w:b/>" + _empty(_LOOKS) + rb"</w:rPr>" + _TEXT)
    + rb"</w:r>)?"
    + _PROOF
    + rb"(?:<w:r><w:t>([^<]*+)</w:t></w:r>)?</w:p>"
)
_WRITTEN = {b"<w:tab/>": b"\t", b"<w:br/>": LINE_BREAK.encode()}
_OTHER_ENCODING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml[^<>]*\sencoding\s*=\s*.(?!utf-8.)", re.IGNORECASE
)
_SPACE = re.compile(
    rb'\sxmlns:w="http://(?:schemas\.openxmlformats\.org/wordprocessingml/2006/main'
    rb'|purl\.oclc\.org/ooxml/wordprocessingml/main)"'
)
_UNSETTLED = re.compile(
    rb"<w:(?:del|moveFrom|rt|vanish|framePr|altChunk|txbxContent|%b)\b" % MARK.encode()
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_OTHER_ENTITY = re.compile(rb"&(?!(?:lt|gt|quot|apos|amp);)")
_NO_TEXT = bytes(n for n in range(1, 32) if chr(n) not in "\t\n")


Lifted: TypeAlias = tuple[str, int]
"""A plain paragraph: its text, and how many characters at its start are bold."""


def parse_document(content: bytes) -> tuple[etree._Element, Sequence[Lifted]]:
    """Return the tree of a document.xml, and the paragraphs that were lifted out of it.

    In the place of each stretch of them stands an element `MARK`: the number of the first in
    `w:n`, of the last and one in `w:to`.

    Raises:
        InputError: See `parse_xml`.
    """
    joined, rest, lifted = lift(content)
    root = parse_xml(rest)
    if lifted and _inside_others(etree.QName(root).namespace or "")(root):
        return parse_xml(joined), ()
    return root, lifted


@lru_cache(maxsize=4)
def _inside_others(space: str) -> etree.XPath:
    """Return the test for paragraphs inside paragraphs, which only a damaged file has."""
    return etree.XPath(f"boolean(//w:p//w:{MARK})", namespaces={"w": space})


def lift(content: bytes) -> tuple[bytes, bytes, Sequence[Lifted]]:
    """Return a document with plain runs joined; what is left of it; and what was lifted out.

    Where it is not sure that bytes can be trusted, all that comes back is what was given.
    """
    joined = _join_runs(content)
    if joined is content:
        return content, content, ()
    parts = _PLAIN_PARAGRAPH.split(joined)
    between: list[bytes] = parts[::3]
    bare = b"".join(between)
    if not _is_sure(bare):
        return content, content, ()
    texts = _texts([part or b"" for n, part in enumerate(parts) if n % 3])
    if texts is None or _UNSETTLED.search(bare) or b"AlternateContent" in bare:
        return joined, joined, ()
    lifted = [
        (bold + plain, len(bold)) for bold, plain in zip(texts[::2], texts[1::2], strict=True)
    ]
    return joined, _with_marks(between), lifted


def _with_marks(between: Sequence[bytes]) -> bytes:
    """Return what is left with a mark for each stretch of paragraphs between two parts of it."""
    ends = [n for n, part in enumerate(between) if part]
    kept = [between[0]]
    for begin, end in itertools.pairwise(ends):
        kept += (b'<w:%b w:n="%d" w:to="%d"/>' % (MARK.encode(), begin, end), between[end])
    return b"".join(kept)


def _is_sure(bare: bytes) -> bool:
    """Say whether each `<` opens a tag, in UTF-8, and `w` is Word's namespace throughout."""
    if b"<!" in bare or bare.find(b"<?", 5) >= 0 or bare.count(b"xmlns:w=") != 1:
        return False
    return _SPACE.search(bare, 0, 20_000) is not None and not _OTHER_ENCODING.match(bare)


def _join_runs(content: bytes) -> bytes:
    """Return the document with adjacent plain runs as one, or itself if there are none."""
    parts = _PLAIN_RUN.split(_with_characters(content)) if len(content) <= _LARGEST else ()
    if len(parts) < 2 or not parts[-1]:
        return content
    kept: list[bytes] = [parts[0]]
    held: list[bytes] = []
    for mark, text, between in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if mark:
            held.append(_WRITTEN[mark])
        if text:
            held.append(text)
        if between:
            kept += (b"<w:r><w:t>", *held, b"</w:t></w:r>", between)
            held = []
    return b"".join(kept)


def _with_characters(content: bytes) -> bytes:
    """Return the document with tabs and breaks between two texts of a run as characters."""
    for mark, character in _WRITTEN.items():
        between = b"</w:t>%b<w:t" % mark
        if between in content:
            for opening in (b">", b' xml:space="preserve">'):
                content = content.replace(between + opening, character)
    return content


def _texts(raw: Sequence[bytes]) -> list[str] | None:
    """Return texts as XML means them, or None where the parser might refuse one of them."""
    whole = b"\x00".join(raw)
    if len(whole.translate(None, _NO_TEXT)) != len(whole) or whole.count(b"\x00") >= len(raw):
        return None
    if b"]]>" in whole or _OTHER_ENTITY.search(whole):
        return None
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        return None
    if "\ufffe" in text or "\uffff" in text:
        return None
    if "&" in text:
        for written, meant in _ENTITIES:
            text = text.replace(written, meant)
    return text.replace("\n", " ").replace(LINE_BREAK, "\n").split("\x00")
