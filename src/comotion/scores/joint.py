"""The joint card: made of what the parties of a room share and of nothing else, so that both read the same figures.

What a side keeps back lowers the coverage and changes no value (isolation.md, rule 6). Two sides' readings of the same
measure are both kept: where they differ for the same period neither counts, and nothing is averaged.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from comotion.core.visibility import Visibility
from comotion.measures.facts import ReadingFact
from comotion.measures.models import PeriodKind, Reading
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.scorecard.card import scorecard
from comotion.methods.scored import Scored
from comotion.methods.settings import default_settings
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership
from comotion.partnerships.periods import last_complete_month, month_of
from comotion.scores.explained import Figure
from comotion.scores.kpis import unit_fits

SIDES = (Side.JOINT, Side.OURS, Side.THEIRS)
"""Which of an organization's readings speaks for it: what both found together, else its own, else what it heard."""
PERIOD, UNIT, SOURCE, VALUE = "period", "unit", "source", "value"


@dataclass(frozen=True, slots=True)
class SideReading:
    """What one organization shares of a measure: its newest reading."""

    organization: str
    reading: ReadingFact


@dataclass(frozen=True, slots=True)
class JointLine:
    """One measure of the joint card: the value that counts, what each side shares, and wherein they differ."""

    kpi: str
    category: str
    unit: str
    value: float | None
    figure: Figure
    readings: tuple[SideReading, ...]
    differs_in: tuple[str, ...]
    difference: float | None


@dataclass(frozen=True, slots=True)
class JointCard:
    """The card of a room as all its parties read it."""

    month: int
    card: Figure
    categories: dict[str, Figure]
    lines: tuple[JointLine, ...]
    amounts: tuple[JointLine, ...]
    """What is shared beside the card: revenue, plan and cost, from which its measures are made."""

    @property
    def shared(self) -> int:
        """Count the measures of which somebody shares a reading."""
        return sum(1 for line in self.lines if line.readings)


def joint_card(partnership: Partnership, today: dt.date) -> JointCard:
    """Return the joint card as of the last complete month, by the limits that the methods propose to both sides."""
    settings, month = default_settings(), last_complete_month(today)
    shared = _shared(partnership, month, settings.card.max_age_periods)
    chosen = {kpi.id: _choose(kpi, shared.get(kpi.id, ())) for kpi in settings.card.kpis}
    found = scorecard(chosen, settings)
    lines = tuple(
        _line(kpi, chosen[kpi.id], found.kpis[kpi.id].scored, shared.get(kpi.id, ())) for kpi in settings.card.kpis
    )
    categories = {name: _figure(scored) for name, scored in found.categories.items()}
    amounts = tuple(_amount(kpi, sides) for kpi, sides in shared.items() if kpi not in chosen)
    return JointCard(month, _figure(found.card), categories, lines, amounts)


def _shared(partnership: Partnership, month: int, max_age: int) -> dict[str, tuple[SideReading, ...]]:
    """Return of each measure the newest reading of each organization that is not too old."""
    rows = Reading.objects.filter(partnership=partnership, visibility=Visibility.SHARED).order_by("period_start", "pk")
    names = ("owner_org__name", "kpi", "side", "period_start", "period_kind", "value", "unit", "source")
    found: dict[tuple[str, str], list[ReadingFact]] = defaultdict(list)
    for organization, kpi, *row in rows.values_list(*names, "entered_by", "entered_at"):
        reading = _reading(kpi, *row)
        age = reading.age(month)
        if age is not None and age <= max_age:
            found[kpi, organization].append(reading)
    newest: dict[str, list[SideReading]] = defaultdict(list)
    for (kpi, organization), readings in sorted(found.items()):
        best = max(readings, key=lambda one: (one.end, -SIDES.index(Side(one.side)), not one.is_quarter))
        newest[kpi].append(SideReading(organization, best))
    return {kpi: tuple(sides) for kpi, sides in newest.items()}


def _reading(kpi: str, side: str, period_start: dt.date, kind: str, *rest: object) -> ReadingFact:
    start, is_quarter = month_of(period_start), kind == PeriodKind.QUARTER
    return ReadingFact(kpi, side, start, start + 2 if is_quarter else start, is_quarter, *rest)  # type: ignore[arg-type]


def _choose(kpi: Kpi, sides: Sequence[SideReading]) -> float | None:
    """Return the value that counts: of the newest period, what all say who speak of it; else none."""
    newest = max((side.reading.end for side in sides), default=None)
    latest = [side.reading for side in sides if side.reading.end == newest]
    found = [one for one in latest if one.side == Side.JOINT] or latest
    if not found or not all(unit_fits(one.unit, kpi.unit) for one in found):
        return None
    first = found[0].value
    return first if all(_same(one.value, first) for one in found) else None


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _line(kpi: Kpi, value: float | None, scored: Scored, sides: tuple[SideReading, ...]) -> JointLine:
    codes = differs_in([side.reading for side in sides])
    values = [side.reading.value for side in sides]
    gap = max(values) - min(values) if VALUE in codes and UNIT not in codes else None
    return JointLine(kpi.id, kpi.category, kpi.unit, value, _figure(scored), sides, codes, gap)


def _amount(kpi: str, sides: tuple[SideReading, ...]) -> JointLine:
    codes = differs_in([side.reading for side in sides])
    return JointLine(kpi, "", "", None, Figure.missing(), sides, codes, None)


def differs_in(readings: Sequence[ReadingFact]) -> tuple[str, ...]:
    """Say wherein readings of one measure differ: their value, and what can explain it."""
    if len(readings) < 2 or all(_same(one.value, readings[0].value) for one in readings):
        return ()
    kinds: dict[str, set[Any]] = {
        PERIOD: {(one.start, one.end) for one in readings},
        UNIT: {one.unit for one in readings},
        SOURCE: {one.source for one in readings},
    }
    return (VALUE, *(name for name, found in kinds.items() if len(found) > 1))


def _figure(scored: Scored) -> Figure:
    return Figure(scored.value, scored.coverage, scored.status, scored.low, scored.high, scored.n)
