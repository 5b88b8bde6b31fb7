"""The names of Word's elements, in the namespace that a file uses, and what a few of them mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH = f"{_MATH}t"
FORMULA = f"{_MATH}oMath"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
OFF = frozenset(("0", "false", "off", "none"))
_SYMBOLS = {0xF04A: "☺", 0xF0E0: "→", 0xF0DF: "←", 0xF0FC: "✓", 0xF0B7: "•", 0xF0A7: "▪"}
_WRITTEN = "t tab ptab br cr noBreakHyphen sym".split()


@dataclass(frozen=True, slots=True)
class Names:
    """The elements that matter; `written` are those that stand for characters."""

    space: str
    p: str
    r: str
    rpr: str
    ppr: str
    b: str
    t: str
    br: str
    cr: str
    hyphen: str
    sym: str
    tbl: str
    tr: str
    tc: str
    val: str
    n: str
    to: str
    pstyle: str
    outline: str
    rstyle: str
    deleted: str
    written: tuple[str, ...]
    skipped: frozenset[str]

    def __call__(self, local: str) -> str:
        """Return the full name of an element or attribute."""
        return f"{{{self.space}}}{local}"


@lru_cache(maxsize=4)
def names_in(space: str) -> Names:
    """Return the names in a namespace: there is one of transitional files, one of strict ones."""

    def name(local: str) -> str:
        return f"{{{space}}}{local}"

    return Names(
        space=space,
        p=name("p"),
        r=name("r"),
        rpr=name("rPr"),
        ppr=name("pPr"),
        b=name("b"),
        t=name("t"),
        br=name("br"),
        cr=name("cr"),
        hyphen=name("noBreakHyphen"),
        sym=name("sym"),
        tbl=name("tbl"),
        tr=name("tr"),
        tc=name("tc"),
        val=name("val"),
        n=name("n"),
        to=name("to"),
        pstyle=name("pStyle"),
        outline=name("outlineLvl"),
        rstyle=name("rStyle"),
        deleted=name("delText"),
        written=(*map(name, _WRITTEN), MATH),
        skipped=frozenset(map(name, ("sectPr", "sdtPr", "pPr"))),
    )


def is_on(element: etree._Element, val: str) -> bool:
    """Say whether a switch such as w:b is on, as it is where it says nothing else."""
    return element.get(val) not in OFF


def symbol(code: str) -> str:
    """Return the character of a w:sym; those of symbol fonts as their Unicode likeness."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return ""
    return _SYMBOLS.get(number, chr(number))
