"""Readings as facts: what was entered or imported, in one query for any number of partnerships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from comotion.measures.models import PeriodKind, Reading
from comotion.partnerships.facts import owned_rows
from comotion.partnerships.grouping import Grouped
from comotion.partnerships.periods import first_day, month_of

COLUMNS = (
    "partnership_id",
    "kpi",
    "side",
    "period_start",
    "period_kind",
    "value",
    "unit",
    "source",
    "entered_by",
    "entered_at",
)
LOOK_BACK = 14
"""Months before the first one: twelve of costs, and two for the age a reading may have (three quarters are less)."""
LOOK_AHEAD = 6
"""Months after the last one: the plan of the next quarter."""


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """One reading, with the last month of its period."""

    kpi: str
    side: str
    start: int
    end: int
    is_quarter: bool
    value: float
    unit: str
    source: str
    entered_by: str
    entered_at: dt.datetime

    def age(self, month: int) -> int | None:
        """Return its age in its own periods at the end of a month, None where its period had not ended."""
        if self.end > month:
            return None
        return (month - self.end) // (3 if self.is_quarter else 1)


class ReadingFacts:
    """The readings of the acting organization, one partnership at a time."""

    def __init__(self, partnerships: Collection[int] | None, first: int, last: int) -> None:
        """Open the stream of the readings that figures of the months ``first`` to ``last`` can need."""
        self._grouped = Grouped(_rows(partnerships, first, last))

    def take(self, partnership_id: int) -> dict[str, list[ReadingFact]]:
        """Return a partnership's readings by KPI, latest period first; ids must be asked for in rising order."""
        found: dict[str, list[ReadingFact]] = {}
        for row in self._grouped.take(partnership_id):
            found.setdefault(row[1], []).append(_reading(row))
        for readings in found.values():
            readings.sort(key=lambda reading: (-reading.end, reading.is_quarter, reading.side))
        return found


def _rows(partnerships: Collection[int] | None, first: int, last: int) -> Iterator[tuple[Any, ...]]:
    rows = Reading.objects.filter(
        owned_rows(partnerships),
        period_start__gte=first_day(first - LOOK_BACK),
        period_start__lt=first_day(last + LOOK_AHEAD + 1),
    ).order_by("partnership_id")
    return rows.values_list(*COLUMNS).iterator(chunk_size=10000)


def _reading(row: tuple[Any, ...]) -> ReadingFact:
    _, kpi, side, period_start, kind, value, unit, source, person, entered_at = row
    start = month_of(period_start)
    is_quarter = kind == PeriodKind.QUARTER
    end = start + 2 if is_quarter else start
    return ReadingFact(kpi, side, start, end, is_quarter, value, unit, source, person, entered_at)
