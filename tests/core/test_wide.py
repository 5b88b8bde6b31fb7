from __future__ import annotations

from hypothesis import given

from sendcode.core.wide import ABOUT, WideTable, wide
from tests.core.test_query_match import BOOK, Material, materials


def made(m: Material, coder: str = "any"):
    return wide(
        m.codings,
        m.units,
        BOOK,
        attributes=("school", "text"),
        coder=coder,
        turns=m.turns,
        text=m.text,
    )


@given(materials())
def test_a_cell_says_coded_read_or_nothing(m: Material) -> None:
    found = made(m)
    assert found.columns[-found.codes :] == tuple(code.path for code in BOOK)
    for unit, row in zip(m.units, found.rows, strict=True):
        cells = dict(zip(found.columns, row, strict=True))
        for code in BOOK:
            coded = any(
                unit.id in c.units and (c.code_path + "/").startswith(code.path + "/")
                for c in m.codings
            )
            expected = 1 if coded else 0 if unit.readers else None
            assert cells[code.path] == expected


@given(materials())
def test_reading_is_the_chosen_coders(m: Material) -> None:
    for row in made(m, "nobody").rows:
        assert 0 not in row[-5:]
        assert row[ABOUT.index("read")] == 0


def test_an_attribute_named_like_a_column_of_ours_is_told_apart() -> None:
    empty = Material([], [], BOOK, lambda *_: "", {}, {}, ())
    assert "attribute.text" in made(empty).columns


def test_a_label_says_what_a_column_is_in_words() -> None:
    empty = made(Material([], [], BOOK, lambda *_: "", {}, {}, ()))
    said = dict(zip(empty.columns, empty.labels(), strict=True))
    assert said["words"] == "Number of words"
    assert (said["school"], said["a/x"]) == ("school", "A/X (a/x)")
    bare = WideTable(("unit_id", "a/x"), (), 1)
    assert bare.labels() == ("Number of the sentence in the project", "a/x (a/x)")
