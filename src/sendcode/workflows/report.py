"""The report: who spoke of each theme, figures, quotes, and how it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sendcode.core.codebook import Code
from sendcode.core.matrix import Matrix, Measure, Study, Value, count
from sendcode.core.quotes import TEMPLATE, Chooser, check_template
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
from sendcode.core.saturation import Saturation
from sendcode.core.segments import NO_VALUE, SegmentRow
from sendcode.core.together import Way, lay, together
from sendcode.exporters import BUILTIN, GROUP
from sendcode.exporters.files import whole_file
from sendcode.registry import load
from sendcode.store import Store
from sendcode.workflows.figures import Figures
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.matrix import choose_coder, study
from sendcode.workflows.methods import coreq, methods, read_by
from sendcode.workflows.saturation import FOUND_TOGETHER, saturation

MOST_CASES = 40
SITE = ("school", "setting", "site", "local_authority")
"""The first of these attributes that there is says where people are."""


def build_report(
    store: Store,
    *,
    coder: str | None = None,
    where: str = "",
    theme: str = "",
    quotes: int = 3,
    template: str = TEMPLATE,
    quotes_only: bool = False,
) -> Report:
    """Return the report of a project.

    Args:
        store: The project.
        coder: Whose codings count.
        where: Only what this query finds.
        theme: Only this code and those below it; empty for all.
        quotes: At most so many per theme or sub-theme.
        template: For attributions, e.g. `{role}, {school}`.
        quotes_only: Only headings and quotes.

    Raises:
        NotFound: No such coder, theme or field of the template.
        QueryError: `where` cannot be read, or names what there is not.
    """
    frame = StudyFrame(store)
    who = choose_coder(store, coder)
    check_template(template, frame.attribute_names)
    book = frame.codebook
    families = [c for c in book.children("") if not c.retired]
    if theme:
        families = [book.code(theme)]
    counted = study(frame, who, where)
    chooser = Chooser(frame.marks, template, frame.attribute_names)
    writer = _Writer(store, frame, counted, who, where, chooser, families)
    blocks: list[Block] = []
    if not quotes_only and not theme:
        blocks += writer.overview()
    for family in families:
        blocks += writer.theme(family, quotes, quotes_only=quotes_only)
    if not quotes_only:
        blocks += writer.method()
    parts = [f"narrowed to {where}"] if where else []
    if theme:
        parts.insert(0, families[0].name)
    return Report(
        title=store.name,
        subtitle=" · ".join((f"Themes from {book.name}", *parts)),
        made_at=store.decisions.newest_time() or store.setting("created_at"),
        blocks=tuple(blocks),
    )


def write_report(report: Report, path: Path, *, force: bool) -> None:
    """Write a report as .html or .docx; whole or not at all."""
    write = load(GROUP, f"report{path.suffix.lower()}", BUILTIN)
    with whole_file(path, force=force) as draft:
        write(report, draft)


class _Writer:
    """Writes the blocks of one report."""

    def __init__(
        self,
        store: Store,
        frame: StudyFrame,
        counted: Study,
        coder: str,
        where: str,
        chooser: Chooser,
        families: Sequence[Code],
    ) -> None:
        self.store = store
        self.frame = frame
        self.study = counted
        self.coder = coder
        self.where = where
        self.chooser = chooser
        self.site = next((name for name in SITE if name in frame.attribute_names), "")
        self.by_code: dict[str, list[SegmentRow]] = {}
        above: dict[str, list[str]] = {}
        for row in counted.counting:
            path = row.code_path
            if path not in above:
                above[path] = [code.path for code in frame.codebook.ancestors(path)]
            for code in above[path]:
                self.by_code.setdefault(code, []).append(row)
        self.figures = Figures(frame, counted, families, coder, where)
        self.roles = self.figures.roles
        self.cases = self.count("case", Measure.CASES)
        self.sites = self.count(self.site, Measure.PARTICIPANTS) if self.site else None
        self.number_of_cases = len({c for u in counted.population for c in u.cases})
        self.number_of_people = len({u.person for u in counted.population})

    def count(self, columns: str, measure: Measure, level: int | None = None) -> Matrix:
        return count(
            self.study,
            columns=columns,
            measure=measure,
            level=level,
            coder=self.coder,
            where=self.where,
        )

    # --- the whole study -------------------------------------------------------------------

    def overview(self) -> Iterator[Block]:
        yield Heading("The themes at a glance", 1, "glance")
        units = len(self.study.population)
        names = self.study.transcripts if self.where else self.frame.names
        by = read_by(self.coder)
        yield Paragraph(
            f"{len(names)} transcripts, {self.number_of_cases} cases and "
            f"{self.number_of_people} people interviewed; "
            f"{len({r.segment_id for r in self.study.counting}):,} coded segments. "
            f"{self.study.read(self.coder):.0%} of {units:,} codable sentences were read{by}."
        )
        yield Picture(self.figures.by_role(), "Per theme and role, who spoke of it.")
        if len(self.cases.columns) <= MOST_CASES:
            matrix = self.count("case", Measure.SEGMENTS)
            yield Counts(matrix, "Themes by case: coded segments")
        else:
            yield Paragraph(
                f"There are {len(self.cases.columns)} cases; the workbook has themes by case.",
                quiet=True,
            )
        met = together(
            lay(self.study.counting, {}),
            self.frame.codebook,
            way=Way.TURN,
            level=1,
            coder=self.coder,
            where=self.where,
        )
        yield Counts(met, "Themes that meet: turns that carry both")
        yield Picture(self.figures.portraits(), "Each transcript as a strip of its themes.")
        yield from self._saturation()

    def _saturation(self) -> Iterator[Block]:
        """Yield how codes and proposed themes grew, interview by interview, and what it means."""
        curves = {"codes": self.figures.saturation()}
        measures: dict[str, Saturation] = {}
        if not self.where:
            curves["themes"] = self.figures.theme_saturation()
            measures = saturation(
                self.store,
                frame=self.frame,
                codes=self.figures.codes_met,
                themes=self.figures.themes_met,
            )
        for what, curve in curves.items():
            if not curve.points:
                continue
            last = curve.points[-1][1]
            met = f"{last} of {curve.total}" if last < curve.total else f"All {last}"
            yield Picture(
                curve,
                f"{met} {curve.what} were met in {len(curve.points)} interviews; the band holds "
                "9 of 10 random orders of the same interviews.",
            )
            if what in measures:
                yield _new_things(measures[what], curve.what)

    # --- one theme -------------------------------------------------------------------------

    def theme(self, family: Code, quotes: int, *, quotes_only: bool) -> Iterator[Block]:
        name = family.path.replace("/", "-")
        yield Heading(family.name, 1, f"theme-{name}")
        below = [c for c in self.frame.codebook.descendants(family.path)[1:] if not c.retired]
        if not quotes_only:
            if family.definition:
                yield Paragraph(family.definition)
            yield from self._who(family)
        if not below:
            yield from self._quotes(family, quotes)
        own = [r for r in self.by_code.get(family.path, ()) if r.code_path == family.path]
        if below and own:
            yield Quotes(self.chooser.choose(own, quotes))
        for code in below:
            yield Heading(code.name, min(code.level, 4), f"theme-{code.path.replace('/', '-')}")
            if not quotes_only:
                yield from self._sub(code)
            yield from self._quotes(code, quotes)

    def _who(self, family: Code) -> Iterator[Block]:
        rows = self.by_code.get(family.path, [])
        cases = {case for row in rows for case in row.cases}
        people = {row.person for row in rows}
        facts = [
            ("Segments", f"{len({r.segment_id for r in rows}):,}"),
            ("Cases", f"{len(cases)} of {self.number_of_cases}"),
            ("People", f"{len(people)} of {self.number_of_people}"),
        ]
        if self.sites is not None and self.site:
            known = [n for n, key in enumerate(self.sites.columns) if key[0] != NO_VALUE]
            values = self._row(self.sites, family)
            reached = sum(1 for n in known if values[n])
            label = _plural(self.site.replace("_", " ").capitalize())
            facts.append((label, f"{reached} of {len(known)}"))
        yield Facts(tuple(facts))
        figure = self.figures.of_theme(family)
        said = "; ".join(
            f"{label} {found} of {base}" if found is not None else f"{label}: {base} not read yet"
            for label, found, base in figure.bars
        )
        if figure.bars:
            yield Picture(figure, f"People: {said}.")

    @staticmethod
    def _row(matrix: Matrix, code: Code) -> tuple[Value, ...]:
        for key, values in zip(matrix.rows, matrix.values, strict=True):
            if key == (code.path,):
                return values
        return (0,) * len(matrix.columns)

    def _sub(self, code: Code) -> Iterator[Block]:
        rows = self.by_code.get(code.path, [])
        cases = {case for row in rows for case in row.cases}
        values = self._row(self.roles, code)
        spoken = [
            f"{key[0]} {values[n]} of {self.roles.base[n]}"
            for n, key in enumerate(self.roles.columns)
            if values[n]
        ]
        if code.definition:
            yield Paragraph(code.definition)
        said = f"{len({r.segment_id for r in rows}):,} segments, {len(cases)} of "
        said += f"{self.number_of_cases} cases"
        yield Paragraph(said + (f"; people: {', '.join(spoken)}." if spoken else "."), quiet=True)

    def _quotes(self, code: Code, number: int) -> Iterator[Block]:
        found = self.chooser.choose(self.by_code.get(code.path, ()), number)
        if found:
            yield Quotes(found)

    # --- how it was done -------------------------------------------------------------------

    def method(self) -> Iterator[Block]:
        yield Heading("How this was done", 1, "methods")
        for text in methods(self.store, self.frame, self.study, self.coder, self.where):
            yield Paragraph(text)
        yield Heading("What the record says for COREQ", 2, "coreq")
        yield Paragraph(
            "Items of the COREQ checklist (Tong, Sainsbury and Craig 2007) that the project's "
            "record can answer; the others are for the authors.",
            quiet=True,
        )
        yield Facts(tuple(coreq(self.store, self.frame, self.study)))


def _new_things(measure: Saturation, what: str) -> Paragraph:
    """Return how many new ones each interview brought, and what that means."""
    return Paragraph(
        f"New {what}, interview by interview: {' '.join(map(str, measure.new))}. "
        f"{measure.read_as(what)} (Base size and run length: Guest, Namey and Chen 2020.)"
        + ("" if what == "codes" else f" {FOUND_TOGETHER}")
    )


def _plural(label: str) -> str:
    return f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
