"""Word's tree before it is walked: what is deleted, hidden or there twice is taken out."""

from __future__ import annotations

from lxml import etree

from sendcode.readers.turns import Ledger
from sendcode.readers.word_names import ALTERNATE, Names, is_on
from sendcode.readers.word_plain import LINE_BREAK

_ODD = ("del", "moveFrom", "rt", "vanish", "framePr", "altChunk", "txbxContent")


def settle(
    root: etree._Element, body: etree._Element, names: Names, ledger: Ledger
) -> set[etree._Element]:
    """Take out what the document no longer says, and put text boxes behind their paragraphs.

    Returns:
        The paragraphs that go on in the next one, since their mark was deleted.
    """
    joined: set[etree._Element] = set()
    if next(root.iter(*map(names, _ODD), ALTERNATE), None) is not None:
        _drop_deleted(body, names, ledger, joined)
        _drop_versions(root)
        _drop_hidden(body, names, ledger)
        _join_drop_caps(body, names, joined)
        _hoist_text_boxes(body, names)
        if next(body.iter(names("altChunk")), None) is not None:
            ledger.problem("a document embedded in this one was not read")
    return joined


def _drop_deleted(
    body: etree._Element, names: Names, ledger: Ledger, joined: set[etree._Element]
) -> None:
    """Take out tracked deletions and the places things were moved from."""
    for element in list(body.iter(names("del"), names("moveFrom"))):
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag not in (names.rpr, names("trPr")):
            if element.tag == names("del"):
                ledger.apart("deleted", "".join(t.text or "" for t in element.iter(names.deleted)))
            _remove(element)
        elif parent.tag == names.rpr:
            holder = parent.getparent()
            paragraph = holder.getparent() if holder is not None else None
            if holder is not None and holder.tag == names.ppr and paragraph is not None:
                joined.add(paragraph)
        elif (row := next(element.iterancestors(names.tr), None)) is not None:
            gone = "\n".join(_words_of(paragraph, names) for paragraph in row.iter(names.p))
            ledger.apart("deleted", gone)
            _remove(row)


def _words_of(element: etree._Element, names: Names) -> str:
    """Return what a paragraph or a run says, with blanks for its tabs and breaks."""
    pieces = element.iter(names.deleted, names.t, names("tab"), names.br)
    texts = (
        (piece.text or "") if piece.tag in (names.deleted, names.t) else " " for piece in pieces
    )
    return "".join(texts).replace(LINE_BREAK, " ")


def _drop_versions(root: etree._Element) -> None:
    """Keep one of several versions of a drawing."""
    for element in list(root.iter(ALTERNATE)):
        choices = [child for child in element if isinstance(child.tag, str)]
        for other in choices[1:]:
            element.remove(other)


def _drop_hidden(body: etree._Element, names: Names, ledger: Ledger) -> None:
    """Take out hidden text, and the reading aids above East Asian characters."""
    for element in list(body.iter(names("rt"))):
        _remove(element)
    for element in list(body.iter(names("vanish"))):
        properties = element.getparent()
        run = properties.getparent() if properties is not None else None
        if run is not None and run.tag == names.r and is_on(element, names.val):
            ledger.apart("hidden", _words_of(run, names))
            _remove(run)


def _join_drop_caps(body: etree._Element, names: Names, joined: set[etree._Element]) -> None:
    """Have a drop cap go on in the paragraph below, whose first letter it is."""
    for frame in body.iter(names("framePr")):
        holder = frame.getparent()
        paragraph = holder.getparent() if holder is not None else None
        if frame.get(names("dropCap"), "none") != "none" and paragraph is not None:
            joined.add(paragraph)


def _hoist_text_boxes(body: etree._Element, names: Names) -> None:
    """Put the paragraphs of a text box behind the paragraph that it hangs on."""
    for box in reversed(list(body.iter(names("txbxContent")))):
        holder = next(box.iterancestors(names.p), None)
        if holder is None or holder.getparent() is None:
            continue
        for child in reversed(list(box)):
            holder.addnext(child)
        _remove(box)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
