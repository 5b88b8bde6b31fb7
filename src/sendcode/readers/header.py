"""What stands above a transcript: fields such as `Date: 3 May`, legends, lists of participants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sendcode.core.model import Role
from sendcode.core.roles import guess_role
from sendcode.readers.labels import canonical, plausible
from sendcode.readers.lexicon import (
    FIELD_NAMES,
    FIELD_QUALIFIERS,
    IDENTIFYING_FIELDS,
    PERSON_FIELDS,
)

_FIELD = re.compile(
    r"\s*[*_•-]{0,3}\s*(?P<key>[^\W\d_][\w /.'’()#-]{0,38}?)\s*[*_]{0,3}"
    r"\s*(?P<mark>[:：=]|\s[–—-](?=\s))[*_]{0,3}(?P<value>.*)"
)
_SECOND = re.compile(
    r"(?:\s{2,}|\t+|\s*[|;]\s*)(?=[^\W\d_][\w /.'’()#-]{0,30}?\s*(?:[:：]|\s[–—-]\s))"
)
_PAIR = re.compile(
    r"[\[(\"“‘']?(?P<label>[^\W\d_][\w.’' -]{0,24}?)[\])\"”’']?\s*(?:[=–—]|\s-\s|:\s)\s*"
    r"(?P<meaning>[^\W\d_][^=;,|\t\n\[\])]{1,50})"
)
_LEGEND_WORD = re.compile(
    r"\s*[\[(*_]*\s*(?:key|legend|speakers?|abbreviations|transcription key|participants|present|"
    r"in attendance|attendees|people|voices|interviewers)\b"
    r"[^:=]{0,20}[:=]\s*",
    re.IGNORECASE,
)


_EXPLAINED = re.compile(
    r"\s*(?P<label>[A-Z][A-Za-z]{0,2}\d{0,2})\s*[:=–-]\s*(?P<meaning>[^\W\d_][\w ’'()-]{1,40})"
)


_JOINING = frozenset("of the de du la van von der and".split())


@lru_cache(maxsize=8192)
def key_of(written: str) -> str:
    """Return a metadata key: small letters with underscores (`Interview ID` -> `interview_id`)."""
    return re.sub(r"[^\w]+", "_", written.strip().casefold()).strip("_")


@lru_cache(maxsize=8192)
def is_field_name(written: str) -> bool:
    """Say whether words such as `Interview date` name a field, and never a speaker."""
    key = key_of(written)
    if key in FIELD_NAMES:
        return True
    words = re.findall(r"[\w/.-]+", written.casefold())
    if not 1 < len(words) <= 5:
        return False
    known = [word.strip(".") in FIELD_NAMES for word in words]
    return any(known) and all(k or w in FIELD_QUALIFIERS for k, w in zip(known, words, strict=True))


def is_person_field(written: str) -> bool:
    """Say whether a field names people (`Interviewer: Jane`) and so may look like a label."""
    words = re.findall(r"[\w-]+", written.casefold())
    return bool(words) and words[0] in PERSON_FIELDS and len(words) <= 3


def identifies(key: str) -> bool:
    """Say whether a metadata key tells one interview from the next."""
    return key in IDENTIFYING_FIELDS


def fields(line: str) -> dict[str, str]:
    """Return the fields of a header line, by key; two fields can share one line."""
    found: dict[str, str] = {}
    for part in _SECOND.split(line):
        match = _FIELD.fullmatch(part)
        if match is None or len(match.group("key").split()) > 5:
            return found
        named = is_field_name(match.group("key")) or is_person_field(match.group("key"))
        if match.group("mark").strip() not in (":", "：", "=") and not (named or found):
            return found
        value = match.group("value").strip().strip("*_").strip()
        if value and (key := key_of(match.group("key"))):
            found[key] = value
    return found


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the YAML front matter at the start of a text, and how long it is."""
    match = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    if match is None or not re.search(r"^[\w -]+:", match.group(1), re.MULTILINE):
        return {}, 0
    found: dict[str, str] = {}
    last = ""
    for line in match.group(1).split("\n"):
        pair = re.match(r"([\w][\w -]*):\s*(.*)", line)
        if pair:
            last = key_of(pair.group(1))
            found[last] = pair.group(2).strip().strip("'\"")
        elif last and line.strip():
            found[last] = f"{found[last]} {line.strip().lstrip('- ')}".strip()
    return {key: value for key, value in found.items() if key and value}, match.end()


