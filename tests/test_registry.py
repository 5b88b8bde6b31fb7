from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from sendcode import registry
from sendcode.errors import NotFound

BUILTIN = {".zip": "zipfile:ZipFile", ".lost": "no_such_module:read"}


@pytest.fixture
def third_party(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody else's package registers `.tar`; what was asked for is noted."""
    asked: list[str] = []

    def entry_points(*, group: str) -> list[EntryPoint]:
        asked.append(group)
        return [EntryPoint(".tar", "tarfile:TarFile", group)]

    monkeypatch.setattr(registry, "entry_points", entry_points)
    return asked


def test_a_built_in_is_loaded_by_name_and_no_entry_point_is_looked_at(third_party) -> None:
    assert registry.load("sendcode.readers", ".zip", BUILTIN).__name__ == "ZipFile"
    assert third_party == []


def test_what_is_not_built_in_is_looked_up_among_the_entry_points(third_party) -> None:
    assert registry.load("sendcode.readers", ".tar", BUILTIN).__name__ == "TarFile"
    assert third_party == ["sendcode.readers"]


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(third_party) -> None:
    with pytest.raises(NotFound, match=r"no reader for '\.xyz'") as raised:
        registry.load("sendcode.readers", ".xyz", BUILTIN)
    assert raised.value.hint == "Known: .lost, .tar, .zip."


def test_listing_the_names_imports_nothing(third_party) -> None:
    sys.modules.pop("tarfile", None)
    assert registry.names("sendcode.readers", BUILTIN) == (".lost", ".tar", ".zip")
    assert "tarfile" not in sys.modules


def test_of_names_of_one_kind_only_those_are_listed(third_party) -> None:
    known = {"wide.csv": "a:b", "wide.sav": "a:b", "report.html": "a:b"}
    with pytest.raises(NotFound) as raised:
        registry.load("sendcode.exporters", "wide.xlsx", known)
    assert raised.value.hint == "Known: wide.csv, wide.sav."
