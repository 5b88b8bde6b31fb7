from __future__ import annotations

from sendcode.core.model import Piece
from sendcode.readers.turns import Ledger


def test_pieces_of_one_speaker_are_one_turn_and_a_lost_word_shows():
    ledger = Ledger("a.txt")
    ledger.count("Ann: so it is. And so on lost")
    ledger.leave_out("label", "Ann:")
    ledger.say("Ann", Piece("so it is.", 1))
    ledger.say("Ann", Piece("And so on", 2))
    ledger.close_interview()
    result = ledger.result()
    assert len(result.interviews[0].turns) == 1
    assert result.words_in_source == 8
    assert sum(part.words for part in result.left_out) == 1


def test_a_label_glued_to_a_word_counts_as_a_word():
    ledger = Ledger("a.txt")
    ledger.count("Ann:so")
    ledger.cuts = 2
    ledger.leave_out("label", "Ann")
    ledger.say("Ann", Piece("so", 1))
    ledger.close_interview()
    assert ledger.result().words_in_source == 2
