"""SQLite's only home: the project file and everything that reads or writes it."""

from __future__ import annotations

from sendcode.store.project import Store, create_store, open_store

__all__ = ["Store", "create_store", "open_store"]
