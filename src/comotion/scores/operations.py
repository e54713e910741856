"""Rescoring: from records to snapshots and early warnings, for one partnership or ten thousand."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from comotion.core.events import publish
from comotion.core.principal import current_principal
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES
from comotion.partnerships.facts import PartnershipFact
from comotion.partnerships.periods import first_day, last_complete_month, last_day
from comotion.scores.dimensions import Current, current_figures
from comotion.scores.events import OpenedWarning, WarningsOpened
from comotion.scores.facts import ProgramRecords
from comotion.scores.history import LEAD_IN, History, histories, momentum_of
from comotion.scores.kpis import CONFLICTING, TWO_SOURCES, MonthKpis
from comotion.scores.models import Snapshot
from comotion.scores.months import MonthFigures, month_figures, stored_figures
from comotion.scores.records import Recipes
from comotion.scores.rows import StoredMonths, StoredWarnings, write_snapshots
from comotion.scores.settings import current_settings
from comotion.scores.warnings import Episode, replay, sponsor_sides, started

MONTHS = 24
FLUSH = 2000
"""Snapshots held in memory before they are written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures of one partnership now, with what a portfolio reads beside them."""

    partnership: PartnershipFact
    as_of: dt.date
    figures: dict[str, Scored]
    trends: dict[str, float | None]
    momentum_before: float | None
    warnings: tuple[Episode, ...]
    """Those open now."""
    has_sponsors: bool
    started_date: dt.date | None
    revenue: float | None
    currency: str
    last_review_date: dt.date | None
    next_review_date: dt.date | None
    missing: tuple[str, ...]
    """KPIs without a value, those first that weigh most in the card."""
    disagreements: tuple[tuple[str, float | None, float | None], ...]
    """KPIs on which two sources disagree: the KPI, the value that counts, the other one."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a rescore did."""

    as_of: dt.date
    config_hash: str
    outcomes: tuple[Outcome, ...]
    written: int
    warnings_opened: int
    warnings_cleared: int


@dataclass(slots=True)
class _Run:
    """One rescore on its way."""

    settings: MethodSettings
    at: dt.datetime
    first: int
    last: int
    as_of: dt.date
    stored: StoredMonths
    warnings: StoredWarnings
    recipes: Recipes
    waiting: list[Snapshot] = field(default_factory=list)
    written: int = 0

    def write(self, least: int = 0) -> None:
        """Write the waiting snapshots, once there are enough of them."""
        if self.waiting and len(self.waiting) >= least:
            write_snapshots(self.waiting)
            self.written += len(self.waiting)
            self.waiting = []


