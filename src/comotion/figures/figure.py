"""The one result type of charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]
WIDE = 600
NARROW = 330
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows behind a picture, already written out for people."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its specification, the rows behind it and the sentence that says what it shows.

    ``narrow_spec`` is the same chart for a phone, with fewer labels; ``caption`` names what could not be placed.
    """

    spec: Spec
    table: Table
    sentence: str
    narrow_spec: Spec | None = None
    caption: str = ""


def layered(layers: list[Spec], *, width: int, height: int, data: Spec | None = None) -> Spec:
    """Return a layered specification of a size, without a frame of its own."""
    spec: Spec = {"$schema": SCHEMA, "width": width, "height": height, "layer": layers}
    return spec if data is None else spec | {"data": data}
