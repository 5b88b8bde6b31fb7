"""What the terms of a query ask: each one tried on values that pass and values that do not."""

from __future__ import annotations

import pytest

from sendcode.core.asked import (
    All,
    Close,
    Fails,
    HasCode,
    IsCoded,
    IsMarked,
    IsRead,
    OfCoding,
    OfTurn,
    OfVoice,
    OfWords,
    Some,
)
from sendcode.core.codebook import Code, Codebook
from sendcode.core.model import Role
from sendcode.core.query import QueryError, parse
from sendcode.core.query_terms import Known, ask, resolve
from sendcode.core.voice import Voice

BOOK = Codebook(
    "Tree", tuple(Code(path, path.upper(), guid=path) for path in ("a", "a/x", "a/y", "b", "c/d"))
)
MUM = Voice(
    transcript="visit one", speaker="MUM", participant="P1", person="P1", role=Role.PARENT,
    cases=("Ava", "Ben"), attributes={"School": "School 3; School 12", "wave": "2", "met": ""},
)  # fmt: skip
STRANGER = Voice("visit two", None, None, "?", Role.UNKNOWN, ())
KNOWN = Known((MUM, STRANGER), BOOK, ("School", "wave", "met", "seen"), ("ann", "bo"))


def asked(text: str, known: Known = KNOWN):
    """What a query of one term asks."""
    found = ask(text, known)
    while isinstance(found, All | Some) and len(found.parts) == 1:
        found = found.parts[0]
    return found


# --- the tree --------------------------------------------------------------------------------


def test_a_tree_keeps_its_shape() -> None:
    found = ask("coded and (read or near(code:a, code:b, 3))", KNOWN)
    close = Close(HasCode(frozenset({"a", "a/x", "a/y"})), HasCode(frozenset({"b"})), 3)
    assert found == All((IsCoded(), Some((IsRead(wanted=True), close))))


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        ("not coded", Fails(IsCoded())),
        ("not (coded and starred)", Some((Fails(IsCoded()), Fails(IsMarked("star", wanted=True))))),
        ("not (coded or unread)", All((Fails(IsCoded()), Fails(IsRead(wanted=False))))),
        ("not (coded and not read)", Some((Fails(IsCoded()), IsRead(wanted=True)))),
        ("not not coded", IsCoded()),
        ("not near(coded, not read, 1)", Fails(Close(IsCoded(), Fails(IsRead(wanted=True)), 1))),
    ],
)
def test_a_denial_goes_down_to_the_terms(denied: str, said: object) -> None:
    assert resolve(parse(denied), denied, KNOWN) == said


@pytest.mark.parametrize(
    ("flag", "term"),
    [
        ("coded", IsCoded()),
        ("read", IsRead(wanted=True)),
        ("unread", IsRead(wanted=False)),
        ("starred", IsMarked("star", wanted=True)),
        ("flagged", IsMarked("flag", wanted=True)),
        ("quotable", IsMarked("do-not-quote", wanted=False)),
    ],
)
def test_a_flag_is_a_term(flag: str, term: object) -> None:
    assert asked(flag) == term


# --- codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "guids"),
    [
        ("code:a", {"a", "a/x", "a/y"}),
        ("code:a/x", {"a/x"}),
        ("code:a/*", {"a/x", "a/y"}),
        ("code:*Y", {"a/y"}),
        ("code:B", {"b"}),
    ],
)
def test_a_code_stands_for_itself_and_those_below_a_pattern_for_what_fits(written, guids) -> None:
    assert asked(written) == HasCode(frozenset(guids))


# --- words -----------------------------------------------------------------------------------


def test_words_carry_what_an_index_may_look_for() -> None:
    found = asked('text:"waiting list"')
    assert isinstance(found, OfWords)
    assert (found.words, found.side_by_side) == ((("waiting", False), ("list", False)), True)
    assert (found.test("The Waiting list."), found.test("a list of waiting")) == (True, False)
    loose = asked('text:"waiting list"~2')
    assert isinstance(loose, OfWords)
    assert (loose.test("a list of waiting"), loose.side_by_side) == (True, False)


@pytest.mark.parametrize(
    ("written", "short", "long"),
    [("words:2", True, False), ("words>2", False, True), ("words<=2", True, False)],
)
def test_the_number_of_words_is_about_length(written: str, *, short: bool, long: bool) -> None:
    found = asked(written)
    assert isinstance(found, OfWords)
    assert found.about_length
    assert (found.test("two words"), found.test("these are four words")) == (short, long)


# --- turns and codings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "passes", "fails"),
    [("turn:12", 12, 1), ("turn:1*", 12, 2), ("turn>=9", 10, 8), ("turn=3", 3, 4)],
)
def test_a_turn_is_matched_as_written_and_compared_as_a_number(written, passes, fails) -> None:
    found = asked(written)
    assert isinstance(found, OfTurn)
    assert (found.test(passes), found.test(fails)) == (True, False)


