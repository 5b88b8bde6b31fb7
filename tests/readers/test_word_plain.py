from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sendcode.core.model import ReadOptions
from sendcode.errors import InputError
from sendcode.readers import docx
from sendcode.readers.package import parse_xml
from sendcode.readers.word_plain import LINE_BREAK, MARK, lift, parse_document
from tests.readers.build import W

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
TEXTS = st.sampled_from(
    ["I: ", "P1:", "Interviewer", "How ", "was it? ", " ", "", "\n", "\t", "A &amp; B",
     "&#233;t&#xe9;", "&lt;v&gt;", "]] >", "it’s", "00:12 ", "\u200b", LINE_BREAK,
     "&quot;", "&amp;lt;", "Chapter"]
)  # fmt: skip
LOOKS = [
    "",
    "<w:rPr/>",
    '<w:rPr><w:lang w:val="en-GB"/></w:rPr>',
    '<w:rPr><w:rFonts w:ascii="A &amp; B"/><w:sz w:val="24"/></w:rPr>',
    "<w:rPr><w:b/><w:bCs/></w:rPr>",
    '<w:rPr><w:b w:val="0"/></w:rPr>',
    '<w:rPr><w:sz w:val="2"/><w:b/></w:rPr>',
    '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>',
    "<w:rPr><w:vanish/></w:rPr>",
    "<w:rPr><w:ins/></w:rPr>",
]
INSIDE = [
    "{}",
    "<w:tab/>{}",
    "<w:br/>{}",
    "{}<w:tab/>",
    "{}<w:br/>{}",
    "{}<w:tab/>{}",
    "<w:lastRenderedPageBreak/>{}",
    "<w:sym/>{}",
]
PROOF = '<w:proofErr w:type="spellStart"/>'
AROUND = [
    *["{}"] * 12, PROOF + "{}", "{}" + PROOF, "<w:ins>{}</w:ins>", "<w:del>{}</w:del>",
    '<w:hyperlink r:id="r1">{}</w:hyperlink>', "<w:smartTag>{}</w:smartTag>", "<!-- {} -->{}",
    "<w:moveFrom>{}</w:moveFrom>", "<w:r><w:instrText>{}</w:instrText></w:r>",
    "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>",
    "<w:r><w:object><w:p>{}</w:p></w:object></w:r>",
    "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>"
    "</mc:AlternateContent>",
]  # fmt: skip
PROPERTIES = [
    "", "", "", "<w:pPr/>", '<w:pPr><w:pStyle w:val="Normal"/><w:spacing w:after="1"/></w:pPr>',
    '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>', '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
    '<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs><w:rPr><w:b/></w:rPr></w:pPr>',
    "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    '<w:pPr><w:framePr w:dropCap="drop"/></w:pPr>', "<w:pPr><w:sectPr/></w:pPr>",
]  # fmt: skip
BLOCKS = [
    *["{}"] * 12, "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
    "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "<w:del>{}</w:del>", "<w:p>{}</w:p>", "<![CDATA[{}]]>", "<w:bookmarkStart/>{}",
]  # fmt: skip


def filled(shapes, inner):
    return st.tuples(st.sampled_from(shapes), inner).map(lambda s: s[0].replace("{}", s[1]))


texts = TEXTS.map(lambda text: f'<w:t xml:space="preserve">{text}</w:t>')
runs = st.tuples(
    st.sampled_from(["", ' w:rsidR="00AB12CD"']), st.sampled_from(LOOKS), filled(INSIDE, texts)
).map(lambda r: f"<w:r{r[0]}>{r[1]}{r[2]}</w:r>")
paragraphs = st.tuples(
    st.sampled_from(["", ' w:rsidR="00AB12CD" w14:paraId="1"', ' w:other="x>y"']),
    st.sampled_from(PROPERTIES),
    st.lists(filled(AROUND, runs), max_size=4).map("".join),
).map(lambda p: f"<w:p{p[0]}>{p[1]}{p[2]}</w:p>")
bodies = st.lists(filled(BLOCKS, paragraphs), min_size=1, max_size=5).map("".join)


