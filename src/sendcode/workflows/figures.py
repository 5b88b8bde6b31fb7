"""The figures of a study: what the report shows and `plot` writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sendcode.core.codebook import Code
from sendcode.core.figures import Bars, Curve, Figure, Grid, Groups, Strips, saturation, stretches
from sendcode.core.matrix import Matrix, Measure, Study, count
from sendcode.core.report import ThemeFigures
from sendcode.core.segments import ANY
from sendcode.core.together import Way, lay, together
from sendcode.errors import InputError
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.saturation import codes_met, in_order, themes_met

MOST_STRIPS = 80
MOST_COLUMNS = 60
THEMES = "theme-saturation"


@dataclass(frozen=True)
class Figures:
    """Draws figures of one study, narrowed already.

    Attributes:
        frame: The study as a whole.
        study: What is counted.
        families: The themes that are compared: codes of one level.
        coder: The choice of coder that `study` stands for.
        where: The query that `study` stands for.
    """

    frame: StudyFrame
    study: Study
    families: Sequence[Code]
    coder: str = ANY
    where: str = ""

    def _count(self, columns: str, measure: Measure, level: int | None = None) -> Matrix:
        return count(
            self.study,
            columns=columns,
            measure=measure,
            level=level,
            coder=self.coder,
            where=self.where,
        )

    @cached_property
    def roles(self) -> Matrix:
        """Return people by code and role."""
        return self._count("role", Measure.PARTICIPANTS)

    def by_role(self) -> Groups:
        """Return, per theme and role, how many people spoke of it, out of those interviewed."""
        matrix = self.roles
        asked = [n for n, base in enumerate(matrix.base) if base]
        place = {key[0]: n for n, key in enumerate(matrix.rows)}
        return Groups(
            title="Who spoke of it: people, out of those interviewed in each role",
            series=tuple(matrix.columns[n][0] for n in asked),
            groups=tuple(
                (
                    family.name,
                    tuple(_of(matrix, place[family.path], n) for n in asked),
                )
                for family in self.families
                if family.path in place
            ),
            unit="people",
        )

    def of_theme(self, code: Code) -> Bars:
        """Return, per role, how many people spoke of one theme."""
        matrix = self.roles
        at = matrix.rows.index((code.path,)) if (code.path,) in matrix.rows else None
        bars = tuple(
            (key[0], *_of(matrix, at, n)) for n, key in enumerate(matrix.columns) if matrix.base[n]
        )
        return Bars(f"{code.name}: who spoke of it", bars, "people")

    def cases_per_theme(self) -> Bars:
        """Return, per theme, in how many cases it came up, out of those there are."""
        cases: dict[str, set[str]] = {}
        for row in self.study.counting:
            for code in self.frame.codebook.ancestors(row.code_path):
                cases.setdefault(code.path, set()).update(row.cases)
        number = len({case for unit in self.study.population for case in unit.cases})
        bars = tuple((f.name, len(cases.get(f.path, ())), number) for f in self.families)
        return Bars("Cases in which each theme came up", bars if number else (), "cases")

    def by_case(self) -> Grid:
        """Return coded segments by code and case: every code below the themes, and themselves."""
        return _grid(
            self._count("case", Measure.SEGMENTS),
            "Themes by case: coded segments",
            keep=tuple(family.path for family in self.families),
            sides=("code", "case"),
            unit="segments",
        )

    def co_occurrence(self) -> Grid:
        """Return, for each two codes of the themes' level, the turns that carry both."""
        met = together(
            lay(self.study.counting, {}),
            self.frame.codebook,
            way=Way.TURN,
            level=self.families[0].level if self.families else 1,
            coder=self.coder,
            where=self.where,
        )
        return _grid(
            met,
            "Themes that meet: turns that carry both (the diagonal: the theme itself)",
            keep=(),
            sides=("code", "other code"),
            unit="turns",
        )

    def portraits(self) -> Strips:
        """Return each transcript as a strip of its themes, from beginning to end."""
        number = {family.path: n for n, family in enumerate(self.families)}
        depth = self.families[0].level if self.families else 1
        spans: dict[str, list[tuple[int, int, int]]] = {}
        for row in self.study.counting:
            theme = number.get("/".join(row.code_path.split("/")[:depth]))
            if theme is not None:
                spans.setdefault(row.transcript, []).append((row.start, row.end, theme))
        shown = sorted(spans)[:MOST_STRIPS]
        more = f" (the first {MOST_STRIPS} of {len(spans)})" if len(spans) > MOST_STRIPS else ""
        return Strips(
            title=f"Portraits of the transcripts, from beginning to end{more}",
            themes=tuple(family.name for family in self.families),
            strips=tuple(
                (name, stretches(spans[name], len(self.frame.text(self.frame.ids[name]))))
                for name in shown
            ),
        )

    def saturation(self) -> Curve:
        """Return how many codes had been met after each interview that was read, in order."""
        book = self.frame.codebook
        total = sum(1 for code in book if not code.retired and not book.children(code.path))
        return self._met(self.codes_met, "codes", total)

    def theme_saturation(self) -> Curve:
        """Return how many proposed themes had shown after each interview, in order."""
        return self._met(self.themes_met, "proposed themes")

    @cached_property
    def codes_met(self) -> dict[str, set[object]]:
        """Return the codes that were given in each interview that was read."""
        return codes_met(self.study.population, self.study.counting)

    @cached_property
    def themes_met(self) -> dict[str, set[object]]:
        """Return the proposed themes that show in each interview."""
        return themes_met(self.frame)

    def _met(self, met: Mapping[str, Collection[object]], what: str, total: int = 0) -> Curve:
        order, dated = in_order(met, self.frame.population())
        seen = {one for found in met.values() for one in found}
        return saturation(
            order if seen else (),
            met,
            title=f"{what.capitalize()} met, interview by interview, in order of "
            + ("date" if dated else "name (not all have a date)"),
            total=max(total, len(seen)),
            what=what,
        )


