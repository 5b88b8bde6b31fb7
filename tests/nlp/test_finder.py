"""Terms in texts, with exact offsets."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from sendcode.core.spelling import FILLER_PAIRS, FILLERS, SOUNDS
from sendcode.core.terms import TermError, parse_term
from sendcode.nlp import TermFinder, describe, load_pipeline
from sendcode.nlp.slots import Slots, cut, spellings

BLANK = load_pipeline()


def found(text: str, *terms: str) -> list[str]:
    return [text[start:end] for *_, start, end in TermFinder(terms, BLANK).find([text])]


CASES = {
    "lemma": ("wait", "We waited. She waits, waiting to wait", "waited waits waiting wait"),
    "inflected": ("waiting", "we waited", "waited"),
    "own lemma": ("left", "leave left leaving Left", "left Left"),
    "other lemma": ("leave", "left", "left"),
    "capitals": ("TA", "ta, the TA's, two TAs, Ta TA-led", "TA TAs TA"),
    "capitals plural": ("TAs", "a TA", "TA"),
    "small letters": ("senco", "SENCOs and SENCo's and sencos", "SENCOs SENCo sencos"),
    "wildcard": ("therap*", "Therapists' therapy", "Therapists therapy"),
    "wildcard inside": ("un*ed", "unmet untested", "untested"),
    "wildcard capitals": ("EHC*", "EHCP ehcp EHC", "EHCP EHC"),
    "any one word": ("took * out", "took him out, took the boy out", "took him out"),
    "exact": ('"Left"', "left Left", "Left"),
    "exact capitals": ('"TA"', "TAs TA ta", "TA"),
    "contraction": ("didn't tell", "they do not tell, didn't tell, didnt tell",
                    "do not tell|didn't tell|didnt tell"),
    "cannot": ("can't cope", "cannot cope; can not cope", "cannot cope|can not cope"),
    "is": ("she is pulled", "she's pulled", "she's pulled"),
    "British": ("organise", "organized organizing", "organized organizing"),
    "American": ("behavior", "behaviours", "behaviours"),
    "wild American": ("organiz*", "organisation", "organisation"),
    "numbers": ("1:1", "a 1:1 TA", "1:1"),
    "apostrophe": ("parents' evening", "parents’ evening, parents evening",
                   "parents’ evening|parents evening"),
    "whose evening": ("parent's evening", "parents' evening, parents evening",
                      "parents' evening|parents evening"),
    "whose evening, turned": ("parents' evening", "parent's evening", "parent's evening"),
    "it's": ("it's a fight", "it is a fight; it was a fight; it's a fight; the fight",
             "it is a fight|it was a fight|it's a fight"),
    "who's left": ("she's left", "she has left, she is left", "she has left|she is left"),
    "child's": ("child's voice", "the child is voice", ""),
    "stops": ("TA", "a T.A., two T.A.s. Plan T. A list", "T.A T.A.s"),
    "stops in the term": ("E.H.C. plan", "an EHC plan", "EHC plan"),
    "accent in two": ("caf\u00e9", "a cafe\u0301 there", "cafe\u0301"),
    "accent in one": ("cafe\u0301", "a caf\u00e9 there", "caf\u00e9"),
    "e-mail": ("email", "e-mails, emails, e mail", "e-mails|emails|e mail"),
    "plural": ("letters", "a letter came, letters", "letter letters"),
    "plural of an unknown word": ("headteachers", "the headteacher", "headteacher"),
    "hesitation in the term": ("waiting er list", "waiting list", "waiting list"),
    "hesitation alone": ("er", "er, er", ""),
    "noun in -ing": ("meeting", "we met at a meeting", "meeting"),
    "slash": ("teacher", "TA/teacher", "teacher"),
    "unknown word": ("dojo", "dojos", "dojos"),
    "unknown ending": ("zorble", "zorbled zorbling", "zorbled zorbling"),
}  # fmt: skip


@pytest.mark.parametrize(("term", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_term_finds_the_forms_of_its_words(term, text, expected):
    wanted = (
        expected.split("|") if expected and ("|" in expected or " " in term) else expected.split()
    )
    assert found(text, term) == wanted


@pytest.mark.parametrize("term", ["co-production", "coproduction", "co production"])
def test_hyphen_blank_and_joined_forms_match_each_other(term):
    text = "Co-production, coproduction, co production, co\u2011production, co\u00adproduction"
    assert len(found(text, term)) == 5


def test_prefixes_part_words_but_chance_does_not():
    assert found("co production of", "coproduc*") == ["co production"]
    assert found("the class room", "classroom") == ["class room"]
    assert found("in formation", "information") == []


def test_hesitations_and_fillers_may_stand_inside_a_phrase():
    text = "on the waiting, er, waiting [pause] list, you know, for, like, CAMHS"
    assert found(text, "waiting list for CAMHS") == [
        "waiting [pause] list, you know, for, like, CAMHS"
    ]
    assert found("nobody really told us", "nobody told us") == ["nobody really told us"]
    assert found("pulled out of, out of class", "pulled out of class") == [
        "pulled out of, out of class"
    ]


def test_a_word_broken_off_and_said_again_may_stand_inside_a_phrase():
    assert found("a waiting l- list", "waiting list") == ["waiting l- list"]
    assert found("a wai- waiting, er, li- list", "waiting list") == ["waiting, er, li- list"]
    assert found("a waiting game- list", "waiting list") == []


def test_a_filler_counts_as_a_word_where_a_term_has_it():
    assert found("what I like best", "I like") == ["I like"]


@pytest.mark.parametrize(
    "text",
    ["He waited. List it", "waiting\nlist", "waiting? List", "waiting. Waiting.\nList"],
)
def test_no_phrase_goes_beyond_a_sentence(text):
    assert found(text, "waiting list") == []


def test_a_sentence_said_twice_is_no_repetition_inside_a_phrase():
    assert found("on the list\nlist\nlist", "the list") == ["the list"]


def test_a_full_stop_before_a_small_letter_ends_nothing():
    assert found("for approx. months", "approx months") == ["approx. months"]


def test_offsets_are_those_of_the_text_as_it_is():
    text = "\u200bthe wait\u00ading\u00a0list — 18-month"
    assert found(text, "waiting list", "month") == ["wait\u00ading\u00a0list", "month"]


def test_matches_say_which_words_they_are_and_hesitations_do_not_count():
    finder = TermFinder(["TA", "the child"], BLANK)
    matches = finder.find(["Er, the TA, um, helps the child."])
    assert [match[1:4] for match in matches] == [(0, 1, 1), (1, 3, 4)]


def test_nothing_is_found_in_nothing():
    assert found("", "wait") == []
    assert found("... - [pause] er", "wait") == []
    assert len(TermFinder(["wait"], BLANK).find([])) == 0
    assert len(TermFinder([], BLANK).find(["we wait"])) == 0


def test_nothing_is_found_across_texts_and_each_has_its_own_offsets():
    texts = ["a wait", "list; a wait\u00ading list", "", "wait-list"]
    matches = TermFinder(["waiting list", "wait"], BLANK).find(texts)
    assert [(text, term, texts[text][start:end]) for text, term, _, _, start, end in matches] == [
        (0, 1, "wait"),
        (1, 1, "wait\u00ading"),
        (1, 0, "wait\u00ading list"),
        (3, 1, "wait"),
        (3, 0, "wait-list"),
    ]


def test_a_term_that_cannot_be_read_is_refused():
    with pytest.raises(TermError):
        TermFinder(["*"], BLANK)


def test_the_lemmas_of_a_trained_pipeline_are_used(tmp_path):
    pipeline = English()
    ruler = pipeline.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "left"}]], {"LEMMA": "leave"})
    pipeline.to_disk(tmp_path / "model")
    trained = load_pipeline(str(tmp_path / "model"))
    finder = TermFinder(["left", "leave", "wait"], trained)
    text = "She left. He waited"
    said = [(term, text[start:end]) for _, term, _, _, start, end in finder.find([text, text])]
    assert said == 2 * [(0, "left"), (1, "left"), (2, "waited")]
    assert describe(trained).startswith("en_pipeline 0.0.0")


WORDS = ["wait", "waited", "for", "er", "like", "you", "know", "TA", "ta", "out", "he's", "list"]
TERMS = ["wait for", "TA", "out", "wait* list", "you know", "he is out", "co-list", "* out for"]
GAPS = [" ", ", ", ". ", " - ", "\n", "-", "... "]


def plain_stream(text: str) -> list[tuple[str, int, int, int] | None]:
    """The words of a text in order, with place and offsets; None where a sentence ends."""
    stream: list = []
    hard = soft = False
    place = 0
    for token in BLANK.make_doc(text):
        hard |= "\n" in token.text
        soft |= token.text in (".", "!", "?")
        if token.lower_ in SOUNDS or not any(map(str.isalnum, token.text)):
            continue
        if hard or (soft and not token.text[0].islower()):
            stream.append(None)
        stream.append((token.text, place, token.idx, token.idx + len(token.text)))
        hard, soft, place = False, False, place + 1
    return stream


def plain_without_fillers(stream: list) -> list:
    said = [word[0].lower() if word else "" for word in stream]
    drop = {n for n, word in enumerate(said) if word in FILLERS}
    drop |= {m for n, pair in enumerate(pairwise(said)) if pair in FILLER_PAIRS for m in (n, n + 1)}
    stream = [word for n, word in enumerate(stream) if n not in drop]
    said = [word[0].lower() if word else "" for word in stream]
    again = {n for n, (a, b) in enumerate(pairwise(said)) if a and a == b}
    for n in range(len(said) - 3):
        if all(said[n : n + 2]) and said[n : n + 2] == said[n + 2 : n + 4]:
            again |= {n, n + 1}
    return [word for n, word in enumerate(stream) if n not in again]


def plain_find(text: str) -> set[tuple[int, int, int, int, int]]:
    """The twin: try every term at every word, on the words and on the words without fillers."""
    slots = Slots()
    wanted = [
        (number, [slots.number(word) for word in words])
        for number, term in enumerate(TERMS)
        for words in spellings(tuple(cut(parse_term(term), BLANK)))
    ]
    matches = set()
    stream = plain_stream(text)
    for words in (stream, plain_without_fillers(stream)):
        for number, term in wanted:
            for n in range(len(words) - len(term) + 1):
                part = words[n : n + len(term)]
                if all(
                    word and slot in slots.satisfied(word[0], "")
                    for word, slot in zip(part, term, strict=True)
                ):
                    matches.add((number, part[0][1], part[-1][1], part[0][2], part[-1][3]))
    return matches


TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_a_plain_scan_finds_the_same(pieces):
    texts = ["".join(word + gap for word, gap in text) for text in pieces]
    expected = {(n, *match) for n, text in enumerate(texts) for match in plain_find(text)}
    matches = list(TermFinder(TERMS, BLANK).find(texts))
    assert set(matches) == expected
    assert matches == sorted(expected, key=lambda m: (m[0], m[2], m[3], m[1]))
