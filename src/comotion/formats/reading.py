"""Read a file of unknown shape: what it is, its typed rows, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from comotion.formats.tables import Inspection, Table, Unreadable

__all__ = ["Unreadable", "inspect", "read"]


def inspect(data: bytes, name: str) -> Inspection:
    """Say what a file is; ``name`` is only used in messages."""
    raise Unreadable(f"{name} cannot be read yet.")


def read(
    data: bytes,
    name: str,
    *,
    kind: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    choices: Mapping[str, str] | None = None,
) -> Table:
    """Read a file as a kind; the kind and the columns are recognised where they are not given."""
    raise Unreadable(f"{name} cannot be read yet.")
