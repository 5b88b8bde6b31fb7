from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sendcode.errors import ProjectError
from sendcode.store import open_store
from sendcode.workflows.demo import Demo, build_demo
from sendcode.workflows.review import queue
from tests.conftest import AT


def test_each_cell_of_the_theme_matrix_is_a_count_of_the_segments_sheet(demo: Demo) -> None:
    book = openpyxl.load_workbook(demo.workbook)
    sheet = book["Theme matrix"]
    header = next(r for r in sheet.iter_rows(values_only=True) if r[0] and "Total" in r)
    columns = {name: place for place, name in enumerate(header) if name}
    cases = [name for name in columns if name not in ("Theme", "Code", "Total")]
    assert set(cases) == {"Ava", "Callum", "Ellie", "Jayden", "Noah", "Zainab", "(no case)"}
    rows = [r for r in sheet.iter_rows(values_only=True) if r[columns["Code"]] and r[0] != "Theme"]
    assert len(rows) == 16
    table = list(book["Segments"].iter_rows(values_only=True))
    place = {name: n for n, name in enumerate(table[0])}
    segments = [
        (r[place["segment_id"]], r[place["code"]], (r[place["case"]] or "(no case)").split("; "))
        for r in table[1:]
        if r[place["segment_id"]] is not None
    ]
    assert segments
    for row in rows:
        code = row[columns["Code"]]
        of_code = [s for s in segments if s[1] == code or s[1].startswith(f"{code}/")]
        for case in cases:
            expected = len({s[0] for s in of_code if case in s[2]})
            assert row[columns[case]] == expected, (code, case)
        assert row[columns["Total"]] == len({s[0] for s in of_code})


def test_the_focus_group_is_left_for_the_user(demo: Demo) -> None:
    with open_store(demo.project, at=AT) as store:
        items = queue(store, coder="demo")
    assert {item.transcript for item in items} == {"focus_group_harrowmere"}
    assert len(items) == demo.open > 0


def test_it_does_not_touch_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError, match="holds something already"):
        build_demo(tmp_path, now=lambda: AT, tell=lambda *_: None)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_where_the_demo_is_already_one_is_told_to_go_on_in_it(demo: Demo) -> None:
    folder = demo.project.parent
    with pytest.raises(ProjectError) as raised:
        build_demo(folder, now=lambda: AT, tell=lambda *_: None)
    assert raised.value.hint.endswith(f"Or go on with the study in it: 'cd {folder}'.")


@pytest.mark.parametrize("there", [True, False])
def test_a_demo_that_is_stopped_leaves_nothing(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "demo"
    if there:
        folder.mkdir()

    def stopped(things, _, *, total=None):
        yield next(iter(things))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(folder, now=lambda: AT, tell=lambda *_: None, track=stopped)
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())
