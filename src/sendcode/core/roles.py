"""What a speaker's label says about the speaker's role; a guess that anyone can override."""

from __future__ import annotations

import re
from difflib import get_close_matches

from sendcode.core.model import Role

_WORDS: dict[Role, list[str]] = {
    Role.INTERVIEWER: (
        "i int iv interviewer researcher inspector hmi mod moderator facilitator q question"
    ).split(),
    Role.PUPIL: "pupil child children student learner yp".split(),
    Role.PARENT: (
        "parent carer mum mother mam mom dad father guardian nan grandma grandmother grandad "
        "grandfather"
    ).split(),
    Role.TEACHER: "teacher tutor lecturer".split(),
    Role.TA: "ta tas lsa hlta lsas".split(),
    Role.SENCO: "senco sendco senco's inco".split(),
    Role.HEADTEACHER: "head headteacher ht principal headmaster headmistress".split(),
    Role.LA_OFFICER: "la lao council caseworker casework officer ep".split(),
    Role.HEALTH: "health nurse therapist salt slt ot paediatrician physio nhs ccg icb".split(),
}
_PHRASES = {
    "teaching assistant": Role.TA,
    "learning support assistant": Role.TA,
    "support assistant": Role.TA,
    "head of year": Role.TEACHER,
    "head of inclusion": Role.SENCO,
    "head teacher": Role.HEADTEACHER,
    "deputy head": Role.HEADTEACHER,
    "local authority": Role.LA_OFFICER,
    "educational psychologist": Role.LA_OFFICER,
    "ed psych": Role.LA_OFFICER,
    "speech and language": Role.HEALTH,
    "foster carer": Role.PARENT,
    "foster parent": Role.PARENT,
    "young person": Role.PUPIL,
    "young people": Role.PUPIL,
    "form tutor": Role.TEACHER,
}
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|sir)\b\s*\S+")  # a surname may be Young, or Salt
_PLACE = re.compile(
    r"(?:(?:primary|secondary|special|infant|junior|middle|nursery|first|upper|mainstream)"
    r"(?: +(?:school|phase|academy))?"
    r"|(?:of |at |for |in )?(?:school|academy|college|setting|site|area|trust|la|lea"
    r"|local authority|authority|council|ccg|icb) *(?:no\.? *|number +|#)?(?:\d+|[a-z]))",
    re.IGNORECASE,
)
"""A part of an attribution that says where somebody was, e.g. `local authority 2`."""
_WHOSE = re.compile(
    r"\bof (?:an? |the |one )?(?:pupil|child|student|young person)s?\b[^,(]*", re.IGNORECASE
)
_OFFICE = re.compile(r"\b(?:director|manager|commissioner|head of|lead|strategic)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:[/&+,;]|\band\b)\s*", re.IGNORECASE)
_BY_WORD = {word: role for role, words in _WORDS.items() for word in words}
# Single letters and short forms mean a role only when they are the whole label.
_ALONE = {"i", "q", "la", "ep", "ot", "ht", "ta", "int", "iv", "mod", "head", "yp"}


def guess_role(label: str | None) -> Role:
    """Return the role that a label states, or `unknown`.

    Only what stands in the label counts: `TA`, `Interviewer 2`, `Ava's mum`, `SENCO (school 3)`.
    A personal name is `unknown` (also `Mr Young`); so is a bare `P1`, `R` or `Speaker 2`, and
    what states several roles (`Teacher & TA`, `SENCo/Teacher`): nobody knows which one counts.
    What only says where somebody was is no role (`SENCo, school 3, primary, local authority 1`).
    """
    if not label or states_several_roles(label):
        return Role.UNKNOWN
    found = _one_role(_without_places(label))
    if found is Role.UNKNOWN and _OFFICE.search(label):  # somebody's post: where makes the role
        return _one_role(label)
    return found


def states_several_roles(label: str) -> bool:
    """Say whether a label joins different roles, of two people or of one with two jobs."""
    parts = _JOINED.split(_without_places(label))
    return len(parts) > 1 and len({_one_role(part) for part in parts} - {Role.UNKNOWN}) > 1


def _without_places(label: str) -> str:
    """Return an attribution without the parts that say where; a place alone stays."""
    first, *rest = (part.strip() for part in re.split(r"[,(]", _WHOSE.sub("", label).rstrip(") ")))
    return ", ".join([first, *(part for part in rest if not _PLACE.fullmatch(part))])


def _one_role(label: str) -> Role:
    plain = re.sub(r"[^\w'’ ]+", " ", label).replace("’", "'").casefold()
    plain = _TITLED.sub(" ", " ".join(plain.split()))
    for phrase, role in _PHRASES.items():
        if re.search(rf"\b{phrase}s?\b", plain):
            return role
    words = [_singular(re.sub(r"('s|s')$|\d+$", "", word)) for word in plain.split()]
    words = [word for word in words if word]
    whole = {_BY_WORD.get(word) for word in words}
    if len(whole) == 1 and (only := whole.pop()):
        return only
    found = {_BY_WORD[word] for word in words if word in _BY_WORD and word not in _ALONE}
    if len(found) == 1:
        return found.pop()
    if Role.TA in found or "ta" in words:
        return Role.TA
    return Role.UNKNOWN


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word not in _BY_WORD else word


def parse_role(written: str) -> Role | None:
    """Return the role that a person wrote in a case sheet, or None when it is not one."""
    word = written.strip().casefold().replace("_", "-").replace(" ", "-")
    try:
        return Role(word)
    except ValueError:
        guessed = guess_role(written)
        return None if guessed is Role.UNKNOWN else guessed


def role_words() -> tuple[str, ...]:
    """Return the words and phrases that `parse_role` takes for a role, each once."""
    own = (role.value for role in Role)
    return tuple(dict.fromkeys((*own, *_BY_WORD, *_PHRASES)))


def nearest_role(written: str) -> str:
    """Return the role word closest to what was written; empty if none is close."""
    close = get_close_matches(written.strip().casefold(), [role.value for role in Role], n=1)
    return close[0] if close else ""