def legend(line: str) -> dict[str, Role | None]:
    """Return the labels that a legend line explains, with the role it states.

    `(S = Student; I = Interviewer)`, `[I] – Interviewer <tab> [C] - Client`,
    `Present: Jane Doe (JD), Tom Roe (TR)`. Empty where the line is no legend.
    """
    if len(line) > 300:
        return {}
    word = _LEGEND_WORD.match(line)
    body = re.sub(r" {2,}", "\t", line[word.end() :] if word else line)
    pairs = [
        (canonical(m.group("label")), m.group("meaning").strip()) for m in _PAIR.finditer(body)
    ]
    pairs = [(label, meaning) for label, meaning in pairs if _pair_fits(label, meaning)]
    explained = {label: role_of(meaning) for label, meaning in pairs}
    if len(explained) >= 2 and _mostly(body, pairs):
        return explained
    if word and (named := _named(body)):
        return {**explained, **named}
    opens = line.lstrip()[:1] in "([" and "=" in line
    return explained if explained and (opens or (word and "=" in line)) else {}


def glossary(line: str) -> dict[str, Role | None]:
    """Return the labels of a line such as `I: Interviewer, S1: Student 1`; every one is a code."""
    parts = [part for part in re.split(r"[,;\t]| {3,}", line) if part.strip()]
    found = [_EXPLAINED.fullmatch(part.rstrip(" .")) for part in parts]
    if not parts or len(line) > 200 or not all(found) or (len(parts) < 2 and ":" in line):
        return {}
    pairs = {match.group("label"): match.group("meaning") for match in found if match}
    roles = {label: role_of(meaning) for label, meaning in pairs.items()}
    return roles if len(roles) == len(parts) and any(roles.values()) else {}


def people(line: str) -> tuple[str, ...]:
    """Return the names in a line such as `Participants: Ana, Ben, Cem` or `P1-P8`; else nobody."""
    key, mark, value = line.partition(":")
    if not mark or len(line) > 300 or not is_person_field(key) or not value.strip():
        return ()
    span = re.fullmatch(r"\s*([A-Z]{1,2})(\d{1,2})\s*(?:-|–|—|to)\s*\1?(\d{1,2})\.?\s*", value)
    if span:
        letters, first, last = span.groups()
        return tuple(f"{letters}{number}" for number in range(int(first), int(last) + 1))
    names = [
        canonical(name) for name in re.split(r"[,;&]|\band\b", value.rstrip(" .")) if name.strip()
    ]
    fit = all(_is_name(name) for name in names)
    return tuple(names) if len(names) >= 2 and fit else ()


def _is_name(written: str) -> bool:
    words = written.split()
    return (
        len(words) <= 5
        and plausible(written)
        and all(w[:1].isupper() or w in _JOINING for w in words)
    )


def _pair_fits(label: str, meaning: str) -> bool:
    return len(label) <= 24 and plausible(label) and len(meaning.split()) <= 6


def _mostly(body: str, pairs: list[tuple[str, str]]) -> bool:
    """Say whether the pairs are (nearly) all of the line, so that it is no sentence."""
    inside = sum(len(label) + len(meaning) for label, meaning in pairs)
    short = all(len(label) <= 4 or "=" in body for label, _ in pairs)
    return short and inside >= 0.6 * len(re.sub(r"[^\w]+", "", body))


def role_of(meaning: str) -> Role | None:
    """Return the role that words state, or None."""
    role = guess_role(meaning)
    return None if role is Role.UNKNOWN else role


def _named(body: str) -> dict[str, Role | None]:
    """Return the short forms behind names in a list: `Jane Doe (JD), Tom Roe (TR)`."""
    found: dict[str, Role | None] = {}
    for match in re.finditer(r"([^,;()]{1,60})\(([^()]{1,30})\)", body) if "(" in body else ():
        short = canonical(match.group(2))
        if len(short) <= 4 and plausible(short):
            found[short] = None
        elif plausible(name := canonical(match.group(1))):
            found[name] = role_of(match.group(2))
    return found


def is_legend_word(line: str) -> bool:
    """Say whether a line opens as a legend or a list of participants does."""
    return _LEGEND_WORD.match(line) is not None


def merged(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return both sets of fields; the same key again is kept beside the first value."""
    result = dict(old)
    for key, value in new.items():
        if key in result and value not in result[key]:
            result[key] = f"{result[key]}; {value}"
        else:
            result[key] = value
    return result
