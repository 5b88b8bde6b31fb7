"""The reviewer's keys: what each does, and how a researcher gives it another one.

The file is `config.toml` in the folder `sendcode` of the user's configuration
(`~/.config/sendcode/config.toml`), or the one that SENDCODE_CONFIG names:

    [review.keys]
    redo = "z"
    next = ["space", "n"]
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sendcode.errors import InputError
from sendcode.places import is_file

FIXED = ("accept", "reject", "undo", "leave")
"""Keep their keys a, r, u and q whatever the file says; it can add others."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does.

    Attributes:
        id: Name in the configuration file.
        keys: Parted by commas, as Textual names them.
        label: In a word or two, for the line of keys.
        help: In a sentence.
        group: Heading in the help.
        line: Rank in the line of keys in the queue; 0 for not shown there.
        reading: Rank in the line of keys in reading mode.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    line: int = 0
    reading: int = 0

    @property
    def name(self) -> str:
        """Return what it is called where commands are listed."""
        return self.label or self.id.replace("_", " ")


_DECIDE, _SEGMENT, _MOVE, _VIEW = "Decide", "The segment", "Move and choose", "Screen"

COMMANDS = (
    Command("accept", "a", "accept", "Put the suggested code on the segment.", _DECIDE, 1, 5),
    Command("reject", "r", "reject", "The suggested code does not fit.", _DECIDE, 2, 6),
    Command(
        "undo", "u", "undo", "Take back the last decision, also of earlier days.", _DECIDE, 3, 4
    ),
    Command("redo", "U,ctrl+r", "redo", "Bring back what was undone.", _DECIDE, 11),
    Command("recode", "c,enter", "code", "Choose another code from the codebook.", _DECIDE, 4, 1),
    Command(
        *("also", "plus", "also", "Choose a further code for the same segment, and stay.", _DECIDE),
        *(8, 0),
    ),
    Command("again", "full_stop", "again", "Put the code that you chose last.", _DECIDE, 12, 2),
    Command("new_code", "N", "new code", "Make a new code for what is said here.", _DECIDE, 9, 8),
    Command("skip", "s", "skip", "Leave it for later: it comes back at the end.", _DECIDE, 6),
    Command(
        *("alike", "l", "all like this", "Accept or reject all with the same rule and words."),
        *(_DECIDE, 10, 0),
    ),
    Command(
        "take_off", "minus", "take off", "Take one of your codes off what is here.", _DECIDE, 0, 7
    ),
    Command(
        "start_out", "left_square_bracket", "", "Begin the segment a sentence earlier.", _SEGMENT
    ),
    Command("start_in", "left_curly_bracket", "", "Begin it a sentence later.", _SEGMENT),
    Command(
        *("end_out", "right_square_bracket,shift+right", "", "End the segment a sentence later."),
        _SEGMENT,
    ),
    Command(
        *("end_in", "right_curly_bracket,shift+left", "", "End it a sentence earlier.", _SEGMENT),
    ),
    Command(
        "memo", "m", "memo", "Write a memo: on the segment, the code, the case ...", _SEGMENT, 7, 9
    ),
    Command("journal", "J", "", "Write into the dated journal.", _SEGMENT),
    Command("flag", "f", "flag", "Flag it for discussion, or take the flag off.", _SEGMENT, 13, 10),
    Command(
        "star", "asterisk", "star", "Star a quotable quote, or take the star off.", _SEGMENT, 14
    ),
    Command("no_quote", "x", "", "These words must not be quoted; again takes it back.", _SEGMENT),
    Command("no_quote_case", "X", "", "Nothing of this case may be quoted.", _SEGMENT),
    Command("copy", "y", "copy", "Copy the quote with its source.", _SEGMENT, 15),
    Command(
        "next", "n,right", "next", "Next suggestion; in reading mode the next turn.", _MOVE, 0, 11
    ),
    Command("previous", "p,left", "previous", "The one before; the turn before.", _MOVE, 0, 12),
    Command("first_open", "G", "", "The first suggestion that is still open.", _MOVE),
    Command("down", "j,down", "", "Scroll; in reading mode the next sentence.", _MOVE),
    Command("up", "k,up", "", "Scroll back; the sentence before.", _MOVE),
    Command("more", "shift+down", "", "In reading mode: select a sentence more.", _MOVE),
    Command("less", "shift+up", "", "Select a sentence less.", _MOVE),
    Command("page_down", "pagedown,space", "", "Scroll by a page.", _MOVE),
    Command("page_up", "pageup,backspace", "", "Scroll back by a page.", _MOVE),
    Command("centre", "g", "", "Back to the segment after scrolling.", _MOVE),
    Command(
        "search",
        "slash",
        "search",
        "Find words in all transcripts, and code all hits.",
        _MOVE,
        16,
        13,
    ),
    Command(
        "filter", "F", "filter", "Choose by code, case, role, transcript, score, status.", _MOVE, 17
    ),
    Command("order", "o", "order", "As spoken, best score first, or code by code.", _MOVE, 18),
    Command(
        "read",
        "v",
        "read",
        "Read the whole transcript and code by hand; again goes back.",
        _VIEW,
        5,
        3,
    ),
    Command("open", "t", "", "Open any transcript in reading mode.", _VIEW),
    Command("done", "d", "done", "Mark the whole transcript as read.", _VIEW, 0, 14),
    Command("done_here", "D", "", "Mark it as read up to here.", _VIEW),
    Command("tree", "b", "codebook", "Show or hide the codebook with its counts.", _VIEW, 19),
    Command("card", "i", "", "The whole card: definition, criteria, examples, memos.", _VIEW),
    Command("back", "escape", "", "Leave reading mode, or close what is open.", _VIEW, 0, 0),
    Command("help", "question_mark,f1", "help", "This list.", _VIEW, 20, 15),
    Command("leave", "q", "leave", "Leave. Everything is saved already.", _VIEW, 21, 16),
)
BY_ID = {command.id: command for command in COMMANDS}
_SHOWN = {
    "full_stop": ".", "plus": "+", "minus": "-", "asterisk": "*", "slash": "/",
    "question_mark": "?", "left_square_bracket": "[", "right_square_bracket": "]",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "enter": "Enter", "escape": "Esc",
    "space": "Space", "pagedown": "PgDn", "pageup": "PgUp", "backspace": "Backspace",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "shift+up": "Shift+↑",
    "shift+down": "Shift+↓", "shift+left": "Shift+←", "shift+right": "Shift+→",
    "ctrl+r": "Ctrl+R", "f1": "F1",
}  # fmt: skip
_WRITTEN = {shown: key for key, shown in _SHOWN.items() if len(shown) == 1}


