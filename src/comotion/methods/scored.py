"""The one result type: a figure with its parts, its coverage and its bounds (specification 00, section 5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["ok", "provisional", "insufficient"]


class InvalidInput(ValueError):
    """Input that no figure may be computed from (specification 00, section 7).

    Parameters
    ----------
    code : one of the codes of the specification, such as ``OUT_OF_RANGE``
    field : the name of the offending field
    detail : one sentence for a person: what is wrong with which value

    """

    def __init__(self, code: str, field: str, detail: str) -> None:
        """Keep the three so that callers can place the message beside its field."""
        super().__init__(f"{code} ({field}): {detail}")
        self.code = code
        self.field = field
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a figure; ``contribution`` is what it adds to the value (None where the part is missing)."""

    name: str
    weight: float
    value: float | None
    coverage: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A computed figure.

    ``value`` is None where coverage is too low to show one. ``low`` and ``high`` say where the value would lie if
    everything missing were as bad or as good as possible. ``n`` counts the inputs with a value at the leaves.
    """

    value: float | None
    coverage: float
    status: Status
    low: float
    high: float
    n: int
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    config_hash: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the figure as the dictionary that the command line and the API print."""
        return {
            "value": self.value,
            "coverage": self.coverage,
            "status": self.status,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "parts": [
                {
                    "name": part.name,
                    "weight": part.weight,
                    "value": part.value,
                    "coverage": part.coverage,
                    "contribution": part.contribution,
                }
                for part in self.parts
            ],
            "notes": list(self.notes),
            "config_hash": self.config_hash,
        }


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a figure has no value, for places that show the reason instead of a number."""

    code: str
    detail: str = field(default="")
