"""What a glyph needs to know of a figure, whichever form the figure arrives in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Value, coverage, status and bounds of a figure; ``value`` is None where there is too little data."""

    value: float | None
    coverage: float
    status: str
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Say whether the figure has a number to show."""
        return self.value is not None and self.status != "insufficient"

    @property
    def is_provisional(self) -> bool:
        """Say whether the marker is hollow."""
        return self.status == "provisional"


NOTHING = Measured(None, 0.0, "insufficient", 0.0, 100.0)


def measured(figure: Any) -> Measured:
    """Read a figure from a result, from its stored JSON, from a bare number, or from None."""
    if figure is None:
        return NOTHING
    if isinstance(figure, int | float):
        return Measured(float(figure), 1.0, "ok", float(figure), float(figure))
    if isinstance(figure, Mapping):
        return Measured(*(figure[name] for name in Measured.__slots__))
    return Measured(figure.value, figure.coverage, figure.status, figure.low, figure.high)
