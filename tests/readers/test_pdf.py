from __future__ import annotations

import pytest

from sendcode.errors import InputError
from sendcode.readers.pdf_columns import columns
from tests.readers.build import kinds, messages, pdf, read, said, text, turns

pytest.importorskip("pdfplumber")


def test_numbers_in_the_margin_are_paragraphs(tmp_path):
    speech = [
        "Interview",
        "Ann: How many are there?",
        "Bo: There are about",
        "Ann: I see.",
        "Bo: Yes.",
        "Ann: And now?",
    ]
    lines = []
    y = 20
    for number, words in enumerate(speech, 1):
        lines += [(25, y, str(number)), (47, y, words)]
        y += 24
        if number == 3:
            lines.append((47, y - 12, "40 features, as I said."))
            y += 12
    lines += [(20, 780, "7"), (300, 780, "1/2")]
    result = read(pdf(tmp_path / "a.pdf", lines, [(25, 20, "7"), (47, 20, "Bo: Done.")]))
    assert said(result) == [
        ("Ann", "How many are there?"),
        ("Bo", "There are about 40 features, as I said."),
        ("Ann", "I see."),
        ("Bo", "Yes."),
        ("Ann", "And now?"),
        ("Bo", "Done."),
    ]
    assert [turn.pieces[0].anchor for turn in turns(result)] == [2, 3, 4, 5, 6, 7]
    assert kinds(result)["page mark"] == 2


def test_running_headers_and_wrapped_lines(tmp_path):
    def page(number):
        return [
            (50, 20, "Harbour Project"),
            (50, 60, "Ann: This is a line that is long enough to be wrapped at the"),
            (50, 72, "end of the page."),
            (50, 84, "Bo: Yes."),
            (50, 96, "Ann: So it is."),
            (280, 780, f"Page {number}"),
        ]

    result = read(pdf(tmp_path / "a.pdf", page(1), page(2)))
    assert said(result)[0] == (
        "Ann",
        "This is a line that is long enough to be wrapped at the end of the page.",
    )
    assert [label for label, _ in said(result)] == ["Ann", "Bo", "Ann", "Bo", "Ann"]
    assert kinds(result)["header"] == 4
    assert "check that" in messages(result)


def test_a_pdf_without_text_is_refused(tmp_path):
    with pytest.raises(InputError, match="no text layer"):
        read(pdf(tmp_path / "a.pdf", []))


@pytest.mark.parametrize(
    ("content", "message"), [("plain", "not a .pdf"), ("%PDF-1.4 rest", "PDF")]
)
def test_what_is_no_pdf_is_refused(tmp_path, content, message):
    with pytest.raises(InputError, match=message):
        read(text(tmp_path / "a.pdf", content))


def test_a_page_of_two_columns_is_read_down_one_and_then_down_the_other(tmp_path):
    left = ["I: How are you", "today then?", "P: Well, thank", "you very much."] * 4
    right = ["I: And how is", "school for you?", "P: It is good", "and I like it."] * 4
    page = [(72, 60, "The interview that was made on the third of May in the school hall")]
    page += [(72, 90 + 20 * n, line) for n, line in enumerate(left)]
    page += [(330, 90 + 20 * n, line) for n, line in enumerate(right)]
    result = read(pdf(tmp_path / "a.pdf", page))
    first = [("I", "How are you today then?"), ("P", "Well, thank you very much.")] * 4
    then = [("I", "And how is school for you?"), ("P", "It is good and I like it.")] * 4
    assert said(result) == [*first, *then]


def test_a_wide_gap_that_only_some_lines_have_makes_no_column(tmp_path):
    lines = ["I: How is it that you all", "came to be here in the end?", "P: By bus and train."] * 5
    page = [(72, 60 + 20 * n, line) for n, line in enumerate(lines)]
    page += [(400, 60 + 60 * n, "[laughs]") for n in range(5)]
    result = read(pdf(tmp_path / "a.pdf", page))
    asked, answered = said(result)[:2]
    assert asked == ("I", "How is it that you all [laughs] came to be here in the end?")
    assert answered == ("P", "By bus and train.")


def test_a_damaged_page_of_endless_width_takes_no_time():
    words = [{"x0": 1e9 * n, "x1": 1e9 * n + 5, "top": 10 * n} for n in range(50)]
    assert columns(words) == [words]
