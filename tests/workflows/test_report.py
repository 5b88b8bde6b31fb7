from __future__ import annotations

from pathlib import Path

import pytest

from sendcode.core.decisions import NewDecision
from sendcode.core.model import Action
from sendcode.core.report import Counts, Facts, Heading, Paragraph, Picture, Quotes, Report
from sendcode.core.review import decision_for
from sendcode.errors import NotFound
from sendcode.store import Store, open_store
from sendcode.workflows.code import apply_codebook
from sendcode.workflows.codebook_edits import Who, merge_codes
from sendcode.workflows.demo import Demo
from sendcode.workflows.report import build_report, write_report
from sendcode.workflows.review import queue
from tests.conftest import AT, FORMS, accept, place, record


def quotes(report: Report) -> list[int]:
    return [q.segment_id for b in report.blocks if isinstance(b, Quotes) for q in b.quotes]


def test_the_demos_report_has_every_part_twice_the_same(demo: Demo, tmp_path: Path) -> None:
    with open_store(demo.project, at=AT) as store:
        report = build_report(store)
        again = build_report(store)
    assert report == again
    headings = [block.text for block in report.blocks if isinstance(block, Heading)]
    assert headings[0] == "The themes at a glance"
    assert {"Co-production", "Delays", "How this was done"} <= set(headings)
    names = [block.name for block in report.blocks if isinstance(block, Heading)]
    assert len(names) == len(set(names))
    assert len(quotes(report)) == len(set(quotes(report))) >= 30
    assert sum(isinstance(block, Picture) for block in report.blocks) == 7
    facts = next(block.facts for block in report.blocks if isinstance(block, Facts))
    assert ("Cases", "6 of 6") in facts
    assert ("Schools", "4 of 4") in facts
    told = [b.text for b in report.blocks if isinstance(b, Paragraph) and "run length" in b.text]
    assert [text.split(",")[0] for text in told] == ["New codes"]
    assert "brought 11 codes" in told[0]
    write_report(report, tmp_path / "again.html", force=False)
    made = (demo.project.parent / "report.html").read_bytes()
    assert (tmp_path / "again.html").read_bytes() == made


def test_the_methods_say_by_what_means_segments_were_suggested(demo: Demo, small: Store) -> None:
    with open_store(demo.project, at=AT) as store:
        texts = [b.text for b in build_report(store).blocks if isinstance(b, Paragraph)]
    assert any("codes on 2 levels, and 1 version: version 1 on " in text for text in texts)
    (told,) = [text for text in texts if text.startswith("Segments were suggested")]
    assert "invented coded passages before the study (co-production, ta-deployment" in told
    apply_codebook(small, coder="anna", at=AT)  # a codebook of its own: no coded examples for it
    texts = [b.text for b in build_report(small).blocks if isinstance(b, Paragraph)]
    (told,) = [text for text in texts if text.startswith("Segments were suggested")]
    assert "coded passages" not in told
    assert "likeness" in told


def coded(small: Store) -> Store:
    record(small, accept(small, "first", 1, 2), accept(small, "first", 5, code=FORMS))
    record(small, accept(small, "second", 5, code=FORMS))
    return small


def test_one_theme_quotes_only_or_a_query(small: Store) -> None:
    coded(small)
    only = build_report(small, theme="delays/forms", quotes_only=True)
    assert [type(block) for block in only.blocks] == [Heading, Quotes]
    assert quotes(build_report(small, where="role:parent")) == [1]
    with pytest.raises(NotFound):
        build_report(small, theme="nothing")
    with pytest.raises(NotFound):
        build_report(small, template="{schol}")


def test_do_not_quote_is_obeyed_and_starred_come_first(small: Store) -> None:
    coded(small)
    record(
        small,
        NewDecision(Action.DO_NOT_QUOTE, place=place(small, "first", 1, 2)),
        NewDecision(Action.STAR, place=place(small, "second", 5)),
    )
    report = build_report(small, quotes=1)
    assert quotes(report) == [3]


def test_an_empty_project_has_a_report_too(store: Store) -> None:
    report = build_report(store)
    assert any(isinstance(block, Paragraph) for block in report.blocks)
    assert all(not block.matrix.values for block in report.blocks if isinstance(block, Counts))


def test_the_methods_count_answers_to_suggestions_only(small: Store) -> None:
    apply_codebook(small, coder="anna", at=AT)
    item = next(item for item in queue(small, coder="anna") if item.code == "delays/waiting")
    record(small, decision_for(item, Action.ACCEPT))
    record(small, NewDecision(Action.ACCEPT, place=place(small, "first", 5), code=FORMS))  # again
    merge_codes(small, ["delays/waiting"], into="delays/forms", who=Who("anna", AT))
    texts = [b.text for b in build_report(small).blocks if isinstance(b, Paragraph)]
    (told,) = [text for text in texts if "Nothing became a coding" in text]
    assert "Of 1 suggestions that were decided, 1 were accepted, 0 given another code" in told


def test_what_is_narrowed_says_so_of_the_material_and_of_the_coders_own_reading(
    small: Store,
) -> None:
    record(small, accept(small, "first", 1))
    record(small, accept(small, "second", 5, code=FORMS), coder="ben")
    report = build_report(small, coder="ben", where="transcript:second")
    texts = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    assert texts[0].startswith("1 transcripts, 0 cases and 2 people interviewed; 1 coded")
    assert texts[0].endswith("20% of 5 codable sentences were read by ben.")
    assert any(text.startswith("The material was 1 transcripts of 32 words; 2 p") for text in texts)
    other = build_report(small, coder="anna", where="transcript:second").blocks
    told = next(block.text for block in other if isinstance(block, Paragraph))
    assert told.endswith("0% of 5 codable sentences were read by anna.")
