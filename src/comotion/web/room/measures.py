"""The measures of a partnership, written out and grouped by category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comotion.methods.vocabulary import CATEGORIES
from comotion.scores.explained import Figure
from comotion.scores.queries import MeasureLine
from comotion.web.shared.reader import wording

CURRENCY = 3
"""Letters of a currency's code."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as the table writes it."""

    kpi: str
    name: str
    reading: str
    figure: Figure
    history: tuple[float | None, ...]
    limits: str
    how_to_collect: str


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """One category with its measures."""

    category: str
    figure: Figure
    lines: tuple[MeasureRow, ...]

    @property
    def name(self) -> str:
        """Return the name under which the category opens."""
        return f"category.{self.category}"

    @property
    def known(self) -> int:
        """Count the measures with a reading."""
        return sum(1 for line in self.lines if line.figure.value is not None)


def measure_groups(lines: Sequence[MeasureLine], figures: Mapping[str, Figure]) -> tuple[MeasureGroup, ...]:
    """Return the four categories in their order with their measures."""
    return tuple(
        MeasureGroup(
            category,
            figures.get(f"category.{category}", Figure.missing()),
            tuple(_row(line) for line in lines if line.category == category),
        )
        for category in CATEGORIES
    )


def _row(line: MeasureLine) -> MeasureRow:
    return MeasureRow(
        kpi=line.kpi,
        name=line.name,
        reading=reading_text(line.raw, line.unit),
        figure=line.figure,
        history=tuple(point.value for point in line.history),
        limits=", ".join(_limit(line.limits.get(name), line.unit) for name in ("floor", "target", "ceiling")),
        how_to_collect=line.how_to_collect,
    )


def _limit(value: float | None, unit: str) -> str:
    """Write a limit as the reading beside it is written; the unit itself stands with the reading."""
    if value is None:
        return "–"
    if unit == "share":
        return wording().percent(value)
    return wording().number(value, len(f"{value:g}".partition(".")[2]))


def reading_text(raw: float | None, unit: str) -> str:
    """Write a raw reading with its unit; a dash where there is none."""
    if raw is None:
        return "–"
    if unit == "share":
        return wording().percent(raw)
    number = wording().number(raw, _decimals(raw, unit))
    words = {"days": _("%(number)s days"), "hours": _("%(number)s hours"), "%": _("%(number)s%%")}
    if unit in words:
        return words[unit] % {"number": number}
    return f"{number} {unit}" if len(unit) == CURRENCY and unit.isupper() else number


def _decimals(raw: float, unit: str) -> int:
    """Return how many digits after the point are read: none for whole numbers, two for ratios."""
    if float(raw).is_integer():
        return 0
    return 2 if unit == "ratio" or abs(raw) < 1 else 1 if abs(raw) < 1000 else 0


def day_text(day: str) -> str:
    """Write a day that is stored as text; what is no day stays as it is."""
    try:
        return wording().full_day(dt.date.fromisoformat(day))
    except ValueError:
        return day
