"""Pipelines by name, and how they cut texts into words."""

import sys

import pytest
import spacy

from sendcode.errors import NotFound
from sendcode.nlp.pipelines import describe, load_pipeline

BLANK = load_pipeline()


def test_a_missing_pipeline_is_refused_with_what_to_do():
    with pytest.raises(NotFound) as error:
        load_pipeline("en_no_such_pipeline")
    assert "never downloads" in error.value.hint


def test_pipelines_are_described_for_the_record():
    assert describe(BLANK) == f"en (blank), spaCy {spacy.__version__}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("didn't didnt cannot gonna", "did n't did nt can not gon na"),
        ("TA/teacher 1:1 3.5", "TA / teacher 1:1 3.5"),
        ("co-production... (well)", "co - production ... ( well )"),
    ],
)
def test_contractions_slashes_and_hyphens_part_words(text, words):
    assert [token.text for token in BLANK.make_doc(text)] == words.split()


def test_importing_the_module_does_not_import_spacy():
    import subprocess

    code = "import sys, sendcode.nlp; print('spacy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
