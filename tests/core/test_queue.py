from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sendcode.core.queue import Hit, Key, OpenKeys, grouped, sort_key


def hit(unit: int, code: str = "a", *, turn: int = 1, score: float = 0.5) -> Hit:
    return Hit(unit * 10, 1, turn, unit, code, score)


def key(unit: int, code: str = "a", score: float = 0.5, transcript: int = 1) -> Key:
    return Key(unit * 10, transcript, 1, (unit,), code, score)


def test_neighbours_of_one_turn_and_code_are_one_key_with_the_best_score() -> None:
    found = grouped([hit(1), hit(2, score=0.9), hit(2, "b"), hit(4)])
    assert [(k.code, k.units, k.score) for k in found] == [
        ("a", (1, 2), 0.9),
        ("b", (2,), 0.5),
        ("a", (4,), 0.5),
    ]
    assert found[0].suggestion == 10


def test_a_new_turn_begins_a_new_key() -> None:
    assert [k.units for k in grouped([hit(1), hit(2, turn=2)])] == [(1,), (2,)]
    assert grouped([]) == []


@given(st.sets(st.tuples(st.integers(1, 30), st.sampled_from("abc")), max_size=40))
def test_every_hit_is_in_exactly_one_key(pairs: set[tuple[int, str]]) -> None:
    keys = grouped(hit(unit, code, turn=unit // 7) for unit, code in sorted(pairs))
    assert sorted(p for k in keys for p in k.pairs) == sorted(pairs)


def test_orders_go_by_place_by_score_and_by_code() -> None:
    keys = [key(1, "b", 0.2), key(2, "a", 0.9), key(1, "a", 0.9, transcript=2)]
    for order, expected in (
        ("transcript", [(1, 1), (1, 2), (2, 1)]),
        ("priority", [(1, 2), (2, 1), (1, 1)]),
        ("code", [(1, 2), (2, 1), (1, 1)]),
    ):
        by = sort_key(order, transcripts={1: 0, 2: 1}, codes={"a": 0, "b": 1})
        assert [(k.transcript, k.units[0]) for k in sorted(keys, key=by)] == expected


def test_what_is_decided_keeps_its_place_and_leaves_the_counts() -> None:
    keys = OpenKeys([key(1), key(2), key(3, "b")])
    keys.prepare()
    assert (len(keys), keys.left, keys.by_code["a"]) == (3, 3, 2)
    keys.set_open(0, False)
    keys.set_open(0, False)
    assert (keys.left, keys.by_code["a"], keys.is_open(0)) == (2, 1, False)
    assert keys.next_open(0) == 1
    assert keys.next_open(3) is None
    assert keys.find(3, "b") == 2
    assert keys.find(3, "a") is None
    assert keys.touched([(1, "a"), (3, "b"), (9, "a")]) == (0, 2)
    keys.set_open(0, True)
    assert keys.by_code["a"] == 2


def test_one_goes_on_after_what_was_decided_last_and_else_at_the_first_open() -> None:
    order = sort_key("transcript", transcripts={1: 0}, codes={"a": 0})
    keys = OpenKeys([key(1), key(5), key(9)])
    assert keys.resume(None, order) == 0
    assert keys.resume(order(key(4)), order) == 1
    assert keys.resume(order(key(10)), order) == 0
    assert OpenKeys([]).resume(None, order) is None
    assert OpenKeys([key(1)], [False]).resume(None, order) is None


def line(*codes: str) -> OpenKeys:
    return OpenKeys([Key(n, 1, 1, (n,), code, 0.5) for n, code in enumerate(codes)])


def test_what_is_ahead_is_the_next_open_ones_and_some_of_those_far_behind() -> None:
    keys = line(*"abcdefghij")
    keys.set_open(3, is_open=False)
    assert keys.ahead(0, near=3, far=0) == [1, 2, 4]
    assert keys.ahead(0, near=3, far=2) == [1, 2, 4, 5, 8]
    assert keys.ahead(0, near=3, far=2, shift=1) == [1, 2, 4, 6, 9]
    assert keys.ahead(-1, near=50, far=5) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert keys.ahead(9, near=3, far=2) == []
    keys.set_open(8, is_open=False)
    assert keys.ahead(0, near=3, far=2) == [1, 2, 4, 5]


def test_keys_change_places_and_further_ones_go_to_the_end() -> None:
    keys = line(*"abcd")
    first, second, third, fourth = keys.keys
    added = Key(0, 1, 1, (99,), "b", 0.1)
    keys.rearrange([1, 3], [fourth, added, second])
    assert keys.keys == [first, fourth, third, added, second]
    assert [keys.find(*pair) for pair in ((3, "d"), (99, "b"), (1, "b"))] == [1, 3, 4]
    assert [keys.look_for(*pair) for pair in ((3, "d"), (99, "b"), (7, "x"))] == [1, 3, None]
    assert keys.left == 5
    assert keys.by_code == {"a": 1, "b": 2, "c": 1, "d": 1}
    keys.set_open(4, is_open=False)
    assert keys.by_code["b"] == 1