def document(body: str, *, head: str = HEAD, space: str = W) -> bytes:
    return (
        f'{head}<w:document xmlns:w="{space}" xmlns:r="r" xmlns:w14="w14" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    ).encode()


def plain(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def result_of(path, content: bytes, **options):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", content)
    try:
        return docx.read(path, ReadOptions(**options))
    except InputError as error:
        return str(error)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=bodies, bold=st.booleans())
def test_the_walk_gives_the_same_without_lifting(tmp_path, monkeypatch, body, bold):
    content = document(body)
    path = tmp_path / "a.docx"
    with monkeypatch.context() as patch:
        patch.setattr(docx, "parse_document", lambda content: (parse_xml(content), ()))
        wanted = result_of(path, content, bold_is_question=bold)
    assert result_of(path, content, bold_is_question=bold) == wanted


def test_plain_paragraphs_leave_nothing_but_a_mark():
    run = '<w:r w:rsidR="00AB12CD"><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>{}</w:t></w:r>'
    body = (
        '<w:p w:rsidR="00AB12CD"><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
        "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t>I:</w:t></w:r><w:r><w:tab/></w:r>"
        f"{run.format('How ')}{PROOF}{run.format('was &lt;it&gt;?')}</w:p>"
    )
    _, rest, lifted = lift(document(body + plain("Fine.")))
    assert list(lifted) == [("I:\tHow was <it>?", 2), ("Fine.", 0)]
    assert b"<w:p" not in rest
    assert rest.count(MARK.encode()) == 1


def test_tabs_and_breaks_between_two_texts_of_a_run_are_characters():
    _, _, lifted = lift(
        document(
            '<w:p><w:r><w:t>I:</w:t><w:tab/><w:t xml:space="preserve">How </w:t><w:br/>'
            "<w:t>now?</w:t></w:r></w:p>"
        )
    )
    assert list(lifted) == [("I:\tHow \nnow?", 0)]


def test_what_is_beside_plain_paragraphs_is_still_walked():
    link = '<w:p><w:hyperlink r:id="r1"><w:r><w:t>There.</w:t></w:r></w:hyperlink></w:p>'
    root, lifted = parse_document(document(plain("One.") + link + plain("Two.")))
    assert [text for text, _ in lifted] == ["One.", "Two."]
    assert [e.text for e in root.iter(f"{{{W}}}t")] == ["There."]


@pytest.mark.parametrize(
    "content",
    [
        document("<!-- <w:p> -->" + plain("One.")),
        document(f"<w:p><w:r><w:t><![CDATA[{plain('a')}]]></w:t></w:r></w:p>" + plain("One.")),
        document("<?x <w:p> ?>" + plain("One.")),
        document(plain("One.") + '<x:p xmlns:w="other"/>'),
        document(plain("One."), space="other"),
        document(plain("One."), head='<?xml version="1.0" encoding="ISO-8859-1"?>'),
        document("<w:p/>"),
    ],
)
def test_bytes_that_cannot_be_trusted_are_left_as_they_are(content):
    assert lift(content) == (content, content, ())


@pytest.mark.parametrize("text", ["a&#65;", "a&nbsp;", "a]]>", "a\x01", "a\ufffe", "a\r\nb"])
def test_paragraphs_that_a_parser_might_refuse_or_change_stay(text):
    content = document(plain(text, "One."))
    assert lift(content)[2] == ()


def test_paragraphs_inside_a_paragraph_stay():
    content = document(f"<w:p><w:r><w:object>{plain('In.')}</w:object></w:r></w:p>{plain('Out.')}")
    root, lifted = parse_document(content)
    assert not lifted
    assert [e.text for e in root.iter(f"{{{W}}}t")] == ["In.", "Out."]


@pytest.mark.parametrize(
    "odd", ["<w:del/>", "<w:vanish/>", "<w:txbxContent/>", "<mc:AlternateContent/>", f"<w:{MARK}/>"]
)
def test_runs_are_joined_but_paragraphs_stay_where_something_is_taken_out(odd):
    run = "<w:r><w:t>{}</w:t></w:r>"
    joined, rest, lifted = lift(
        document(f"<w:p>{run.format('One ')}{run.format('two.')}</w:p><w:p>{odd}</w:p>")
    )
    assert not lifted
    assert joined == rest
    assert run.format("One two.").encode() in joined
