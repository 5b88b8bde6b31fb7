"""What a word form can be a form of."""

from sendcode.nlp.lemmas import lemmas, listed


def test_lemmas_come_as_a_set_in_british_spelling():
    assert lemmas("left") == {"left", "leave"}
    assert lemmas("organized") == {"organise"}
    assert "senco" in lemmas("sencos")
    assert lemmas("n't") == {"not"}


def test_a_word_is_listed_or_not():
    assert listed("class")
    assert not listed("clss")
