"""What a word form can be a form of."""

from sendcode.nlp.lemmas import lemmas, listed, may_be_noun


def test_lemmas_come_as_a_set_in_british_spelling():
    assert lemmas("left") == {"left", "leave"}
    assert lemmas("organized") == {"organise"}
    assert "senco" in lemmas("sencos")
    assert lemmas("n't") == {"not"}


def test_a_word_is_listed_or_not():
    assert listed("class")
    assert not listed("clss")


def test_what_can_name_something():
    assert all(map(may_be_noun, ("meeting", "waiting", "ring", "senco", "bus's")))
    assert not any(map(may_be_noun, ("turned", "asked", "beautiful")))
