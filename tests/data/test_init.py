from __future__ import annotations

from pathlib import Path

import pytest

from sendcode import data


def test_the_shipped_codebooks_are_found_by_name() -> None:
    found = data.codebooks()
    assert "send" in found
    assert all(path.suffix == ".yaml" and path.is_file() for path in found.values())


def test_the_sample_study_is_found() -> None:
    assert (data.folder("transcripts_sample") / "cases.csv").is_file()


def test_a_wheel_carries_the_folders_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "mine.yaml").touch()
    monkeypatch.setattr(data, "_PACKAGE", tmp_path)
    assert data.codebooks() == {"mine": tmp_path / "codebooks" / "mine.yaml"}


def test_an_installation_without_its_folders_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "_PACKAGE", tmp_path)
    monkeypatch.setattr(data, "_CHECKOUT", tmp_path)
    with pytest.raises(FileNotFoundError, match="lacks its data folder"):
        data.folder("codebooks")
