"""One partnership's months: KPIs, cards, momentum and trends, from the first record on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from comotion.methods.kernel.normalise import normalise
from comotion.methods.kernel.trend import trend
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.partnerships.periods import month_of
from comotion.scores.cards import Card, cards
from comotion.scores.derived import Derived
from comotion.scores.facts import Records
from comotion.scores.kpis import KpiSource, MonthKpis, raw_values
from comotion.scores.kpis_momentum import first_day_of

LEAD_IN = 6
"""Months computed before the first one that is stored: warnings look back two quarters."""
CHUNK = 1500
"""Cards computed at once: more are no faster and only take memory."""
MOMENTUM = {"commitments": "commitments_kept", "decision_latency": "decision_latency_days"}
"""Components of the Momentum Index that KPIs measure."""
FEED_FORWARD = "feed_forward"
"""The component that insights measure; ``forward_meeting`` needs what the minutes of meetings were spent on."""


@dataclass(slots=True)
class History:
    """The months of one partnership, oldest first."""

    records: Records
    source: KpiSource
    since: dt.date | None
    months: list[MonthKpis]
    cards: list[Card] = field(default_factory=list)

    def at(self, month: int) -> tuple[MonthKpis, Card] | None:
        """Return the KPIs and the card of a month, None where it lies outside."""
        index = month - self.months[0].month
        return (self.months[index], self.cards[index]) if 0 <= index < len(self.months) else None

    def category(self, name: str, until: int) -> tuple[tuple[int, float], ...]:
        """Return a category's values as (month, value) up to a month, where it has one."""
        return tuple(
            (found.month, value)
            for found, card in zip(self.months, self.cards, strict=True)
            if found.month <= until and (value := card.categories[name].value) is not None
        )

    def slope(self, name: str, until: int, settings: MethodSettings) -> float | None:
        """Return the trend of a category, or of the total for ``scorecard``, in points per month."""
        points = (
            self.category(name, until)
            if name != "scorecard"
            else tuple(
                (found.month, card.card.value)
                for found, card in zip(self.months, self.cards, strict=True)
                if found.month <= until and card.card.value is not None
            )
        )
        return trend(points, settings, until=until).slope


def momentum_of(found: MonthKpis, settings: MethodSettings) -> Scored:
    """Return the Momentum Index of what is measured; components without a measure are missing."""
    parts: list[tuple[str, float, Scored | float | None]] = []
    for name, component in settings.momentum.components():
        derived = measured(found, name)
        raw = derived.raw if derived else None
        score = None if raw is None else normalise(raw, component.limits, settings.card.target_score).score
        parts.append((name, component.weight, score))
    return weighted_mean(parts, settings)


def measured(found: MonthKpis, component: str) -> Derived | None:
    """Return what a component of the Momentum Index is measured by; None where nothing does."""
    return found.closure if component == FEED_FORWARD else found.kpis.get(MOMENTUM.get(component, ""))


def histories(program: Iterable[Records], settings: MethodSettings, *, first: int, last: int) -> Iterator[History]:
    """Return the history of each partnership for the months ``first`` to ``last``, with their lead-in.

    Cards are computed for many partnerships at once.
    """
    waiting: list[History] = []
    size = 0
    for records in program:
        history = _history(records, settings, first=first - LEAD_IN, last=last)
        waiting.append(history)
        size += len(history.months)
        if size >= CHUNK:
            yield from _with_cards(waiting, settings)
            waiting, size = [], 0
    yield from _with_cards(waiting, settings)


def _with_cards(waiting: Sequence[History], settings: MethodSettings) -> Sequence[History]:
    found = iter(cards([raw_values(month) for history in waiting for month in history.months], settings))
    for history in waiting:
        history.cards = [next(found) for _ in history.months]
    return waiting


def _history(records: Records, settings: MethodSettings, *, first: int, last: int) -> History:
    source = KpiSource(records, settings)
    since = first_record(records)
    start = last if since is None else min(last, max(first, month_of(since)))
    return History(records, source, since, [source.month(month) for month in range(start, last + 1)])


def first_record(records: Records) -> dt.date | None:
    """Return the first day anything is known of."""
    days = [meeting.held_date or meeting.scheduled_date for meeting in records.meetings]
    days += [deal.created_date or deal.close_date for deal in records.deals]
    days += [grade.date for grade in records.value.grades] + [entry.date for entry in records.value.entries]
    days += first_day_of(records.work)
    days += [one.closed_date for one in records.rounds] + [theme.due_date for theme in records.value.themes]
    starts = [reading.start for readings in records.readings.values() for reading in readings]
    days += [dt.date(month // 12, month % 12 + 1, 1) for month in starts]
    return min((day for day in days if day is not None), default=None)
