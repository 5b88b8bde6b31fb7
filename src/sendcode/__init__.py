"""Qualitative coding of interview transcripts: ingest, suggest, review, count, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sendcode.version import __version__

if TYPE_CHECKING:
    from sendcode.api import Project, open

__all__ = ["Project", "__version__", "open"]


def __getattr__(name: str) -> object:
    if name in ("open", "Project"):  # pandas is dear to import; `sendcode --help` must not pay
        from sendcode import api

        return getattr(api, name)
    raise AttributeError(f"module 'sendcode' has no attribute '{name}'")
