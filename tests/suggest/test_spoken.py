"""Many turns as one line of talk."""

import numpy as np

from sendcode.core.model import Role, Span, TurnText, UnitRef
from sendcode.nlp import TermFinder, load_pipeline
from sendcode.suggest.spoken import Found, Spoken

TURNS = (
    TurnText(1, 1, Role.TA, "Jo", "We wait. We eat.", 50, (UnitRef(1, 50, 58), UnitRef(2, 59, 66))),
    TurnText(1, 2, Role.PARENT, "Al", "A wait", 67, (UnitRef(3, 67, 73),)),
)


def line() -> Spoken:
    finder = TermFinder(["eat", "wait"], load_pipeline())
    return Spoken(TURNS, finder.find([turn.text for turn in TURNS]))


def test_matches_are_found_by_term_and_turn():
    spoken = line()
    assert spoken.of([1]).starts.tolist() == [3, 19]
    assert len(spoken.of([1, 0])) == 3
    assert len(spoken.of([])) == 0
    parents = spoken.turns_of([Role.PARENT], [])
    assert spoken.of([1], parents).starts.tolist() == [19]
    assert spoken.units_in(parents).tolist() == [2]
    assert spoken.units_in(None).tolist() == [0, 1, 2]


def test_a_stretch_touches_the_units_that_it_shares_a_character_with():
    owners, units = line().touched(np.array([3, 7, 8, 19]), np.array([7, 10, 9, 23]))
    assert list(zip(owners.tolist(), units.tolist(), strict=True)) == [
        (0, 0),
        (1, 0),
        (1, 1),
        (3, 2),
    ]


def test_stretches_come_back_as_offsets_into_the_transcript():
    spoken = line()
    assert spoken.spans(np.array([2]), np.array([19]), np.array([23])) == [Span(69, 73)]
    assert spoken.text(2) == ("A wait", None)
    assert spoken.start(2) == 17
    assert spoken.unit(2).id == 3


def test_what_is_overlapped_is_known_also_where_one_match_holds_another():
    place = np.array([0, 0, 0])
    found = Found(np.array([10, 12, 30]), np.array([20, 14, 31]), place, place)
    spared = found.barrier().spares(np.array([0, 9, 15, 20, 31]), np.array([10, 11, 16, 30, 40]))
    assert spared.tolist() == [True, False, False, True, True]
    nothing = found.at(np.array([], int)).barrier()
    assert nothing.spares(np.array([1]), np.array([2])).tolist() == [True]


def test_turns_are_chosen_by_role_and_by_label_in_any_case():
    spoken = line()
    assert spoken.turns_of([], []).tolist() == [True, True]
    assert spoken.turns_of([Role.TA, Role.PARENT], ["AL"]).tolist() == [False, True]
    assert spoken.turns_of([Role.TA], ["al"]).tolist() == [False, False]
