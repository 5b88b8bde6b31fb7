"""spaCy's only home: pipelines, words with exact offsets, and the terms found among them.

Every term comes down to sequences of word sets (a lemma, a wildcard, a spelling and a word in
capitals are all sets of word forms), so one mechanism finds them all: each distinct form is
looked up once (`slots`), the words of many texts become one array of numbers (`words`), and all
terms together are one tree that is walked from every word at once (`finder`). spaCy's own
Matcher gives the same hits but tries every pattern at every word, which is many times slower
with the thousand terms of a codebook.
"""

from sendcode.nlp.finder import Matches, TermFinder
from sendcode.nlp.lemmas import lemmas, may_be_noun
from sendcode.nlp.pipelines import BLANK, describe, load_pipeline
from sendcode.nlp.words import ranges

VERSION = "4"
"""Version of how words are cut and matched; a run records it."""

__all__ = [
    "BLANK",
    "VERSION",
    "Matches",
    "TermFinder",
    "describe",
    "lemmas",
    "load_pipeline",
    "may_be_noun",
    "ranges",
]
