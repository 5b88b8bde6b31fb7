from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed

from sendcode.core.model import Role, TurnText, UnitRef
from sendcode.errors import NotFound
from sendcode.nlp.chunks import load_parser, phrase_spans
from sendcode.suggest.phrases import key_phrases
from sendcode.suggest.talk import read_talk

SENTENCES = (
    (
        "She filled the long form in",
        (1, 1, 4, 4, 1, 1),
        ("nsubj", "ROOT", "det", "amod", "dobj", "prt"),
        ("PRON", "VERB", "DET", "ADJ", "NOUN", "ADP"),
    ),
    (
        "They fought the school transport office",
        (1, 1, 5, 4, 5, 1),
        ("nsubj", "ROOT", "det", "compound", "compound", "dobj"),
        ("PRON", "VERB", "DET", "NOUN", "NOUN", "NOUN"),
    ),
    (
        "The form came",
        (1, 2, 2),
        ("det", "nsubj", "ROOT"),
        ("DET", "NOUN", "VERB"),
    ),
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """A pipeline with a tagger of parts of speech and a parser, trained on three sentences."""
    fix_random_seed(1)
    random.seed(1)
    pipeline = spacy.blank("en")
    small = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 32,
        "depth": 2,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    pipeline.add_pipe("morphologizer", config={"model": {"tok2vec": small}})
    pipeline.add_pipe("parser", config={"model": {"tok2vec": small}, "min_action_freq": 1})
    examples = [
        Example.from_dict(
            pipeline.make_doc(text), {"heads": list(heads), "deps": list(deps), "pos": list(pos)}
        )
        for text, heads, deps, pos in SENTENCES
    ]
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(40):
        pipeline.update(examples, sgd=optimizer)
    place = tmp_path_factory.mktemp("pipeline") / "small"
    pipeline.to_disk(place)
    return load_parser(str(place))


def found(pipeline: Language, text: str) -> set[str]:
    spans = phrase_spans(pipeline, [text])[0]
    return {text[span.start : span.end] for span in spans}


def test_noun_phrases_stand_with_and_without_what_is_in_front(trained: Language) -> None:
    phrases = found(trained, "She filled the long form in")
    assert {"the long form", "long form", "form"} <= phrases


def test_a_verb_phrase_goes_to_its_object_or_particle(trained: Language) -> None:
    phrases = found(trained, "She filled the long form in")
    assert {"filled the long form", "filled the long form in"} <= phrases
    assert "came" not in found(trained, "The form came")


def test_key_phrases_are_noun_and_verb_phrases_where_they_are_parsed(trained: Language) -> None:
    texts = ("They fought the school transport office",) * 2 + ("The form came",) * 3
    turns = [
        TurnText(n, n, Role.PARENT, "P", text, 0, (UnitRef(n, 0, len(text)),))
        for n, text in enumerate(texts)
    ]
    talk = read_talk(turns)
    rows = np.array([0, 1])
    said = key_phrases(talk, [rows], parsed=lambda texts: phrase_spans(trained, texts))[0]
    assert said
    assert {phrase.text for phrase in said} <= found(trained, texts[0])


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(NotFound, match="no parser"):
        load_parser(str(tmp_path / "bare"))
    with pytest.raises(NotFound, match="cannot be loaded"):
        load_parser("not_there")
