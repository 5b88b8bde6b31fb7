"""What people make of proposed themes: adopt, merge, split, dismiss; each is in the log."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sendcode.core.codebook import SEPARATOR, Code, Codebook
from sendcode.core.codebook_edit import in_use
from sendcode.core.decisions import NewDecision, Topic
from sendcode.core.model import Action
from sendcode.errors import CodebookError, NotFound
from sendcode.store import Store
from sendcode.workflows.codebooks import store_version
from sendcode.workflows.frame import StudyFrame
from sendcode.workflows.new_code import slug
from sendcode.workflows.theme_parts import parted
from sendcode.workflows.theme_rules import StartingRules, starting_rules
from sendcode.workflows.theme_standing import standing
from sendcode.workflows.theme_suggestions import suggest_theme
from sendcode.workflows.themes import Theme, current_themes, still_open, theme_of

DRAFT = "Draft, from a proposed theme ({}). Say it in your own words."
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Adopted:
    """A theme that became a code.

    Attributes:
        code: The code.
        version: Of the codebook.
        suggested: How many sentences of the theme wait for review.
        draft: Its starting rules, and what they find.
    """

    code: Code
    version: int
    suggested: int
    draft: StartingRules


def adopt(
    store: Store,
    number: int,
    *,
    name: str,
    coder: str,
    at: str,
    slug_id: str = "",
    under: str = "",
) -> Adopted:
    """Make an inductive code of a theme; its sentences become suggestions for review.

    The definition is a draft and says so; the examples are the quotes that show the theme best,
    known as words of an interview, so that they do not leave in public; the rules are drafts
    too, made of the phrases that find the theme best (`starting_rules`).

    Args:
        store: The project.
        number: The theme's id.
        name: The code's name.
        coder: Who adopts it.
        at: When.
        slug_id: The last part of the code's path; made from the name when empty.
        under: Path of the parent code; empty for the top.

    Raises:
        NotFound: No such theme or parent.
        CodebookError: There is a code at that path, or the parent is retired.
    """
    frame, run = StudyFrame(store), store.themes.last_run()
    theme = theme_of(store, number, frame=frame)
    current = store.codebooks.current()
    above = in_use(current.code(under)).path if under else ""
    path = SEPARATOR.join(filter(None, (above, _last_part(slug_id, name))))
    if path in current:
        raise CodebookError(f"the code '{path}' is there already", "Choose another --id.")
    if not current.version:
        current = _begun(store, coder=coder, at=at)
    draft = starting_rules(store, theme.units, hidden=frame.unquotable)
    code = _drafted(theme, path, name, draft)
    codes = _inserted(current, code, above)
    book = replace(current, name=current.name or store.name, codes=codes, version=0, based_on=0)
    version = _stored(store, theme, code, book, current, run=run, coder=coder, at=at)
    return Adopted(code, version, theme.size, draft)


def _stored(
    store: Store,
    theme: Theme,
    code: Code,
    book: Codebook,
    current: Codebook,
    *,
    run: int,
    coder: str,
    at: str,
) -> int:
    """Store the codebook with the new code and its sentences, in one go; return its version."""
    payload = {"did": "adopt", "themes": [theme.id], "code": code.guid}

    def with_its_sentences(version: int) -> list[NewDecision]:
        still_open(store, [theme.id], run=run)
        suggest_theme(store, theme, code, version, coder=coder, at=at)
        return [NewDecision(Action.CODEBOOK, payload=payload)]

    return store_version(
        store,
        book,
        current=current,
        message=f"theme {theme.id} adopted as {code.path}",
        coder=coder,
        at=at,
        also=with_its_sentences,
    )


def _last_part(slug_id: str, name: str) -> str:
    """Return the last part of the new code's path.

    Raises:
        CodebookError: Nothing of the id, or of the name, can stand in a path.
    """
    given = slug_id.strip()
    try:
        return slug(given or name)
    except CodebookError as error:
        if given:
            told, hint = f"the id '{given}'", "For example --id transport."
        else:
            told = f"the name '{' '.join(name.split())}'"
            hint = "Give the code an id as well: --id transport."
        raise CodebookError(
            f"no path can be made of {told}: it needs a letter a-z or a digit", hint
        ) from error


def _drafted(theme: Theme, path: str, name: str, draft: StartingRules) -> Code:
    quotes = _examples(theme)
    return Code(
        path=path,
        name=" ".join(name.split()),
        guid=str(uuid.uuid4()),
        definition=DRAFT.format(", ".join(theme.phrases) or f"theme {theme.id}"),
        examples=tuple(words for words, _ in quotes),
        quotes=quotes,
        origin="inductive",
        rules=draft.rules,
    )


def _begun(store: Store, *, coder: str, at: str) -> Codebook:
    """Store an empty codebook, so that there is one to go back to; return it."""
    empty = replace(store.codebooks.current(), name=store.name, codes=())
    store_version(
        store,
        empty,
        current=store.codebooks.current(),
        message="an empty codebook, before the first theme was adopted",
        coder=coder,
        at=at,
    )
    return store.codebooks.current()


def _examples(theme: Theme) -> tuple[tuple[str, str], ...]:
    """Return the words of some quotes, each with the name of its transcript."""
    found: dict[str, str] = {}
    for quote in theme.quotes:
        if not quote.edge:
            found.setdefault(" ".join(quote.text.split()), quote.transcript)
    return tuple(found.items())[:_EXAMPLES]


def _inserted(book: Codebook, code: Code, above: str) -> tuple[Code, ...]:
    if not above:
        return (*book.codes, code)
    last = book.codes.index(book.descendants(above)[-1]) + 1
    return (*book.codes[:last], code, *book.codes[last:])


def merge(store: Store, numbers: Sequence[int], *, coder: str, at: str) -> Theme:
    """Make one theme of several; it keeps the first one's id.

    Raises:
        NotFound: A theme is not there, or only one was named.
    """
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) < 2:
        raise NotFound("a merge needs two themes or more", "For example --merge 3,5.")
    frame, run = StudyFrame(store), store.themes.last_run()
    for number in wanted:
        theme_of(store, number, frame=frame)
    with store.transaction():
        still_open(store, wanted, run=run)
        _log(store, {"did": "merge", "themes": wanted}, coder=coder, at=at)
    return _as_they_are(store, wanted[0])[0]


def split(store: Store, number: int, *, coder: str, at: str) -> tuple[Theme, Theme]:
    """Part a theme in two that differ most.

    Raises:
        NotFound: No such theme, or it has fewer than four sentences.
    """
    run = store.themes.last_run()
    theme_of(store, number)
    themes = standing(store.themes.of_run(run), store.themes.decided())
    parts = parted(store, next(theme for theme, _ in themes if theme.id == number))
    with store.transaction():
        still_open(store, [number], run=run)
        made = [store.themes.add(part, run=run) for part in parts]
        _log(store, {"did": "split", "themes": [number], "parts": made}, coder=coder, at=at)
    first, second = _as_they_are(store, *made)
    return first, second


def _as_they_are(store: Store, *numbers: int) -> list[Theme]:
    """Return themes that were just made, also where somebody has decided about them since."""
    themes = {theme.id: theme for theme in current_themes(store, decided=True)}
    return [themes[number] for number in numbers]


def dismiss(store: Store, numbers: Collection[int], *, coder: str, at: str, why: str = "") -> None:
    """Put themes aside; they come back only when their sentences change a lot.

    Raises:
        NotFound: No such theme.
    """
    frame, run = StudyFrame(store), store.themes.last_run()
    for number in numbers:
        theme_of(store, number, frame=frame)
    wanted = sorted(set(numbers))
    payload: dict[str, object] = {"did": "dismiss", "themes": wanted}
    named = f"Theme{'s' * (len(wanted) > 1)} {', '.join(map(str, wanted))}"
    told = f"{named} put aside: {why.strip()}" if why.strip() else ""
    with store.transaction():
        still_open(store, wanted, run=run)
        _log(store, payload, coder=coder, at=at, memo=told)


def _log(store: Store, payload: dict[str, object], *, coder: str, at: str, memo: str = "") -> None:
    """Append a decision about themes, with a memo for the journal. Needs a transaction."""
    decision = NewDecision(
        Action.CODEBOOK,
        payload=payload,
        memo=memo or None,
        topic=Topic("journal") if memo else None,
    )
    store.decisions.record(
        [decision],
        coder=store.coders.id(coder, at=at),
        at=at,
        codebook_version=store.codebooks.version(),
    )
