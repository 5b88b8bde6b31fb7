from __future__ import annotations

from dataclasses import replace

import pytest

from sendcode.core.cases import CaseSheet, Level, SheetAttribute, SheetLink
from sendcode.store import Store
from sendcode.store.cases import AttributeRow, CaseLink, CaseRow
from tests.conftest import AT, TALK, transcript


def apply(store: Store, sheet: CaseSheet) -> None:
    with store.transaction():
        coder = store.coders.id("anna", at=AT)
        store.cases.apply(sheet, file_name="cases.csv", sha256="h", coder=coder, at=AT)


SHEET = CaseSheet(
    cases=("Ben", "Ava"),
    links=(SheetLink("Ben", 1, None), SheetLink("Ava", 1, 2), SheetLink("Ava", 2, None)),
    attributes=(
        SheetAttribute(Level.CASE, "school", "Elm", case="Ava"),
        SheetAttribute(Level.TRANSCRIPT, "date", "1 May", owner=1),
        SheetAttribute(Level.SPEAKER, "sex", "f", owner=2),
    ),
)


def test_a_sheet_s_cases_links_and_attributes_come_back_by_name(small: Store) -> None:
    apply(small, SHEET)
    ids = {name: number for number, name in small.cases.names().items()}
    assert list(ids) == ["Ava", "Ben"]
    assert set(small.cases.links()) == {
        CaseLink("Ben", 1, None, None, None),
        CaseLink("Ava", 1, 2, None, None),
        CaseLink("Ava", 2, None, None, None),
    }
    assert small.cases.attributes() == (
        AttributeRow(Level.TRANSCRIPT, 1, "date", "1 May"),
        AttributeRow(Level.CASE, ids["Ava"], "school", "Elm"),
        AttributeRow(Level.SPEAKER, 2, "sex", "f"),
    )
    assert small.cases.overview() == (
        CaseRow("Ava", {"school": "Elm"}, ("first", "second")),
        CaseRow("Ben", {}, ("first",)),
    )


def test_a_new_sheet_takes_the_place_of_the_one_before_and_cases_keep_their_ids(
    small: Store,
) -> None:
    apply(small, SHEET)
    before = {name: number for number, name in small.cases.names().items()}
    apply(small, CaseSheet(cases=("Ava", "Cho"), links=(SheetLink("Ava", 1, None),)))
    after = {name: number for number, name in small.cases.names().items()}
    assert after == {"Ava": before["Ava"]}
    assert small.cases.attributes() == ()
    assert small.cases.links() == (CaseLink("Ava", 1, None, None, None),)
    assert small.database.value("SELECT count(*) FROM case_sheet") == 2


def test_the_same_sheet_twice_changes_nothing(small: Store) -> None:
    apply(small, SHEET)
    before = (small.cases.names(), set(small.cases.links()), small.cases.attributes())
    apply(small, SHEET)
    assert (small.cases.names(), set(small.cases.links()), small.cases.attributes()) == before


def test_what_the_file_said_stands_behind_the_sheet_and_comes_back_without_it(
    store: Store,
) -> None:
    made = replace(transcript("one", *TALK), metadata={"date": "2 June"})
    with store.transaction():
        number = store.transcripts.add(made, file_name="one.txt", part="", roles={}, at=AT)
    sheet = CaseSheet(attributes=(SheetAttribute(Level.TRANSCRIPT, "date", "1 May", owner=number),))
    for applied, value in ((sheet, "1 May"), (CaseSheet(), "2 June"), (sheet, "1 May")):
        apply(store, applied)
        assert store.cases.attributes() == (AttributeRow(Level.TRANSCRIPT, number, "date", value),)
        assert store.transcripts.metadata(number) == {"date": "2 June"}


@pytest.mark.parametrize("first", ["sheet", "person"])
def test_what_a_person_said_stands_before_the_sheet(small: Store, first: str) -> None:
    apply(small, SHEET)
    ava = next(number for number, name in small.cases.names().items() if name == "Ava")
    small.database.execute(
        "INSERT INTO attribute (case_id, name, value, source) "
        "VALUES (?, 'school', 'Oak', 'person')",
        (ava,),
    )
    if first == "person":
        apply(small, SHEET)
    assert AttributeRow(Level.CASE, ava, "school", "Oak") in small.cases.attributes()
    assert small.cases.overview()[0].attributes == {"school": "Oak"}
