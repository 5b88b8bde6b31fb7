"""What each key does: one function per command, given the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sendcode.tui.acts import codes, deciding, many, moving, narrowing, segment, viewing

if TYPE_CHECKING:
    from sendcode.tui.screens.review import ReviewScreen

ACTS: Mapping[str, Callable[[ReviewScreen], None]] = {
    "accept": deciding.accept,
    "reject": deciding.reject,
    "undo": deciding.undo,
    "redo": deciding.redo,
    "recode": codes.recode,
    "also": codes.also,
    "again": deciding.again,
    "new_code": codes.new_code,
    "skip": deciding.skip,
    "alike": many.alike,
    "take_off": codes.take_off,
    "start_out": segment.start_out,
    "start_in": segment.start_in,
    "end_out": segment.end_out,
    "end_in": segment.end_in,
    "memo": segment.memo,
    "journal": segment.journal,
    "flag": segment.flag,
    "star": segment.star,
    "no_quote": segment.no_quote,
    "no_quote_case": segment.no_quote_case,
    "copy": segment.copy,
    "next": moving.next_one,
    "previous": moving.previous,
    "first_open": moving.first_open,
    "down": moving.down,
    "up": moving.up,
    "more": moving.more,
    "less": moving.less,
    "page_down": moving.page_down,
    "page_up": moving.page_up,
    "centre": moving.centre,
    "search": many.search,
    "filter": narrowing.choose_filter,
    "order": narrowing.choose_order,
    "read": moving.read,
    "open": narrowing.open_transcript,
    "done": moving.done,
    "done_here": moving.done_here,
    "tree": viewing.tree,
    "card": viewing.card,
    "back": moving.back,
    "help": viewing.keys,
    "leave": viewing.leave,
}
"""By the name of the command in `tui.keys`."""
