"""A coded transcript as one HTML page that asks for nothing else: codes stand in the margin."""

from __future__ import annotations

import re
from pathlib import Path

from sendcode.core.coded_transcript import CodedTranscript, Mark, Passage, Piece
from sendcode.exporters.html import text

_STYLE = """
body{margin:0;color:#1f2933;background:#fff;font:1rem/1.6 system-ui,-apple-system,"Segoe UI",
 Roboto,Arial,"DejaVu Sans",sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.75rem;margin:0}
.quiet,dt,.who,.coders{color:#55616b;font-size:.8125rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem 1rem;margin:1rem 0}
dd{margin:0}
ul{list-style:none;margin:0;padding:0}
.legend li{display:inline-block;margin:0 1.25rem .25rem 0;font-size:.875rem}
.bar{display:inline-block;width:.35rem;height:1em;margin-right:.4rem;vertical-align:-.15em;
 -webkit-print-color-adjust:exact;print-color-adjust:exact}
.turn{display:grid;grid-template-columns:2.5rem minmax(0,1fr) 15rem;column-gap:1rem;
 border-top:1px solid #dde3e8;padding:.6rem 0;break-inside:avoid-page}
.number{color:#55616b;font-variant-numeric:tabular-nums;text-align:right}
.turn p{margin:.1rem 0;white-space:pre-line}
.interviewer p{color:#55616b}
.coded{text-decoration:underline;text-decoration-thickness:.12em;text-underline-offset:.2em}
.margin li{font-size:.8125rem;line-height:1.35;margin-bottom:.3rem}
.sign{margin-top:3rem}
@media (max-width:40rem){.turn{grid-template-columns:2rem minmax(0,1fr)}.margin{grid-column:2}}
@page{size:A4;margin:16mm}
"""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PLAIN = "#55616b"


def write_transcript(transcript: CodedTranscript, path: Path) -> None:
    """Write the page; the same transcript gives the same bytes."""
    colours = {code: colour for code, _, colour, _ in transcript.legend}
    facts = "".join(f"<dt>{text(k)}</dt><dd>{text(v)}</dd>" for k, v in transcript.facts)
    legend = "".join(
        f"<li>{_bar(colour)}{text(name)} ({count})</li>"
        for _, name, colour, count in transcript.legend
    )
    turns = "\n".join(_turn(passage, colours) for passage in transcript.passages)
    path.write_text(
        f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{text(transcript.title)}</title><style>{_STYLE}</style></head>
<body><main>
<h1>{text(transcript.title)}</h1>
<p class="quiet">State of the project: {text(transcript.made_at[:10])}</p>
<dl>{facts}</dl>
<ul class="legend" aria-label="Codes">{legend}</ul>
{turns}
<p class="sign quiet">Read and agreed: ______________________ &#160; Date: ______________</p>
</main></body></html>
""",
        encoding="utf-8",
        newline="\n",
    )


def _bar(colour: str) -> str:
    safe = colour if _COLOUR.fullmatch(colour) else _PLAIN
    return f'<span class="bar" style="background:{safe}"></span>'


def _turn(passage: Passage, colours: dict[str, str]) -> str:
    said = "".join(_piece(piece, colours) for piece in passage.pieces)
    who = " · ".join(filter(None, (passage.speaker, passage.role, clock(passage.time))))
    marks = "".join(_mark(mark) for mark in passage.marks)
    return (
        f'<div class="turn {text(passage.role)}" id="p{passage.number}">'
        f'<div class="number">{passage.number}</div>'
        f'<div><span class="who">{text(who)}</span><p>{said}</p></div>'
        f'<ul class="margin" aria-label="Codes of paragraph {passage.number}">{marks}</ul></div>'
    )


def _piece(piece: Piece, colours: dict[str, str]) -> str:
    if not piece.paths:
        return text(piece.text)
    colour = colours.get(piece.paths[0], "")
    safe = colour if _COLOUR.fullmatch(colour) else _PLAIN
    return f'<span class="coded" style="text-decoration-color:{safe}">{text(piece.text)}</span>'


def _mark(mark: Mark) -> str:
    which = "" if mark.segment_id is None else f" · segment {mark.segment_id}"
    coders = text(", ".join(mark.coders) + which)
    return f'<li>{_bar(mark.colour)}{text(mark.name)} <span class="coders">{coders}</span></li>'


def clock(seconds: float | None) -> str:
    """Return a time as people write it; empty where there is none."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
