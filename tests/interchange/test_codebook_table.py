"""Codebooks as tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.codebook import Code, Codebook, Rule
from sendcode.core.codebook_file import complete, terms_of
from sendcode.data import codebooks
from sendcode.errors import CodebookError
from sendcode.interchange.codebook_table import COLUMNS, read, write
from sendcode.interchange.codebook_yaml import read as read_yaml


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "book.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_that_people_write_is_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Code;Parent;Name;Description;Colour;Keywords;mood\n"
        "waiting;delays;Waiting for it;Time.;#d95f02;waiting list; sad\n"
        'delays;;Delays;;red;"backlog; queue"; x\n'
        ";Waiting for it;Long Waits;;;;\n".replace("; sad", ";sad").replace("; x", ";x"),
    )
    found = read(path)
    assert [(c.path, c.name) for c in found.codebook.codes] == [
        ("delays", "Delays"),
        ("delays/waiting", "Waiting for it"),
        ("delays/waiting/long-waits", "Long Waits"),
    ]
    delays, waiting, _ = found.codebook.codes
    assert delays.rules == (Rule(1, any=("backlog", "queue")),)
    assert (waiting.definition, waiting.colour) == ("Time.", "#d95f02")
    assert [p.line for p in found.problems] == [1, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "neither a column 'id' nor 'name'"),
        ("id,parent\nx,nowhere\n", "row 2: the parent 'nowhere' is not in the table"),
        ("id,name\nx,X\nx,Y\n", "row 3: 'x' is there already, in row 2"),
        ("id,parent\na,b\nb,a\n", "stands below itself"),
        ("id,definition\n,Lost.\n", "row 2: a code needs an id or a name"),
        ("id,name,parent\na,Same,\nb,Same,\nc,C,same\n", "row 4: the parent 'same' is not unique"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        read(table(tmp_path, text))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_shipped_codebook_goes_out_and_comes_back_with_its_rules(
    tmp_path: Path, suffix: str
) -> None:
    book = read_yaml(codebooks()["send"])
    book = replace(book, codes=tuple(replace(c, guid=c.path) for c in book.codes))
    path = tmp_path / f"send{suffix}"
    write(book, path)
    back, notes = complete(read(path), book)
    assert back.codes == book.codes
    assert back.vocabulary == book.vocabulary
    assert [note.partition(" kept")[0] for note in notes] == ["rules of 12 codes"]
    first = path.read_bytes()
    write(book, path)
    assert path.read_bytes() == first


def test_terms_that_came_and_went_reach_the_simple_rules_only(tmp_path: Path) -> None:
    code = Code("a", "A", guid="1", rules=(Rule(1, any=("x", "y")), Rule(2, all=("p", "q"))))
    found = read(table(tmp_path, "id,terms\na,y; z\n"))
    back, notes = complete(found, Codebook("S", (code,)))
    assert back.codes[0].rules == (Rule(1, any=("y", "z")), Rule(2, all=("p", "q")))
    assert "rules of 1 code kept" not in notes


def test_columns_that_are_not_there_keep_what_the_project_has(tmp_path: Path) -> None:
    code = Code("a", "A", guid="1", definition="D.", examples=("e",), quotes=(("e", "talk"),))
    back, notes = complete(read(table(tmp_path, "id,name\na,B\n")), Codebook("S", (code,)))
    assert back.codes == (replace(code, name="B"),)
    assert notes[0].startswith("definition of 1 code kept from the project")


def test_retired_codes_are_left_out_and_stay(tmp_path: Path) -> None:
    book = Codebook(
        "S",
        (
            Code("a", "A", guid="1"),
            Code("a/b", "B", guid="2", retired=True),
            Code("c", "C", guid="3"),
        ),
    )
    path = tmp_path / "b.csv"
    write(book, path)
    assert "a/b" not in path.read_text(encoding="utf-8")
    back, notes = complete(read(path), book)
    assert back.codes == book.codes
    assert "1 retired code kept" in notes[0]


words = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20
).map(lambda text: " ".join(text.split()))
some = words.filter(bool)
terms = st.lists(st.from_regex(r"[a-z]{2,6}(\*| [A-Z]{2})?|\"[A-Z];[a-z]\"", fullmatch=True),
                 unique=True, max_size=3).map(tuple)  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    codes: list[Code] = []
    for own in draw(st.lists(st.from_regex(r"[a-z]{1,4}(-[0-9]{1,2})?", fullmatch=True),
                             unique=True, min_size=1, max_size=5)):  # fmt: skip
        parts = codes[-1].path.split("/") if codes else []
        parent = draw(st.sampled_from(["/".join(parts[:n]) for n in range(len(parts) + 1)]))
        found = draw(terms)
        codes.append(
            Code(
                path=f"{parent}/{own}" if parent else own,
                name=draw(some),
                definition=draw(words),
                include=draw(words),
                exclude=draw(words),
                examples=draw(st.lists(some, max_size=2).map(tuple)),
                colour=draw(st.sampled_from(["", "#0072b2", "#abc"])),
                rules=(Rule(1, any=found),) if found else (),
            )
        )
    return Codebook("book", tuple(codes))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books(), st.sampled_from([".csv", ".xlsx"]))
def test_what_a_table_can_hold_comes_back(tmp_path: Path, book: Codebook, suffix: str) -> None:
    path = tmp_path / f"book{suffix}"
    write(book, path)
    found = read(path)
    assert found.problems == ()
    tabular = tuple(
        replace(c, rules=(Rule(1, any=terms_of(c)),) if terms_of(c) else ()) for c in book.codes
    )
    assert found.codebook == replace(book, codes=tabular)


def test_the_columns_are_those_of_the_documentation() -> None:
    assert ", ".join(COLUMNS) == (
        "id, parent, name, definition, include, exclude, examples, colour, terms"
    )


def test_two_columns_for_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="'Code' and 'ID' both mean 'id'"):
        read(table(tmp_path, "Code,ID,Name\na,b,A\n"))


def test_headings_may_be_written_as_other_tools_write_them(tmp_path: Path) -> None:
    text = "Code_ID,Parent Code,Code Name,Inclusion criteria\na,,A,x\nb,a,B,y\n"
    codes = read(table(tmp_path, text)).codebook.codes
    assert [(c.path, c.name, c.include) for c in codes] == [("a", "A", "x"), ("a/b", "B", "y")]


def test_a_term_with_an_open_quotation_mark_is_left_out_and_named(tmp_path: Path) -> None:
    found = read(table(tmp_path, 'id,terms\na,"wait; ""Left"" out; ""open"\n'))
    assert found.codebook.codes[0].rules[0].any == ("wait", '"Left" out')
    assert [p.message for p in found.problems] == [
        "a term was left out: a term has a quotation mark that is not closed"
    ]


def test_a_codebook_of_taguette_is_a_tree_where_its_tags_are(tmp_path: Path) -> None:
    path = table(tmp_path, "tag,description\ndelays,Waits.\ndelays.waiting,Long.\ne.g. x,\n")
    found = read(path).codebook
    assert [(c.path, c.name, c.definition) for c in found] == [
        ("delays", "delays", "Waits."),
        ("delays/waiting", "waiting", "Long."),
        ("e-g-x", "e.g. x", ""),
    ]


def test_a_memo_is_the_definition_where_there_is_no_other(tmp_path: Path) -> None:
    found = read(table(tmp_path, "Code,Parent code,Memo\nDelays,,Waits.\n")).codebook
    assert found.code("delays").definition == "Waits."
    both = read(table(tmp_path, "id,description,memo\na,Said.,Thought.\n"))
    assert both.codebook.code("a").definition == "Said."
    assert [problem.message for problem in both.problems] == [
        "the column 'memo' is not known and was left out"
    ]
