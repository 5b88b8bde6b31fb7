"""Word's styles: which of them are headings, and which are bold."""

from __future__ import annotations

import re

from lxml import etree

from sendcode.readers.word_names import Names, is_on

_HEADING_NAME = re.compile(r"(?:heading|title|subtitle)\s?(\d?)", re.IGNORECASE)


class Styles:
    """The heading level and boldness of each style of a document."""

    def __init__(self, tree: etree._Element | None, names: Names) -> None:
        self._names = names
        self._elements = {}
        if tree is not None:
            self._elements = {s.get(names("styleId"), ""): s for s in tree.iter(names("style"))}

    def of(self, style: str | None) -> tuple[int, bool]:
        """Return the level (0 for none) and boldness of a style."""
        element = self._elements.get(style or "")
        if element is None:
            return 0, False
        match = _HEADING_NAME.fullmatch(self._value(element, "name"))
        return int(match.group(1) or 1) if match else 0, self._is_bold(element)

    def _is_bold(self, element: etree._Element | None) -> bool:
        """Say whether a style is bold, or the one that it is based on."""
        names = self._names
        for _ in range(len(self._elements)):
            properties = element.find(names.rpr) if element is not None else None
            bold = properties.find(names.b) if properties is not None else None
            if bold is not None:
                return is_on(bold, names.val)
            if element is None:
                break
            element = self._elements.get(self._value(element, "basedOn"))
        return False

    def _value(self, element: etree._Element, local: str) -> str:
        child = element.find(self._names(local))
        return (child.get(self._names.val) or "") if child is not None else ""
