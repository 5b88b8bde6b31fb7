"""A desk for proposed themes: the one that is looked at, those that are marked, what is done."""

from __future__ import annotations

from collections.abc import Callable

from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store
from sendcode.workflows import theme_decisions
from sendcode.workflows.new_code import slug
from sendcode.workflows.review import undo
from sendcode.workflows.theme_decisions import Adopted
from sendcode.workflows.themes import Theme, current_themes, same_run


class ThemeDesk:
    """What a screen of themes needs to know and to do; holds the rules, draws nothing.

    Args:
        store: The project.
        coder: Who decides.
        now: The time.

    Attributes:
        themes: The themes that nobody has decided about, largest first.
        at: Which of them is looked at, from 0.
        marked: Ids of themes that are to be merged, in the order in which they were marked.
    """

    def __init__(self, store: Store, *, coder: str, now: Callable[[], str]) -> None:
        self.store, self.coder, self._now = store, coder, now
        self.themes: tuple[Theme, ...] = ()
        self.at = 0
        self.marked: list[int] = []
        self._made: list[tuple[str, ...]] = []
        self.changed = False
        self.read()

    @property
    def done(self) -> int:
        """Return how many decisions were made here and not taken back."""
        return len(self._made)

    @property
    def theme(self) -> Theme | None:
        """Return the theme that is looked at; None where there is none left."""
        return self.themes[self.at] if self.themes else None

    @property
    def parents(self) -> tuple[str, ...]:
        """Return the paths of codes under which a new one can stand."""
        book = self.store.codebooks.current()
        return tuple(code.path for code in book.codes if not code.retired)

    def read(self, at: int | None = None) -> None:
        """Read the themes anew and look at the one of that id, where it is still there."""
        self._run = self.store.themes.last_run()
        self.themes = current_themes(self.store)
        places = {theme.id: place for place, theme in enumerate(self.themes)}
        self.marked = [number for number in self.marked if number in places]
        self.at = places.get(at or 0, min(self.at, max(len(self.themes) - 1, 0)))

    def read_again(self) -> None:
        """Read the themes anew: somebody else may have decided about some."""
        self.read(self.theme.id if self.theme else None)

    def go(self, at: int) -> None:
        """Look at another theme."""
        self.at = min(max(at, 0), max(len(self.themes) - 1, 0))

    def mark(self) -> None:
        """Mark the theme for a merge, or take the mark off."""
        number = self._need().id
        if number in self.marked:
            self.marked.remove(number)
        else:
            self.marked.append(number)

    @staticmethod
    def names_a_path(name: str) -> bool:
        """Say whether a code's path can be made of its name."""
        try:
            return bool(slug(name))
        except CodebookError:
            return False

    def adopt(self, name: str, under: str = "", slug_id: str = "") -> Adopted:
        """Make a code of the theme; see `theme_decisions.adopt`."""
        made = theme_decisions.adopt(
            self.store,
            self._as_shown().id,
            name=name,
            slug_id=slug_id,
            under=under,
            coder=self.coder,
            at=self._now(),
        )
        self._did()
        return made

    def merge(self) -> Theme:
        """Make one theme of those that are marked, and look at it.

        Raises:
            NotFound: Fewer than two are marked.
            SendcodeError: Themes were proposed anew since they were shown.
        """
        if len(self.marked) < 2:
            raise NotFound("mark two themes or more first", "Space marks one.")
        same_run(self.store, self._run)
        one = theme_decisions.merge(self.store, self.marked, coder=self.coder, at=self._now())
        self.marked = []
        self._did(one.id)
        return one

    def split(self) -> tuple[Theme, Theme]:
        """Part the theme in two and look at the larger part."""
        theme = self._as_shown()
        parts = theme_decisions.split(self.store, theme.id, coder=self.coder, at=self._now())
        self._did(parts[0].id)
        return parts

    def dismiss(self, why: str = "") -> None:
        """Put the theme aside."""
        theme_decisions.dismiss(
            self.store, [self._as_shown().id], coder=self.coder, at=self._now(), why=why
        )
        self._did()

    def undo(self) -> bool:
        """Take back the last thing that was done here, and look at the theme that came back.

        Returns:
            Whether there was something to take back.

        Raises:
            DependentsError: Later decisions build on it.
            NotFound: It was taken back elsewhere; the next undo is of what was done before it.
        """
        if not self._made:
            return False
        there = {theme.id for theme in self.themes}
        try:
            undo(self.store, self._made[-1], coder=self.coder, at=self._now())
        except NotFound:
            del self._made[-1]
            raise
        del self._made[-1]
        self.read_again()
        back = (place for place, theme in enumerate(self.themes) if theme.id not in there)
        self.at = next(back, self.at)
        return True

    def _need(self) -> Theme:
        if self.theme is None:
            raise NotFound("there is no theme left", "'sendcode suggest' proposes themes.")
        return self.theme

    def _as_shown(self) -> Theme:
        """Return the theme that is looked at, as long as its sentences are those that were shown.

        Raises:
            NotFound: There is none left.
            SendcodeError: Themes were proposed anew since.
        """
        same_run(self.store, self._run)
        return self._need()

    def _did(self, at: int | None = None) -> None:
        coder = self.store.coders.find(self.coder)
        self._made.append(self.store.decisions.last(coder=coder or 0))
        self.changed = True
        self.read(at)
