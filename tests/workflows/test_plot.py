from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sendcode.errors import InputError, NotFound, SendcodeError
from sendcode.store import Store, open_store
from sendcode.workflows.demo import Demo
from sendcode.workflows.plot import FIGURES, plot
from tests.conftest import AT


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_comes_with_its_numbers(demo: Demo, tmp_path: Path, name: str) -> None:
    theme = "delays" if name == "theme" else ""
    with open_store(demo.project, at=AT) as store:
        figure, numbers = plot(store, name, tmp_path / "f.svg", theme=theme, force=False)
        with pytest.raises(SendcodeError, match="exists"):
            plot(store, name, tmp_path / "f.svg", theme=theme, force=False)
    assert ElementTree.fromstring((tmp_path / "f.svg").read_text("utf-8")).tag.endswith("svg")
    with numbers.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == len(figure.rows())


def test_what_cannot_be_drawn_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no figure"):
        plot(store, "pie", tmp_path / "f.svg", force=False)
    with pytest.raises(InputError, match="one code"):
        plot(store, "theme", tmp_path / "f.svg", force=False)
    with pytest.raises(InputError, match="svg"):
        plot(store, "saturation", tmp_path / "f.png", force=False)
    with pytest.raises(InputError, match="nothing to draw"):
        plot(store, "saturation", tmp_path / "f.svg", force=False)
    assert not list(tmp_path.glob("f.*"))
