from __future__ import annotations

import zipfile

import pytest

from sendcode.errors import InputError
from tests.readers.build import kinds, odt, read, said

P = "<text:p>{}</text:p>"


def turn(label, words):
    return P.format(f'<text:span text:style-name="B">{label}</text:span><text:tab/>{words}')


def test_spans_tabs_blanks_and_breaks_become_characters(tmp_path):
    body = turn("INT:", 'One<text:s text:c="3"/>two<text:line-break/>three.') + turn("P1:", "Yes.")
    path = odt(tmp_path / "a.odt", body + turn("INT:", "So?") + turn("P1:", "No."))
    assert said(read(path))[0] == ("INT", "One   two\nthree.")
    assert [label for label, _ in said(read(path))] == ["INT", "P1", "INT", "P1"]


def test_bold_names_without_a_colon(tmp_path):
    span = '<text:span text:style-name="B">{}</text:span> {}'
    body = "".join(P.format(span.format(*each)) for each in (("Ann", "So?"), ("Bo", "Yes.")) * 2)
    assert [label for label, _ in said(read(odt(tmp_path / "a.odt", body)))] == ["Ann", "Bo"] * 2


def test_notes_comments_deletions_and_hidden_text_leave_the_sentence(tmp_path):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Check it."
        "</text:p></text:note-body></text:note>"
    )
    path = odt(
        tmp_path / "a.odt",
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        + P.format(
            f"That is{note} right<office:annotation><text:p>Hm</text:p></office:annotation>."
        )
        + P.format('<text:hidden-text text:string-value="secret words"/>Yes.'),
        "<style:header><text:p>Project Two</text:p></style:header>",
    )
    result = read(path)
    assert said(result) == [(None, "That is right. / Yes.")]
    assert kinds(result) == {"footnote": 2, "comment": 1, "hidden": 2, "header": 2}


def test_headings_lists_boxes_and_tables_keep_their_order(tmp_path):
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}{cell}</table:table-row>"
    rows = [("I:", "How long have you been here?"), ("P:", "For about two years.")] * 2
    table = f"<table:table>{''.join(row.format(*each) for each in rows)}</table:table>"
    path = odt(tmp_path / "a.odt", '<text:h text:outline-level="1">Visit</text:h>' + table)
    assert [label for label, _ in said(read(path))] == ["I", "P", "I", "P"]
    box = "<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
    listed = "<text:list><text:list-item><text:p>Item.</text:p></text:list-item></text:list>"
    path = odt(tmp_path / "b.odt", P.format(f"Before.{box}") + listed)
    assert said(read(path)) == [(None, "Before. / In the box. / Item.")]


def test_a_password_is_named(tmp_path):
    path = odt(tmp_path / "a.odt", "")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
    with pytest.raises(InputError, match="password"):
        read(path)
