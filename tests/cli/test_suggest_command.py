from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TALK = """INT: What happened?
MUM: The school bus never stops at our village.
INT: What happened?
MUM: The taxi driver does not know the road.
INT: What happened?
MUM: No bus came and the taxi was full.
INT: What happened?
MUM: Lunch in the dinner hall is too loud for her.
INT: What happened?
MUM: She eats her lunch in the library, away from the dinner hall.
INT: What happened?
MUM: The dinner hall is loud and she eats nothing at lunch.
"""


@pytest.fixture
def talk(run: Run, tmp_path: Path) -> Run:
    folder = tmp_path / "transcripts"
    folder.mkdir()
    for name in ("one", "two", "three"):
        text = TALK + f"INT: And in {name}?\n"
        (folder / f"{name}.txt").write_text(text.replace("MUM", f"MUM {name[0].upper()}"))
    run("init", "study")
    run("ingest", "transcripts")
    return run


def test_suggest_prints_the_contract_as_json(talk: Run) -> None:
    found = json.loads(talk("suggest", "--themes", "2", "--json").stdout)
    assert found["run"]["settings"]["themes"] == "2"
    (first, *_) = found["themes"]
    wanted = {"id", "label", "phrases", "size", "cases", "roles", "nearest_code"}
    assert wanted | {"nearest_score", "units", "quotes"} <= first.keys()
    assert set(first["units"][0]) == {"transcript", "start", "end"}
    assert first["size"] == len(first["units"])


def test_themes_are_shown_with_quotes(talk: Run) -> None:
    shown = talk("suggest", "--themes", "2").stdout
    assert "sentences," in shown
    assert "“" in shown


def test_adopt_merge_split_dismiss_and_undo(talk: Run) -> None:
    themes = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["themes"]
    numbers = [theme["id"] for theme in themes]
    merged = talk("suggest", "--merge", ",".join(map(str, numbers)), "--json").stdout
    assert json.loads(merged)["themes"][0]["id"] == numbers[0]
    assert "2 themes." in talk("suggest", "--split", numbers[0]).stdout
    talk("undo")
    talk("undo")
    talk("suggest", "--dismiss", numbers[1], "--why", "small talk")
    done = talk("suggest", "--adopt", numbers[0], "--id", "meals", "--name", "Meals").stdout
    assert "the code meals" in done
    assert json.loads(talk("suggest", "--themes", "2", "--json").stdout) is not None


def test_what_cannot_be_asked_together_is_a_usage_error(talk: Run) -> None:
    talk("suggest", "--in-vivo", "--saturation", code=2)
    talk("suggest", "--adopt", "1", code=2)
    talk("suggest", "--merge", "a,b", code=2)
    talk("suggest", "--dismiss", "²", code=2)
    talk("suggest", "--name", "Meals", code=2)
    talk("suggest", "--split", "1", "--why", "too wide", code=2)
    talk("suggest", "--saturation", "--where", "role:parent", code=2)
    talk("suggest", "--screen", "--json", code=2)


def test_numbers_that_make_no_sense_get_a_sentence(talk: Run) -> None:
    first, *_ = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["themes"]
    number = str(first["id"])
    assert "no theme 99" in talk("suggest", "--adopt", "99", "--name", "X", code=1).stderr
    assert "two themes or more" in talk("suggest", "--merge", f"{number},{number}", code=1).stderr
    talk("suggest", "--dismiss", number)
    assert "dismissed already" in talk("suggest", "--split", number, code=1).stderr


def test_where_all_is_decided_the_list_says_so(talk: Run) -> None:
    themes = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["themes"]
    talk("suggest", "--dismiss", ",".join(str(theme["id"]) for theme in themes))
    assert "No theme waits for you" in talk("suggest", "--themes", "2").stdout


def test_a_theme_that_was_split_or_merged_says_what_became_of_it(talk: Run) -> None:
    themes = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["themes"]
    one, other = (str(theme["id"]) for theme in themes)
    talk("suggest", "--merge", f"{one},{other}")
    gone = talk("suggest", "--dismiss", other, code=1).stderr
    assert f"it was merged into theme {one}" in gone
    talk("suggest", "--split", one)
    assert "it was split into" in talk("suggest", "--dismiss", one, code=1).stderr


def test_contrast_in_vivo_and_saturation_print(talk: Run) -> None:
    shown = talk("suggest", "--contrast", "transcript:one", "transcript:two").stdout
    assert "log-likelihood" in shown
    assert json.loads(talk("suggest", "--in-vivo", "--json").stdout)["terms"]
    assert "Too few interviews" in talk("suggest", "--saturation").stdout
    assert "codes" in json.loads(talk("suggest", "--saturation", "--json").stdout)


def test_saturation_says_how_many_interviews_and_of_which_list_of_themes(talk: Run) -> None:
    talk("suggest", "--themes", "2")
    shown = " ".join(talk("suggest", "--saturation").stdout.split())
    assert "Themes, interview by interview (3 interviews):" in shown
    talk("suggest", "--themes", "2", "--where", "role:parent")
    shown = " ".join(talk("suggest", "--saturation").stdout.split())
    assert "interview by interview (3 interviews, those of the last list: role:parent):" in shown


def test_a_merged_theme_is_not_missed_in_a_list_of_other_sentences(talk: Run) -> None:
    Path("transcripts/four.txt").write_text("INT: And today?\nMUM: Quite a nice day.\n")
    talk("ingest", "transcripts")
    themes = json.loads(talk("suggest", "--all", "--themes", "2", "--json").stdout)["themes"]
    assert len(themes) == 2
    talk("suggest", "--merge", ",".join(str(theme["id"]) for theme in themes))
    words = "bus, taxi, lunch, library, hall"
    book = f"codebook: Day\ncodes:\n- id: day\n  name: Day\n  rules:\n    - any: [{words}]\n"
    Path("day.yaml").write_text(book)
    talk("codebook", "import", "day.yaml")
    talk("code")
    told = talk("suggest", "--themes", "2")
    assert "No theme waits for you" in told.stdout
    assert "was not found again" not in told.stderr


def test_an_option_that_would_not_count_is_refused(talk: Run) -> None:
    for words in (
        ("--saturation", "--all"),
        ("--in-vivo", "--themes", "3"),
        ("--dismiss", "1", "--pipeline", "x"),
    ):
        assert "goes with the list of themes" in talk("suggest", *words, code=2).stderr


def test_a_screen_without_a_terminal_leaves_the_list_as_it_was(talk: Run) -> None:
    before = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["run"]
    assert "needs a terminal" in talk("suggest", "--screen", "--themes", "3", code=2).stderr
    after = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["run"]
    assert after["at"] == before["at"]


def test_a_theme_is_read_whole(talk: Run) -> None:
    found = json.loads(talk("suggest", "--themes", "2", "--json").stdout)["themes"][0]
    printed = talk("suggest", "--read", str(found["id"])).stdout
    assert all(f"\n{name}\n" in printed for name in {unit["transcript"] for unit in found["units"]})
    assert printed.endswith(f"\n{found['size']} sentences.\n")
    said = json.loads(talk("suggest", "--read", str(found["id"]), "--json").stdout)
    places = [
        {key: one[key] for key in ("transcript", "start", "end")} for one in said["sentences"]
    ]
    assert places == found["units"]
    assert talk("suggest", "--read", "1", "--split", "1", code=2).stderr.count("one at a time")
