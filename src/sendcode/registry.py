"""Plug-in name to object, imported on demand: built-ins first, then entry points."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from sendcode.errors import NotFound


def load(group: str, name: str, builtin: Mapping[str, str]) -> Any:
    """Return the object registered under `name`.

    Args:
        group: Entry-point group, e.g. `sendcode.readers`; looked at only when `name`
            is not built in.
        name: What was asked for, e.g. `.docx`.
        builtin: Name to `module:attribute`.

    Raises:
        NotFound: Nobody registered the name; the hint lists what is known.
    """
    target = builtin.get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)
    found = [point for point in entry_points(group=group) if point.name == name]
    if found:
        return found[0].load()
    stem = name.rpartition(".")[0]
    known = names(group, builtin)
    known = tuple(one for one in known if stem and one.startswith(f"{stem}.")) or known
    kind = group.rpartition(".")[2].rstrip("s")
    raise NotFound(f"no {kind} for '{name}'", f"Known: {', '.join(known)}.")


def names(group: str, builtin: Mapping[str, str]) -> tuple[str, ...]:
    """Return every registered name, sorted, without importing what stands behind it."""
    return tuple(sorted({*builtin, *(point.name for point in entry_points(group=group))}))