def theme_figures(
    frame: StudyFrame, study: Study, *, coder: str = ANY, where: str = ""
) -> ThemeFigures:
    """Return what the workbook draws: families by role, and cases per family."""
    families = [code for code in frame.codebook.children("") if not code.retired]
    drawn = Figures(frame, study, families, coder, where)
    return ThemeFigures(
        tuple(family.path for family in families), drawn.by_role(), drawn.cases_per_theme()
    )


DRAWN: dict[str, tuple[str, Callable[[Figures], Figure]]] = {
    "themes-by-role": ("Who spoke of each theme, per role, of those interviewed", Figures.by_role),
    "cases-per-theme": ("In how many cases each theme came up", Figures.cases_per_theme),
    "themes-by-case": ("Coded segments by code and case, a heat map", Figures.by_case),
    "co-occurrence": ("Turns that carry two themes, a heat map", Figures.co_occurrence),
    "portraits": ("Each transcript as a strip of its themes", Figures.portraits),
    "saturation": ("Codes met, interview by interview, in order of date", Figures.saturation),
    THEMES: (
        "Proposed themes met, interview by interview, in order of date",
        Figures.theme_saturation,
    ),
    "theme": (
        "Who spoke of one code, per role (needs --theme)",
        lambda figures: figures.of_theme(figures.families[0]),
    ),
}
"""The figures by name: what each shows, and what draws it."""


def _of(matrix: Matrix, row: int | None, column: int) -> tuple[int | None, int]:
    """Return a count and what it is out of; no count where nothing of the column was read."""
    found = int(matrix.values[row][column] or 0) if row is not None else 0
    unread = not found and not matrix.read_share[column]
    return None if unread else found, matrix.base[column] or 0


def _grid(
    matrix: Matrix, title: str, *, keep: Sequence[str], sides: tuple[str, str], unit: str
) -> Grid:
    """Return a matrix as a heat map: only rows of these codes and below, where any is named."""
    if len(matrix.columns) > MOST_COLUMNS:
        raise InputError(
            f"{len(matrix.columns)} columns are too many to draw; a figure holds {MOST_COLUMNS}",
            "Narrow it with --where, or write the table: sendcode matrix -o FILE.xlsx.",
        )
    chosen = [
        n
        for n, (path, *_) in enumerate(matrix.rows)
        if not keep or any(f"{path}/".startswith(f"{top}/") for top in keep)
    ]
    least = min((matrix.row_levels[n] for n in chosen), default=1) - 1
    return Grid(
        title=title,
        down=tuple((matrix.row_labels[n], matrix.row_levels[n] - least) for n in chosen),
        across=matrix.row_labels
        if matrix.columns == matrix.rows
        else tuple(" · ".join(key) for key in matrix.columns),
        values=tuple(matrix.values[n] for n in chosen),
        sides=sides,
        unit=unit,
    )
