"""The one place where scripts' calls meet the clock."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the time as the project file keeps it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
