"""Snapshots as they are read: the current one of a month, the history of a figure, the lines of measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KeyTransform

from comotion.core.principal import current_principal
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.vocabulary import CATEGORIES
from comotion.scores.collecting import how_to_collect
from comotion.scores.explained import Figure, HistoryPoint
from comotion.scores.models import ProgramSettings, Snapshot
from comotion.scores.records import limits_json
from comotion.scores.settings import current_settings

SHOWN_MONTHS = 6


@dataclass(frozen=True, slots=True)
class StoredMonth:
    """The current snapshot of one partnership and month."""

    partnership: str
    partnership_name: str
    as_of: dt.date
    computed_at: dt.datetime
    config_hash: str
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MonthValues:
    """The values of one month, to draw them."""

    as_of: dt.date
    scorecard: float | None
    coverage: float
    categories: dict[str, float | None]
    momentum_index: float | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One KPI with its reading, its limits, its last months and how to collect it.

    ``name`` is the figure's name; ``history`` holds the scores of the last six months, None where one is missing.
    """

    kpi: str
    name: str
    category: str
    weight: float
    figure: Figure
    raw: float | None
    unit: str
    limits: dict[str, Any]
    history: tuple[HistoryPoint, ...]
    how_to_collect: str
    code: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    person: str = ""
    date: str = ""


def _own(ref: str) -> Any:
    return Snapshot.objects.filter(owner_org_id=current_principal().organization_id, partnership__ref=ref)


def stored_month(ref: str, as_of: dt.date | None = None) -> StoredMonth | None:
    """Return the current snapshot of the last month up to a day, None where nothing was scored."""
    rows = _own(ref)
    if as_of is not None:
        rows = rows.filter(as_of__lte=as_of)
    names = ("partnership__ref", "partnership__name", "as_of", "computed_at", "config_hash", "figures")
    found = rows.order_by("-as_of", "-computed_at", "-pk").values_list(*names).first()
    return StoredMonth(*found) if found else None


def figure_history(ref: str, figure: str, until: dt.date) -> tuple[HistoryPoint, ...]:
    """Return a figure at the end of each month up to a day, oldest first; months without it are left out."""
    rows = _own(ref).filter(as_of__lte=until).order_by("as_of", "computed_at", "pk")
    found = dict(rows.values_list("as_of", KeyTransform(figure, "figures")))
    return tuple(
        HistoryPoint(as_of, record["value"], record["coverage"], record["status"])
        for as_of, record in sorted(found.items())
        if record is not None
    )


def month_values(ref: str, until: dt.date | None = None) -> tuple[MonthValues, ...]:
    """Return total, categories and Momentum Index of each month, oldest first."""
    rows = _own(ref).order_by("as_of", "computed_at", "pk")
    if until is not None:
        rows = rows.filter(as_of__lte=until)
    found = {
        row[0]: MonthValues(row[0], row[1], row[2], dict(zip(CATEGORIES, row[4:], strict=True)), row[3])
        for row in rows.values_list("as_of", "scorecard", "coverage", "momentum_index", *CATEGORIES)
    }
    return tuple(found[as_of] for as_of in sorted(found))


def settings_version(config_hash: str) -> tuple[int, dt.datetime | None]:
    """Return the version that settings of a hash came by, and since when; version 0 are the defaults."""
    rows = ProgramSettings.objects.filter(owner_org_id=current_principal().organization_id, config_hash=config_hash)
    found = rows.order_by("-version").values_list("version", "applied_at").first()
    return (found[0], found[1]) if found else (0, None)


def figure_of(record: Mapping[str, Any] | None) -> Figure:
    """Return a stored figure without its explanation."""
    if record is None:
        return Figure.missing()
    names = ("value", "coverage", "status", "low", "high", "n")
    return Figure(*(record[name] for name in names))


def measure_lines(ref: str, as_of: dt.date | None = None) -> tuple[MeasureLine, ...]:
    """Return every KPI of a partnership, by category in the order of the card; without any month all are missing."""
    found = stored_month(ref, as_of)
    if found is None:
        return tuple(_unread(kpi) for kpi in current_settings().card.kpis)
    history = _kpi_history(ref, found.as_of)
    return tuple(
        _measure(part, category, found.figures[part["figure"]], history.get(part["figure"], ()))
        for category in CATEGORIES
        for part in found.figures[f"category.{category}"]["parts"]
    )


def _unread(kpi: Kpi) -> MeasureLine:
    return MeasureLine(
        kpi=kpi.id,
        name=f"kpi.{kpi.id}",
        category=kpi.category,
        weight=kpi.weight,
        figure=Figure.missing(),
        raw=None,
        unit=kpi.unit,
        limits=limits_json(kpi.limits),
        history=(),
        how_to_collect=how_to_collect(kpi.id)[0],
    )


def _kpi_history(ref: str, until: dt.date) -> dict[str, tuple[HistoryPoint, ...]]:
    since = until - dt.timedelta(days=31 * SHOWN_MONTHS)
    rows = _own(ref).filter(as_of__lte=until, as_of__gt=since).order_by("as_of", "computed_at", "pk")
    months = sorted(dict(rows.values_list("as_of", "figures")).items())[-SHOWN_MONTHS:]
    names = {name for _, figures in months for name in figures if name.startswith("kpi.")}
    return {
        name: tuple(
            HistoryPoint(as_of, figures[name]["value"], figures[name]["coverage"], figures[name]["status"])
            for as_of, figures in months
            if name in figures
        )
        for name in names
    }


def _measure(
    part: Mapping[str, Any], category: str, record: Mapping[str, Any], history: tuple[HistoryPoint, ...]
) -> MeasureLine:
    inputs = record.get("inputs") or [{}]
    newest = max(inputs, key=lambda one: str(one.get("date", "")))
    return MeasureLine(
        kpi=part["name"],
        name=part["figure"],
        category=category,
        weight=part["weight"],
        figure=figure_of(record),
        raw=record["raw"],
        unit=record["unit"],
        limits=record["recipe"]["limits"],
        history=history,
        how_to_collect=how_to_collect(part["name"])[0],
        code=record.get("code", ""),
        notes=tuple(record.get("notes", ())),
        source=newest.get("source", ""),
        person=newest.get("person", ""),
        date=newest.get("date", ""),
    )
