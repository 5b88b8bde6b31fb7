"""Words, lemmas and terms with exact offsets."""

import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from sendcode import nlp
from sendcode.core.terms import TermError
from sendcode.errors import NotFound
from sendcode.nlp import TermFinder, describe, lemmas, load_pipeline

BLANK = load_pipeline()


def found(text: str, *terms: str) -> list[str]:
    return [text[m.start : m.end] for m in TermFinder(terms, BLANK).find(text)]


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
    "slash": ("teacher", "TA/teacher", "teacher"),
    "unknown word": ("dojo", "dojos", "dojos"),
    "unknown ending": ("zorble", "zorbled zorbling", "zorbled zorbling"),
}  # fmt: skip


@pytest.mark.parametrize(("term", "text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_term_finds_the_forms_of_its_words(term, text, expected):
    wanted = expected.split("|") if "|" in expected or " " in term else expected.split()
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


def test_a_filler_counts_as_a_word_where_a_term_has_it():
    assert found("what I like best", "I like") == ["I like"]


@pytest.mark.parametrize("text", ["He waited. List it", "waiting\nlist", "waiting? List"])
def test_no_phrase_goes_beyond_a_sentence(text):
    assert found(text, "waiting list") == []


def test_a_full_stop_before_a_small_letter_ends_nothing():
    assert found("for approx. months", "approx months") == ["approx. months"]


def test_offsets_are_those_of_the_text_as_it_is():
    text = "\u200bthe wait\u00ading\u00a0list — 18-month"
    assert found(text, "waiting list", "month") == ["wait\u00ading\u00a0list", "month"]


def test_matches_say_which_words_they_are_and_hesitations_do_not_count():
    matches = TermFinder(["TA", "the child"], BLANK).find("Er, the TA, um, helps the child.")
    assert [(m.term, m.first, m.last) for m in matches] == [(0, 1, 1), (1, 3, 4)]


def test_nothing_is_found_in_nothing():
    assert found("", "wait") == []
    assert found("... - [pause] er", "wait") == []


def test_a_term_that_cannot_be_read_is_refused():
    with pytest.raises(TermError):
        TermFinder(["*"], BLANK)


def test_lemmas_come_as_a_set_in_british_spelling():
    assert lemmas("left") == {"left", "leave"}
    assert lemmas("organized") == {"organise"}
    assert "senco" in lemmas("sencos")
    assert lemmas("n't") == {"not"}


def test_a_missing_pipeline_is_refused_with_what_to_do():
    with pytest.raises(NotFound) as error:
        load_pipeline("en_no_such_pipeline")
    assert "never downloads" in error.value.hint


def test_pipelines_are_described_for_the_record():
    assert describe(BLANK) == f"en (blank), spaCy {spacy.__version__}"


def test_the_lemmas_of_a_trained_pipeline_are_used(tmp_path):
    pipeline = English()
    ruler = pipeline.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "left"}]], {"LEMMA": "leave"})
    pipeline.to_disk(tmp_path / "model")
    trained = load_pipeline(str(tmp_path / "model"))
    finder = TermFinder(["left", "leave", "wait"], trained)
    text = "She left. He waited"
    assert [(m.term, text[m.start : m.end]) for m in finder.find(text)] == [
        (0, "left"), (1, "left"), (2, "waited"),
    ]  # fmt: skip
    assert describe(trained).startswith("en_pipeline 0.0.0")


def test_importing_the_module_does_not_import_spacy():
    import subprocess

    code = "import sys, sendcode.nlp; print('spacy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


WORDS = ["wait", "waited", "for", "er", "like", "you", "know", "TA", "ta", "out", "he's", "list"]
TERMS = ["wait for", "TA", "out", "wait* list", "you know", "he is out"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", ". ", " - ", "\n"]))),
)
def test_a_plain_scan_finds_the_same(pieces):
    """The twin: try every term at every word, on the words and on the words without fillers."""
    text = "".join(word + gap for word, gap in pieces)
    finder = TermFinder(TERMS, BLANK)
    stream = finder._stream(text)
    expected = set()
    for part in (stream, stream.without_fillers()):
        for number, term in enumerate(TERMS):
            for words in nlp._spellings(tuple(finder._cut(nlp.parse_term(term)))):
                slots = [finder._slots.number(word) for word in words]
                for n in range(len(part.forms) - len(slots) + 1):
                    forms = part.forms[n : n + len(slots)]
                    if all(f and s in f.slots for f, s in zip(forms, slots, strict=True)):
                        last = n + len(slots) - 1
                        expected.add((number, part.spans[n][0], part.spans[last][1]))
    assert {(m.term, m.start, m.end) for m in finder.find(text)} == expected
