"""A codebook file made ready for an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.errors import CodebookError, NotFound
from sendcode.interchange.codebook_schema import text
from sendcode.interchange.codebook_yaml import read
from sendcode.workflows.codebook_editor import SCHEMA, link_schema

LINE = f"# yaml-language-server: $schema={SCHEMA}"


@pytest.mark.parametrize("start", ["", "# mine\n", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_schema_stands_beside_and_the_first_line_names_it(
    tmp_path: Path, start: str, end: str
) -> None:
    path = tmp_path / "book.yaml"
    written = f"{start}codebook: S{end}codes: [{{id: a}}]{end}"
    path.write_bytes(written.encode())
    assert link_schema(path).added
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == text()
    mark = "\ufeff" if start == "\ufeff" else ""
    assert path.read_bytes().decode() == f"{mark}{LINE}{end}{written.removeprefix(mark)}"
    assert [code.path for code in read(path)] == ["a"]
    again = path.read_bytes()
    assert not link_schema(path).added
    assert path.read_bytes() == again


def test_a_file_with_errors_gets_its_line_and_one_that_names_another_schema_keeps_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "book.yml"
    path.write_text("codebook: [", encoding="utf-8")
    assert link_schema(path).added
    path.write_text("# yaml-language-server: $schema=../s.json\ncodebook: S\n", encoding="utf-8")
    done = link_schema(path)
    assert (done.added, done.named) == (False, "../s.json")


def test_what_is_no_codebook_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        link_schema(tmp_path / "missing.yaml")
    (tmp_path / "book.csv").write_text("id", encoding="utf-8")
    with pytest.raises(NotFound):
        link_schema(tmp_path / "book.csv")
    path = tmp_path / "book.yaml"
    path.write_bytes("codebook: \u00c4".encode("latin-1"))
    with pytest.raises(CodebookError, match="UTF-8"):
        link_schema(path)
    path.write_text("codebook: S", encoding="utf-8")
    (tmp_path / SCHEMA).write_text("{}", encoding="utf-8")
    with pytest.raises(CodebookError, match="another file"):
        link_schema(path)
    assert path.read_text(encoding="utf-8") == "codebook: S"
