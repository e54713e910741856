"""The program's counts: computed when scores change, kept as JSON, read back by every page."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from comotion.methods.portfolio.counts import CountRow, PortfolioCounts, counts
from comotion.methods.settings import MethodSettings
from comotion.methods.value.program import ClassedPartnership, ProgramRows, profit_shares
from comotion.methods.vocabulary import DIMENSIONS, PHASES
from comotion.portfolio.lines import DimensionCount, NotDrawn, PortfolioSummary, ScatterPoint, WarningCount
from comotion.portfolio.placing import Placement, key_of, scored
from comotion.portfolio.rows import Row

DRAWN = 500
LISTED = 50
WANTED = 3
FINANCIAL, RELATIONSHIP = "category.financial_performance", "category.relationship_health"
SEVERITIES = ("high", "medium", "low")
TIER_WORDS = ("strategic", "growth", "transactional", "untiered", "unrated")


def totals_of(rows: Sequence[Row], placed: Mapping[int, Placement], settings: MethodSettings) -> dict[str, Any]:
    """Return the counts of a program as JSON."""
    found = counts(_count_rows(rows), settings)
    drawn, not_drawn = _scatter(rows)
    divergent = _divergent(rows, settings.warnings.divergence)
    return {
        "partnerships": len(rows),
        "scored": sum(row.value("scorecard") is not None for row in rows),
        "dimensions": _dimensions(found),
        "good": [found.good_on_all_four, found.good_on_none, found.weakest_dimension or "", found.coverage or 0.0],
        "phases": _counted((one.phase for one in placed.values()), PHASES),
        "slots": {
            "quick_win": settings.phases.slots(settings.phases.quick_win_share, len(rows)) if rows else 0,
            "restructure": settings.phases.slots(settings.phases.restructure_share, len(rows)) if rows else 0,
        },
        "tiers": _counted((one.tier for one in placed.values()), TIER_WORDS),
        "warnings": _warnings(rows),
        "ahead": sum(gap > 0 for row in rows if (gap := _gap(row)) is not None),
        "divergent": divergent[:LISTED],
        "concentration": _concentration(rows, settings),
        "scatter": drawn[:DRAWN],
        "scatter_of": len(drawn),
        "not_drawn": not_drawn[:LISTED],
        "not_drawn_of": len(not_drawn),
        "owners": sorted({row.owner_name for row in rows if row.owner_name}),
        "levels": sorted({row.level for row in rows if row.level}),
        "approaches": sorted({row.approach for row in rows if row.approach}),
        "disagreements": _disagreements(rows),
        "measure_first": sum(one.phase == "measure_first" for one in placed.values()),
        "begin_with": _begin_with(rows, placed),
    }


def _count_rows(rows: Sequence[Row]) -> list[CountRow]:
    return [
        CountRow(key_of(row), {name: scored(row.figures[f"dimension.{name}"]) for name in DIMENSIONS}) for row in rows
    ]


def _dimensions(found: PortfolioCounts) -> dict[str, list[int]]:
    return {name: [one.good, one.rated, one.good_low, one.good_high] for name, one in found.dimensions.items()}


def _counted(words: Iterable[str], order: Sequence[str]) -> dict[str, int]:
    found = Counter(words)
    return {word: found[word] for word in order}


def _gap(row: Row) -> float | None:
    financial, relationship = row.value(FINANCIAL), row.value(RELATIONSHIP)
    return None if financial is None or relationship is None else financial - relationship


def _begin_with(rows: Sequence[Row], placed: Mapping[int, Placement]) -> list[str]:
    """Return the measures that stand first among what unjudged partnerships lack, the most wanted first."""
    unjudged = (row for row in rows if placed[row.id].phase == "measure_first")
    wanted = Counter(measure for row in unjudged for measure in row.missing[:WANTED])
    return [measure for measure, _ in wanted.most_common(WANTED)]


def _divergent(rows: Sequence[Row], limit: float) -> list[list[Any]]:
    found = [(gap, row) for row in rows if (gap := _gap(row)) is not None and gap >= limit - 1e-9]
    return [[row.ref, row.name, gap] for gap, row in sorted(found, key=lambda one: (-one[0], one[1].id))]


def _warnings(rows: Sequence[Row]) -> list[list[Any]]:
    oldest: dict[str, list[str]] = defaultdict(list)
    severity: dict[str, str] = {}
    for row in rows:
        for mark in row.warnings:
            oldest[mark.code].append(mark.opened_date.isoformat())
            severity[mark.code] = mark.severity
    found = [[code, severity[code], len(days), min(days)] for code, days in oldest.items()]
    return sorted(found, key=lambda one: (SEVERITIES.index(one[1]), one[3], one[0]))


def _concentration(rows: Sequence[Row], settings: MethodSettings) -> list[int | None]:
    """Return how few partnerships make up 80 % of the revenue; currencies are never added."""
    earning = [row for row in rows if row.revenue is not None and row.revenue > 0]
    if len({row.currency for row in earning if row.currency}) > 1:
        return [None, len(earning)]
    shares = profit_shares(
        ProgramRows(tuple(ClassedPartnership(key_of(row), "unquantified", row.revenue or 0.0) for row in earning)),
        settings,
    )
    return [shares.benefit_concentration, len(earning)]


def _scatter(rows: Sequence[Row]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Return the points, warned ones and wide gaps first, and those that cannot be drawn."""
    drawn = [row for row in rows if _gap(row) is not None]
    order = sorted(drawn, key=lambda row: (not row.warnings, -abs(_gap(row) or 0.0), row.id))
    missing = [
        [row.ref, row.name, [name.partition(".")[2] for name in (FINANCIAL, RELATIONSHIP) if row.value(name) is None]]
        for row in rows
        if _gap(row) is None
    ]
    return [_point(row) for row in order], missing