def rescore(
    *,
    as_of: dt.date,
    at: dt.datetime,
    partnerships: Collection[int] | None = None,
    months: int = MONTHS,
    progress: Callable[[int, int], None] | None = None,
) -> Rescored:
    """Score the acting organization's partnerships for the last complete months before ``as_of``.

    Months whose inputs and settings have not changed write nothing. Early warnings are replayed over the same months.
    """
    with transaction.atomic(), collector_paused():
        return _rescore(
            _run(current_settings(), partnerships, as_of=as_of, at=at, months=months), partnerships, progress
        )


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave cycles alone for a while: a rescore makes millions of objects without any, and looking takes half its time.

    Counting references frees them all the same, so memory does not grow.
    """
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()


def outcomes_with(settings: MethodSettings, *, as_of: dt.date, months: int = MONTHS) -> tuple[Outcome, ...]:
    """Return what a rescore with other settings would give, without writing anything."""
    run = _run(settings, None, as_of=as_of, at=dt.datetime.min.replace(tzinfo=dt.UTC), months=months)
    program = ProgramRecords(None, first=run.first - LEAD_IN, last=run.last)
    return tuple(
        _outcome(history, current_figures(history, settings, run.recipes), run, _episodes(history, run))
        for history in histories(program, settings, first=run.first, last=run.last)
    )


def _episodes(history: History, run: _Run) -> tuple[Episode, ...]:
    before = run.warnings.before(history.records.partnership.id, first_day(run.first))
    return replay(history, before, run.settings, first=run.first, as_of=run.as_of)


def _run(
    settings: MethodSettings,
    partnerships: Collection[int] | None,
    *,
    as_of: dt.date,
    at: dt.datetime,
    months: int,
) -> _Run:
    last = last_complete_month(as_of)
    first = last - months + 1
    stored = StoredMonths(partnerships, last_day(first))
    return _Run(settings, at, first, last, as_of, stored, StoredWarnings.read(partnerships), Recipes(settings))


def _rescore(run: _Run, partnerships: Collection[int] | None, progress: Callable[[int, int], None] | None) -> Rescored:
    program = ProgramRecords(partnerships, first=run.first - LEAD_IN, last=run.last)
    outcomes: list[Outcome] = []
    for done, history in enumerate(histories(program, run.settings, first=run.first, last=run.last), start=1):
        outcomes.append(_score(history, run))
        run.write(FLUSH)
        if progress is not None and done % 100 == 0:
            progress(done, len(program.partnerships))
    run.write()
    run.warnings.write()
    _tell(run.warnings)
    changed = run.warnings.changed
    return Rescored(
        last_day(run.last),
        run.settings.config_hash,
        tuple(outcomes),
        run.written,
        len(run.warnings.created),
        sum(row.cleared_date is not None for row in changed),
    )


def _tell(warnings: StoredWarnings) -> None:
    opened = tuple(
        OpenedWarning(row.partnership_id, row.code, row.opened_date)
        for row in warnings.created
        if row.cleared_date is None
    )
    if opened:
        publish(WarningsOpened(current_principal().organization_id, opened))


def _score(history: History, run: _Run) -> Outcome:
    key = history.records.partnership.id
    current = current_figures(history, run.settings, run.recipes)
    for found, card in zip(history.months, history.cards, strict=True):
        if found.month < run.first:
            continue
        now = current if found.month == run.last else None
        month = month_figures(found, card, now, run.settings)
        day = last_day(found.month)
        if (month.is_empty and now is None) or run.stored.has(key, day, run.settings.config_hash, month.inputs_hash):
            continue
        run.waiting.append(_snapshot(key, month, now, run))
    episodes = _episodes(history, run)
    run.warnings.keep(key, episodes, first_day(run.first))
    return _outcome(history, current, run, episodes)


def _snapshot(key: int, month: MonthFigures, current: Current | None, run: _Run) -> Snapshot:
    card = month.card
    return Snapshot(
        owner_org_id=current_principal().organization_id,
        partnership_id=key,
        as_of=last_day(month.found.month),
        scorecard=card.card.value,
        coverage=card.card.coverage,
        momentum_index=month.momentum.value,
        figures=stored_figures(month, current, run.recipes, run.settings),
        config_hash=run.settings.config_hash,
        inputs_hash=month.inputs_hash,
        computed_at=run.at,
        **{category: card.categories[category].value for category in CATEGORIES},
    )


def _outcome(history: History, current: Current, run: _Run, episodes: tuple[Episode, ...]) -> Outcome:
    settings = run.settings
    found, card = history.months[-1], history.cards[-1]
    earlier = history.at(found.month - 3)
    figures = {"scorecard": card.card, "momentum_index": momentum_of(found, settings), **current.scored}
    figures |= {f"category.{category}": figure for category, figure in card.categories.items()}
    revenue, currency = _year_revenue(history, found.month)
    return Outcome(
        history.records.partnership,
        last_day(found.month),
        figures,
        {name: history.slope(name, found.month, settings) for name in ("scorecard", *CATEGORIES)},
        momentum_of(earlier[0], settings).value if earlier else None,
        tuple(one for one in episodes if one.cleared_date is None),
        _has_sponsors(history, found.month),
        history.records.partnership.started_date or (started(history) if history.since else None),
        revenue,
        currency,
        _last_review(history),
        _next_review(history, run.as_of),
        _missing(found, settings),
        tuple(_disagreements(found)),
    )


def _missing(found: MonthKpis, settings: MethodSettings) -> tuple[str, ...]:
    categories = settings.card.category_weights.pairs()
    kpis = settings.card.kpis
    sums = {name: sum(kpi.weight for kpi in kpis if kpi.category == name) or 1.0 for name in categories}
    weights = {kpi.id: categories[kpi.category] * kpi.weight / sums[kpi.category] for kpi in kpis}
    lacking = [kpi for kpi, derived in found.kpis.items() if derived.raw is None]
    return tuple(sorted(lacking, key=lambda kpi: -weights[kpi]))


def _disagreements(found: MonthKpis) -> Iterator[tuple[str, float | None, float | None]]:
    for kpi, derived in found.kpis.items():
        for one in derived.inputs:
            if one.note in (TWO_SOURCES, CONFLICTING):
                yield kpi, derived.raw, one.value


def _has_sponsors(history: History, month: int) -> bool:
    sides = sponsor_sides(history, last_day(month))
    return bool(sides) and all(side.has_sponsor for side in sides)


def _last_review(history: History) -> dt.date | None:
    held = [one.held_date for one in history.records.meetings if one.kind in ("mbr", "qsr") and one.held_date]
    return max(held, default=None)


def _next_review(history: History, as_of: dt.date) -> dt.date | None:
    """Return the day a person set, else the next planned monthly or quarterly review that was not held yet."""
    planned = (
        one.scheduled_date
        for one in history.records.meetings
        if one.kind in ("mbr", "qsr") and one.held_date is None and one.scheduled_date and one.scheduled_date >= as_of
    )
    return history.records.partnership.standing.next_review_date or min(planned, default=None)


def _year_revenue(history: History, month: int) -> tuple[float | None, str]:
    """Return partnership revenue of the last twelve months, None where it is unknown or in several currencies."""
    money = history.source.money
    months = [found for at in range(month - 11, month + 1) if (found := money.revenue(at)) is not None]
    units = sorted({one.unit for found in months for one in found.deals if one.unit})
    amounts = [found.amount for found in months if found.amount is not None]
    if not amounts or len(units) > 1:
        return None, ""
    return sum(amounts), units[0] if units else ""
