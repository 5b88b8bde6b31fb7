"""A report as one HTML file that asks for nothing else: no script, no request, no font."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sendcode.core.figures import Row
from sendcode.core.report import (
    Block,
    Counts,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Quotes,
    Report,
)
from sendcode.exporters.html import TABLE_STYLE, shades, table, text
from sendcode.exporters.shown import notes
from sendcode.exporters.svg import svg

_STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;color:#1f2933;background:#fff;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",
 Roboto,Arial,"DejaVu Sans",sans-serif}
a{color:#1f6488}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:3px solid #e69f00;
 outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:#fff;padding:.5rem}
.page{display:grid;grid-template-columns:minmax(0,1fr);max-width:76rem;margin:0 auto;
 padding:2rem 1.25rem 4rem}
header h1{font-size:2rem;line-height:1.2;margin:0}
header p{color:#55616b;margin:.25rem 0 0}
nav{margin:1.5rem 0;font-size:.9375rem}
nav ol{list-style:none;margin:0;padding:0}
nav li{margin:.15rem 0}
nav li.l2{padding-left:1rem}
nav h2{font-size:.8125rem;letter-spacing:.04em;text-transform:uppercase;color:#55616b;
 margin:0 0 .5rem}
main>*{max-width:46rem}
main>.figure,main>.numbers{max-width:none}
main h2{font-size:1.5rem;line-height:1.25;margin:3rem 0 .5rem;padding-top:.75rem;
 border-top:3px solid #1f6488}
main h3{font-size:1.125rem;margin:2rem 0 .25rem}
main h4,main h5{font-size:1rem;margin:1.5rem 0 .25rem}
p{margin:.5rem 0}
.quiet,figcaption,.notes{color:#55616b;font-size:.875rem}
.wide{overflow-x:auto}
figure,.numbers{margin:1.5rem 0}
figcaption strong{color:#1f2933;display:block;font-size:.9375rem}
svg{display:block;max-width:max(100%,42rem);height:auto}
blockquote{margin:1rem 0;padding:.1rem 0 .1rem 1rem;border-left:3px solid #9bc3d7;
 font-family:"Iowan Old Style",Palatino,"Palatino Linotype",Georgia,"DejaVu Serif",serif;
 font-size:1.0625rem;break-inside:avoid}
blockquote p{margin:.2rem 0;white-space:pre-line}
blockquote footer{font:.8125rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;
 color:#55616b}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;margin:1rem 0}
dt{color:#55616b}
dd{margin:0;font-weight:600}
dl.long dd{font-weight:400}
details{margin:.5rem 0;font-size:.875rem}
details table{border-collapse:collapse}
details th,details td{text-align:left;padding:.1rem .75rem .1rem 0;border-bottom:1px solid #dde3e8}
.notes{padding-left:1.1rem;max-width:46rem}
@media (min-width:64rem){
 .page{grid-template-columns:14rem minmax(0,1fr);column-gap:3rem}
 header{grid-column:1/-1}
 nav{position:sticky;top:1.5rem;align-self:start;max-height:92vh;overflow:auto}
}
@media (max-width:30rem){
 dl.long{grid-template-columns:minmax(0,1fr);gap:0}
 dl.long dd{margin-bottom:.6rem}
}
@page{size:A4;margin:18mm 16mm}
@media print{
 body{font-size:10pt}
 .page{display:block;padding:0;max-width:none}
 nav,.skip,details{display:none}
 main>*{max-width:none}
 main h2,main h3,main h4{break-after:avoid}
 figure,tr,dl{break-inside:avoid}
 .wide{overflow:visible}
 svg{max-width:100%}
 table.matrix{font-size:7.5pt}
 table.matrix th,table.matrix td{padding:.15rem .3rem}
 thead{display:table-header-group}
 tfoot{display:table-row-group}
 *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="sendcode">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<div class="page">
<header><h1>{title}</h1><p>{subtitle}</p><p>{state}</p></header>
<nav aria-label="Contents"><h2>Contents</h2><ol>
{contents}
</ol></nav>
<main id="content">
{body}
</main>
</div>
</body>
</html>
"""


def write_report(report: Report, path: Path) -> None:
    """Write the report; the same report gives the same bytes."""
    headings = [block for block in report.blocks if isinstance(block, Heading)]
    contents = "\n".join(
        f'<li class="l{min(h.level, 2)}"><a href="#{text(h.name)}">{text(h.text)}</a></li>'
        for h in headings
        if h.level <= 2
    )
    body = "\n".join(_block(block, number) for number, block in enumerate(report.blocks))
    state = f"State of the project: {report.made_at[:10]}" if report.made_at else ""
    page = _PAGE.format(
        title=text(report.title),
        subtitle=text(report.subtitle),
        state=text(state),
        style=_STYLE + TABLE_STYLE + shades(),
        contents=contents,
        body=body,
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _block(block: Block, number: int) -> str:
    match block:
        case Heading(words, level, name):
            tag = f"h{min(level + 1, 6)}"
            return f'<{tag} id="{text(name)}">{text(words)}</{tag}>'
        case Paragraph(words, quiet):
            css = ' class="quiet"' if quiet else ""
            return f"<p{css}>{text(words)}</p>"
        case Facts(facts):
            css = ' class="long"' if any(len(said) > 40 for _, said in facts) else ""
            items = "".join(f"<dt>{text(term)}</dt><dd>{text(said)}</dd>" for term, said in facts)
            return f"<dl{css}>{items}</dl>"
        case Quotes(quotes):
            return "\n".join(
                f'<blockquote id="segment-{q.segment_id}"><p>{text(q.text)}</p><footer>'
                f"{text(q.attribution)}{' · ' if q.attribution else ''}segment {q.segment_id}"
                "</footer></blockquote>"
                for q in quotes
            )
        case Counts(matrix, caption):
            below = "".join(f"<li>{text(note)}</li>" for note in notes(matrix))
            return (
                f'<div class="numbers"><div class="wide" tabindex="0" role="region" '
                f'aria-label="{text(caption)}">{table(matrix, caption)}</div>'
                f'<ul class="notes">{below}</ul></div>'
            )
        case Picture(figure, says):
            return (
                f'<figure class="figure"><div class="wide" tabindex="0" role="region" '
                f'aria-label="{text(figure.title)}">{svg(figure, f"figure-{number}")}</div>'
                f"<figcaption><strong>{text(figure.title)}</strong>{text(says)}</figcaption>"
                f"{_numbers(figure.rows())}</figure>"
            )


def _numbers(rows: Sequence[Row]) -> str:
    """Return the numbers behind a figure, folded; not where there are very many."""
    if len(rows) > 400:
        return ""
    head = "".join(f'<th scope="col">{text(str(cell))}</th>' for cell in rows[0])
    lines = "".join(
        "<tr>" + "".join(f"<td>{text(_number(cell))}</td>" for cell in row) + "</tr>"
        for row in rows[1:]
    )
    return (
        f"<details><summary>The numbers</summary><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{lines}</tbody></table></details>"
    )


def _number(cell: str | int | float | None) -> str:
    return f"{cell:g}" if isinstance(cell, float) else "" if cell is None else str(cell)
