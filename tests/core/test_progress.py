from __future__ import annotations

from sendcode.core.progress import Track, untracked


def test_untracked_work_yields_the_same_things_and_says_nothing(capsys) -> None:
    track: Track = untracked
    assert list(track(iter([1, 2]), "Counting", total=2)) == [1, 2]
    assert capsys.readouterr() == ("", "")
