from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sendcode.core.figures import Curve
from sendcode.errors import InputError, NotFound, SendcodeError
from sendcode.store import Store, open_store
from sendcode.workflows.demo import Demo
from sendcode.workflows.figures import DRAWN, THEMES
from sendcode.workflows.plot import draw, plot
from sendcode.workflows.theme_proposals import propose_themes
from tests.conftest import AT
from tests.workflows.test_themes import fill


@pytest.mark.parametrize("name", [name for name in DRAWN if name != THEMES])
def test_each_figure_comes_with_its_numbers(demo: Demo, tmp_path: Path, name: str) -> None:
    theme = "delays" if name == "theme" else ""
    with open_store(demo.project, at=AT) as store:
        figure, numbers = plot(store, name, tmp_path / "f.svg", theme=theme, force=False)
        with pytest.raises(SendcodeError, match="exists"):
            plot(store, name, tmp_path / "f.svg", theme=theme, force=False)
    assert ElementTree.fromstring((tmp_path / "f.svg").read_text("utf-8")).tag.endswith("svg")
    with numbers.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(figure.rows())


def test_proposed_themes_are_drawn_over_interviews(store: Store, tmp_path: Path) -> None:
    fill(store, "a", "b", "c", "d")
    propose_themes(store, coder="anna", at=AT, themes=2)
    figure, numbers = plot(store, THEMES, tmp_path / "f.svg", force=False)
    assert isinstance(figure, Curve)
    assert [name for name, _ in figure.points] == ["a", "b", "c", "d"]
    assert (figure.points[-1][1], figure.total, figure.what) == (2, 2, "proposed themes")
    assert numbers.read_text("utf-8-sig").startswith("interview,proposed themes met,")


def test_both_pictures_of_a_figure_share_their_numbers(demo: Demo, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    with open_store(demo.project, at=AT) as store:
        _, numbers = plot(store, "saturation", tmp_path / "f.svg", force=False)
        before = numbers.read_bytes()
        assert plot(store, "saturation", tmp_path / "f.png", force=False)[1] == numbers
        assert numbers.read_bytes() == before
        (tmp_path / "f.png").unlink()
        with pytest.raises(SendcodeError, match=r"f\.csv exists"):
            plot(store, "themes-by-role", tmp_path / "f.png", force=False)
    assert numbers.read_bytes() == before
    assert not (tmp_path / "f.png").exists()


def test_what_cannot_be_drawn_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no figure"):
        plot(store, "pie", tmp_path / "f.svg", force=False)
    with pytest.raises(InputError, match="one code"):
        plot(store, "theme", tmp_path / "f.svg", force=False)
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        plot(store, "saturation", tmp_path / "f.gif", force=False)
    with pytest.raises(InputError, match="all proposed themes"):
        plot(store, THEMES, tmp_path / "f.svg", where="role:parent", force=False)
    with pytest.raises(InputError, match="nothing to draw") as refused:
        plot(store, THEMES, tmp_path / "f.svg", force=False)
    assert "sendcode suggest" in str(refused.value.hint)
    with pytest.raises(InputError, match="nothing to draw"):
        plot(store, "saturation", tmp_path / "f.svg", force=False)
    assert not list(tmp_path.glob("f.*"))


def test_a_theme_narrows_a_figure_to_the_codes_below_it(demo: Demo, tmp_path: Path) -> None:
    with open_store(demo.project, at=AT) as store:
        below = draw(store, "cases-per-theme", theme="delays")
        heat = draw(store, "themes-by-case", theme="delays")
        strips = draw(store, "portraits", theme="delays")
    names = ["Waiting for services", "Forms and thresholds", "Needs noticed late"]
    assert [label for label, *_ in below.bars] == names
    assert [label for label, _ in heat.down] == names
    assert {depth for _, depth in heat.down} == {1}
    assert list(strips.themes) == names
    assert strips.strips


def test_who_was_not_read_is_not_counted_as_silent(demo: Demo) -> None:
    with open_store(demo.project, at=AT) as store:
        figure = draw(store, "theme", theme="delays")
    found = {label: (count, base) for label, count, base in figure.bars}
    assert found["la-officer"] == (None, 3)
    assert found["pupil"] == (2, 6)


def test_a_figure_of_too_many_columns_is_refused(demo: Demo, monkeypatch) -> None:
    monkeypatch.setattr("sendcode.workflows.figures.MOST_COLUMNS", 3)
    with open_store(demo.project, at=AT) as store, pytest.raises(InputError, match="7 columns"):
        draw(store, "themes-by-case")