@pytest.mark.parametrize(
    ("written", "passes", "fails"),
    [
        ("coder:Ann", "ann", "bo"),
        ("status:coded", "coded", "rejected"),
        ("status:*ed", "rejected", ""),
        ("origin:rule*", "rules", "manual"),
        ("memo:*k", "look", None),
        ('memo:""', "", "look"),
        ('score:""', None, 0.0),
        ("score:0.5", 0.5, 0.51),
        ("score<0.5", 0.2, None),
    ],
)
def test_a_field_of_the_coding_is_asked_of_the_coding(written, passes, fails) -> None:
    found = asked(written)
    assert isinstance(found, OfCoding)
    assert found.field == written.split(":")[0].split("<")[0]
    assert (found.test(passes), found.test(fails)) == (True, False)


# --- voices ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "mum", "stranger"),
    [
        ("speaker:mum", True, False),
        ('speaker:""', False, True),
        ("participant:p*", True, False),
        ('participant:""', False, True),
        ("role:Parent", True, False),
        ("role:un*", False, True),
        ("case:ben", True, False),
        ('case:""', False, True),
        ('transcript:"visit two"', False, True),
        ("transcript:visit", True, True),
        ("school:*3", True, False),
        ("SCHOOL:12", True, False),
        ('school:""', False, True),
        ("wave>1", True, False),
        ("wave>10", False, False),
        ('school="school 12"', True, False),
        ("wave=2.0", True, False),
        ("school<=SCHOOL", False, False),
        ('school>="school 3"', True, False),
        ("met<1", False, False),
        ('seen:""', True, True),
    ],
)
def test_who_speaks_is_matched_by_value_or_by_words_of_it(written, *, mum, stranger) -> None:
    found = asked(written)
    assert isinstance(found, OfVoice)
    assert (found.test(MUM), found.test(STRANGER)) == (mum, stranger)


def test_a_star_alone_is_any_value_and_an_empty_one_none() -> None:
    voices = [Voice("t", None, None, "?", Role.PUPIL, cases) for cases in ((), ("Ava",))]
    known = Known(voices, BOOK, ("school",))
    found = {x: [asked(x, known).test(v) for v in voices] for x in ("case:*", 'case:"(no case)"')}
    assert found == {"case:*": [False, True], 'case:"(no case)"': [True, False]}
    assert [asked("school:*", known).test(v) for v in voices] == [False, False]
    assert [asked('school:"(none)"', known).test(v) for v in voices] == [True, True]
    assert (asked("memo:*").test(""), asked("memo:*").test("so")) == (False, True)
    assert (asked("coder:*").test("ann"), asked('coder:""').test("")) == (True, True)


def test_a_whole_value_goes_before_words_of_a_value() -> None:
    named = [Voice("t", None, None, "?", Role.PUPIL, (case,)) for case in ("Ava", "Ava Lee")]
    found = asked("case:ava", Known(named, BOOK, ()))
    assert [found.test(voice) for voice in named] == [True, False]


# --- refusals --------------------------------------------------------------------------------

MANY = [Voice(f"talk {n:02}", None, None, "?", Role.PUPIL, ()) for n in range(20)]


@pytest.mark.parametrize(
    ("written", "at", "message", "hint"),
    [
        ("code:zzz", 5, "zzz", ""),
        ("code:z*", 5, "no code fits 'z*'", "codebook show"),
        ("role:ta~2", 5, "only a text can have '~'", "~3"),
        ("coder:bob", 6, "no coder 'bob'", "Known: ann, bo."),
        ("role:parnet", 5, "no role 'parnet'", "Known: interviewer, pupil, parent"),
        ("status:all", 7, "no status 'all'", "Known: coded, suggested, rejected."),
        ("case:Avva", 5, "no case 'Avva'", "Did you mean 'Ava'? Known: Ava, Ben."),
        ("case:zzz", 5, "no case 'zzz'", "Known: Ava, Ben."),
        ("shool:3", 0, "no field 'shool'", "Did you mean 'School'? Known: code"),
        ("zzz>3", 0, "no field 'zzz'", "Known: code"),
        ("score>high", 6, "'score' is compared with a number", "score>0.7"),
        ("role>pupil", 0, "'role' cannot be compared", "role:value"),
    ],
)
def test_what_there_is_not_is_refused_at_its_place(written, at, message, hint) -> None:
    with pytest.raises(QueryError) as refused:
        ask(written, KNOWN)
    assert refused.value.at == at
    assert message in refused.value.message
    assert hint in refused.value.hint
    assert refused.value.hint.startswith("Did") == hint.startswith("Did")


def test_a_refusal_lists_a_dozen_values_and_says_where_there_are_more_or_none() -> None:
    with pytest.raises(QueryError) as refused:
        ask("transcript:zzz", Known(MANY, BOOK, ()))
    assert "talk 10, talk 11, ..." in refused.value.hint
    assert "talk 12" not in refused.value.hint
    with pytest.raises(QueryError) as refused:
        ask("seen:today", KNOWN)
    assert refused.value.hint == ""
