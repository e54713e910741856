"""What opens when a figure is opened: its parts, its inputs, what is missing, and how it was computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from comotion.methods.payloads import as_json


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure without its explanation: enough to draw and to print it."""

    value: float | None
    coverage: float
    status: str
    low: float
    high: float
    n: int = 0

    @classmethod
    def missing(cls) -> Figure:
        """Return a figure of which nothing is known."""
        return cls(None, 0.0, "insufficient", 0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Input:
    """One record behind a figure: what it says, where it came from, who entered it, and for which day.

    ``kind`` is ``deal``, ``deal_before``, ``plan``, ``cost``, ``reading``, ``grade``, ``milestone``, ``ledger``,
    ``meeting``, ``contact``, ``pulse``, ``goal``, ``theme``, ``judgement``, ``commitment``, ``decision``,
    ``open_decision`` or ``insight``. ``share`` is the part of the value that counts (0.3 for an influenced deal).
    ``note`` names what is odd about it, such as ``AMOUNT_UNKNOWN``; such an input is shown and does not enter.
    """

    kind: str
    name: str
    value: float | None
    share: float = 1.0
    side: str = ""
    unit: str = ""
    source: str = ""
    person: str = ""
    date: str = ""
    n: int | None = None
    note: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """One part of a figure with its own parts below it; ``figure`` is the name under which it can be opened itself."""

    name: str
    figure: str
    weight: float
    value: float | None
    coverage: float
    contribution: float | None
    status: str = "ok"
    low: float = 0.0
    high: float = 100.0
    raw: float | None = None
    unit: str = ""
    clamped: bool = False
    notes: tuple[str, ...] = ()
    parts: tuple[ExplainedPart, ...] = ()
    recipe: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing figure, why it is missing, and how to collect it."""

    figure: str
    code: str
    how_to_collect: str
    source_method: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The same figure at the end of an earlier month."""

    as_of: dt.date
    value: float | None
    coverage: float
    status: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one figure. ``title`` is a key: the figure's last word; pages translate it.

    ``recipe`` holds limits, thresholds and numbers of the method, so that the value can be computed again from the
    JSON alone (``scores.recomputation.recompute``). ``raw`` and ``unit`` are set for KPIs.
    """

    figure: str
    title: str
    partnership: str
    partnership_name: str
    as_of: dt.date
    value: float | None
    coverage: float
    status: str
    low: float
    high: float
    n: int
    parts: tuple[ExplainedPart, ...]
    inputs: tuple[Input, ...]
    missing: tuple[Gap, ...]
    method: str
    version: str
    config_hash: str
    settings_version: int
    settings_since: dt.datetime | None
    computed_at: dt.datetime | None
    history: tuple[HistoryPoint, ...]
    notes: tuple[str, ...] = ()
    raw: float | None = None
    unit: str = ""
    recipe: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as the command line and the API print it."""
        content: dict[str, Any] = as_json(self)
        return content


class UnableToExplain(LookupError):
    """There is no such figure, or no such day; the message says which figures there are."""