def _point(row: Row) -> list[Any]:
    financial, relationship = row.figures[FINANCIAL], row.figures[RELATIONSHIP]
    status = "provisional" if "provisional" in (financial.status, relationship.status) else "ok"
    bounds = [financial.low, financial.high, relationship.low, relationship.high]
    return [row.ref, row.name, financial.value, relationship.value, status, bounds, row.severity]


def _disagreements(rows: Sequence[Row]) -> dict[str, Any]:
    found = [[row.ref, row.name, *one] for row in rows for one in row.disagreements]
    return {"of": len(found), "listed": found[:LISTED]}


def summary_from(
    content: Mapping[str, Any], as_of: dt.date | None, computed_at: dt.datetime | None
) -> PortfolioSummary:
    """Return the summary that pages read from kept counts, in their own order: a database may keep keys in another."""
    good_on_all, good_on_none, weakest, coverage = content["good"]
    return PortfolioSummary(
        as_of=as_of,
        computed_at=computed_at,
        partnerships=content["partnerships"],
        scored=content["scored"],
        dimensions={name: DimensionCount(*content["dimensions"][name]) for name in DIMENSIONS},
        good_on_all=good_on_all,
        good_on_none=good_on_none,
        weakest_dimension=weakest,
        coverage=coverage,
        phases={phase: content["phases"][phase] for phase in PHASES},
        slots=content["slots"],
        tiers={tier: content["tiers"][tier] for tier in TIER_WORDS},
        warnings=tuple(
            WarningCount(code, severity, number, dt.date.fromisoformat(oldest))
            for code, severity, number, oldest in content["warnings"]
        ),
        earning_ahead=content["ahead"],
        divergent=tuple((ref, name, gap) for ref, name, gap in content["divergent"]),
        concentration=content["concentration"][0],
        concentration_of=content["concentration"][1],
        scatter=tuple(_point_from(point) for point in content["scatter"]),
        scatter_of=content["scatter_of"],
        not_drawn=tuple(NotDrawn(ref, name, tuple(missing)) for ref, name, missing in content["not_drawn"]),
        not_drawn_of=content["not_drawn_of"],
        owners=tuple(content["owners"]),
        levels=tuple(content["levels"]),
        approaches=tuple(content["approaches"]),
        begin_with=tuple(content.get("begin_with", ())),
    )


def _point_from(point: Sequence[Any]) -> ScatterPoint:
    ref, name, financial, relationship, status, bounds, severity = point
    low, high, other_low, other_high = bounds
    return ScatterPoint(ref, name, financial, relationship, status, (low, high, other_low, other_high), severity)


def empty_totals(settings: MethodSettings) -> dict[str, Any]:
    """Return the counts of a program without partnerships."""
    return totals_of((), {}, settings)