def shown(key: str) -> str:
    """Return how a key is printed on a keyboard."""
    return _SHOWN.get(key, key)


def config_path() -> Path:
    """Return the configuration file, which need not exist."""
    named = os.environ.get("SENDCODE_CONFIG")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "sendcode" / "config.toml"


def read_keys(path: Path | None = None) -> dict[str, str]:
    """Return every command's keys, with those that the configuration file gives.

    Raises:
        InputError: The file is no TOML, names what does not exist, or gives a key twice.
    """
    path = path or config_path()
    keys = {command.id: command.keys for command in COMMANDS}
    if not is_file(path):
        return keys
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} is not TOML: {error}", f"Mend or remove {path}.") from error
    review = written.get("review", {})
    section = review.get("keys", {}) if isinstance(review, Mapping) else {}
    if not isinstance(section, Mapping):
        raise InputError(f"{path.name}: [review.keys] is no table", f"Mend or remove {path}.")
    for name, value in section.items():
        keys[name] = _keys_of(path, name, value)
    _refuse_doubles(path, keys, set(section))
    return keys


def _keys_of(path: Path, name: str, value: object) -> str:
    if name not in BY_ID:
        raise InputError(
            f"{path.name}: [review.keys] knows no '{name}'", f"Known: {', '.join(BY_ID)}."
        )
    given = value if isinstance(value, list) else [value]
    keys = [_WRITTEN.get(key, key) for key in given if isinstance(key, str) and key.strip()]
    if not given or len(keys) != len(given):
        raise InputError(f"{path.name}: {name} needs a key, or a list of keys", 'redo = "z"')
    if name in FIXED:
        keys = list(dict.fromkeys((BY_ID[name].keys, *keys)))
    return ",".join(keys)


def _refuse_doubles(path: Path, keys: dict[str, str], changed: set[str]) -> None:
    """Take a key that was given anew from the command that had it; refuse it given twice."""
    owner: dict[str, str] = {}
    for name in sorted(keys, key=lambda n: (n not in FIXED, n not in changed)):
        kept = []
        for key in keys[name].split(","):
            if key in owner and name in changed:
                raise InputError(
                    f"{path.name}: '{shown(key)}' is given to {owner[key]} and to {name}",
                    "Give each its own key; 'sendcode review' and ? lists them.",
                )
            if key.isdigit():
                raise InputError(f"{path.name}: 1 to 9 choose a listed code", "Use another key.")
            if key not in owner:
                owner[key] = name
                kept.append(key)
        keys[name] = ",".join(kept)
