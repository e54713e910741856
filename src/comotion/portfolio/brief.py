"""One partnership on one page: everything a room's overview, its brief and the command line read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from comotion.accounts.queries import DealRow, deals_of
from comotion.core.principal import current_principal
from comotion.ledger.models import HorizonGrade, LedgerEntry
from comotion.methods.kernel.trend import trend
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import horizons
from comotion.methods.vocabulary import CATEGORIES
from comotion.partnerships.models import Designation, Partnership, Party, Sponsor, Standing
from comotion.partnerships.periods import first_day, month_of
from comotion.portfolio.lines import (
    DealLine,
    HorizonLine,
    LedgerCell,
    MeetingLine,
    MonthPoint,
    PartnershipBrief,
    SponsorLine,
    WarningMark,
)
from comotion.portfolio.models import PortfolioRow
from comotion.rhythm.queries import Occurrence, last_of, last_sponsor_contacts, next_of
from comotion.scores.explained import Gap, Input
from comotion.scores.explanation import gaps_of, inputs_of
from comotion.scores.kpis_strategic import grades_of
from comotion.scores.models import EarlyWarning
from comotion.scores.queries import MonthValues, StoredMonth, figure_of, month_values, stored_month
from comotion.scores.settings import current_settings

DEALS = 8
CARD = "scorecard"
SAME_RECORDS = {
    "horizon": "kpi.horizon_score",
    "fairness": "kpi.fairness_index",
    "value_types": "kpi.value_type_count",
    "commitments": "kpi.commitments_kept",
    "decision_latency": "kpi.decision_latency_days",
}
"""Parts of other figures that are made of the same records as a measure of the card."""


def partnership_brief(ref: str, *, today: dt.date) -> PartnershipBrief:
    """Return the brief of one partnership as of the last month scored before ``today``.

    Raises
    ------
    Partnership.DoesNotExist
        If there is none that the principal may see.

    """
    partnership = Partnership.objects.get(ref=ref)
    month = stored_month(ref, today)
    points = month_values(ref, today)
    last = {kind: _meeting(one, today) for kind, one in last_of(partnership.pk, today).items()}
    warnings = _warnings(partnership)
    trends = _trends(points, current_settings())
    graded = _horizons(partnership, today)
    place, wanted = _place(partnership)
    return PartnershipBrief(
        ref=ref,
        figures={name: figure_of(record) for name, record in month.figures.items()} if month else {},
        trends=trends,
        warnings=warnings,
        history=tuple(_point(one) for one in points),
        next_meetings=tuple(_meeting(one, today) for one in next_of(partnership.pk, today)),
        last_meetings=last,
        sponsors=_sponsors(partnership, today),
        ledger=_ledger(partnership, today),
        horizons=graded,
        horizon_class=_horizon_class(graded),
        missing=_gaps(month, wanted),
        readings=_readings(month),
        sentence_inputs=_sentence(points, last, warnings, trends),
        **_room(partnership),
        **_standing(partnership),
        **place,
        **_computed(month),
        **_deals(partnership, today),
    )


def _room(partnership: Partnership) -> dict[str, Any]:
    names = ("state", "approach", "operating_model", "field", "started_date")
    found = {name: getattr(partnership, name) for name in names}
    return found | {"parties": _parties(partnership), "programs": _programs(partnership)}


def _standing(partnership: Partnership) -> dict[str, Any]:
    standing = Standing.objects.filter(**_own(), partnership=partnership).select_related("owner").first() or Standing()
    names = ("level", "website", "notes", "effort", "partner_willing", "step")
    found = {name: getattr(standing, name) for name in names} | {"owner_name": _owner(standing)}
    return found | {"name": standing.called or partnership.name}


def _computed(month: StoredMonth | None) -> dict[str, Any]:
    return {
        "as_of": month.as_of if month else None,
        "computed_at": month.computed_at if month else None,
        "config_hash": month.config_hash if month else "",
    }


def _place(partnership: Partnership) -> tuple[dict[str, Any], Sequence[str]]:
    """Return what the kept line says of a partnership, and the measures it lacks, the weightiest first."""
    row = PortfolioRow.objects.filter(**_own(), partnership=partnership)
    found = row.values_list("tier", "phase", "computed_phase", "glyphs", "next_review_date", "basis").first()
    tier, phase, computed, glyphs, next_review, basis = found or ("", "", "", {}, None, {})
    place = {
        "next_review_date": next_review,
        "tier": tier,
        "phase": phase,
        "computed_phase": computed,
        "is_moved": "moved" in glyphs,
        "move_reason": glyphs.get("moved", ""),
    }
    return place, basis.get("missing", ())


def _deals(partnership: Partnership, today: dt.date) -> dict[str, Any]:
    deals = list(deals_of(partnership.pk, today))
    opened = [_deal(one) for one in deals if one.state == "open"]
    won = [_deal(one) for one in reversed(deals) if one.state == "won"]
    return {
        "open_deals": tuple(opened[:DEALS]),
        "open_deals_of": len(opened),
        "won_deals": tuple(won[:DEALS]),
        "won_deals_of": len(won),
    }


def _own() -> dict[str, int]:
    return {"owner_org_id": current_principal().organization_id}


def _owner(standing: Standing) -> str:
    return standing.owner.name if standing.owner is not None else standing.owner_name


def _parties(partnership: Partnership) -> tuple[str, ...]:
    rows = Party.objects.filter(partnership=partnership).order_by("position", "pk")
    return tuple(rows.values_list("organization__name", flat=True))


def _programs(partnership: Partnership) -> tuple[str, ...]:
    rows = Designation.objects.filter(**_own(), partnership=partnership).order_by("program")
    return tuple(rows.values_list("program", flat=True))


def _gaps(month: StoredMonth | None, wanted: Sequence[str]) -> tuple[Gap, ...]:
    """Return what is missing, the weightiest first; what the same records would fill stands once."""
    if month is None:
        return ()
    found: dict[str, Gap] = {}
    for figure in (CARD, "health", "potential", "momentum_index"):
        if figure in month.figures:
            for gap in gaps_of(figure, month.figures):
                found.setdefault(gap.figure, gap)
    order = {f"kpi.{kpi}": place for place, kpi in enumerate(wanted)}
    once = [gap for gap in found.values() if SAME_RECORDS.get(gap.figure) not in found]
    return tuple(sorted(once, key=lambda gap: order.get(gap.figure, len(order))))


def _readings(month: StoredMonth | None) -> tuple[Input, ...]:
    if month is None:
        return ()
    known = [one for one in inputs_of(CARD, month.figures, month.as_of) if one.value is not None]
    return tuple(sorted(known, key=lambda one: one.date, reverse=True))


def _trends(points: Sequence[MonthValues], settings: MethodSettings) -> dict[str, float | None]:
    if not points:
        return dict.fromkeys((CARD, *CATEGORIES))
    until = month_of(points[-1].as_of)
    values: dict[str, list[tuple[int, float]]] = {name: [] for name in (CARD, *CATEGORIES)}
    for point in points:
        for name, value in ((CARD, point.scorecard), *point.categories.items()):
            if value is not None:
                values[name].append((month_of(point.as_of), value))
    return {name: trend(found, settings, until=until).slope for name, found in values.items()}


def _point(one: MonthValues) -> MonthPoint:
    return MonthPoint(one.as_of, one.scorecard, one.coverage, one.categories, one.momentum_index)


def _warnings(partnership: Partnership) -> tuple[WarningMark, ...]:
    rows = EarlyWarning.objects.filter(**_own(), partnership=partnership, cleared_date=None).order_by("opened_date")
    names = ("code", "severity", "side", "opened_date", "last_fired_date", "readings")
    found = [WarningMark(*row) for row in rows.values_list(*names)]
    return tuple(sorted(found, key=lambda mark: ("high", "medium", "low").index(mark.severity)))


def _meeting(one: Occurrence, today: dt.date) -> MeetingLine:
    kind, scheduled, held = one
    if held is not None:
        return MeetingLine(kind, scheduled, held, (today - held).days)
    return MeetingLine(kind, scheduled, None, (scheduled - today).days if scheduled else None)


def _deal(one: DealRow) -> DealLine:
    return DealLine(
        one.name,
        one.account_name,
        one.stage,
        one.amount,
        one.currency,
        one.close_date,
        one.state,
        one.role,
        one.owner_name,
        one.partner_owner_name,
    )


def _sponsors(partnership: Partnership, today: dt.date) -> tuple[SponsorLine, ...]:
    rows = Sponsor.objects.filter(**_own(), partnership=partnership).exclude(until_date__lte=today)
    named = dict(rows.exclude(from_date__gt=today).order_by("from_date", "pk").values_list("side", "name"))
    contacts = last_sponsor_contacts(today, [partnership.pk])
    return tuple(
        SponsorLine(side, named.get(side, ""), contacts.get((partnership.pk, side))) for side in ("ours", "theirs")
    )


def _horizons(partnership: Partnership, today: dt.date) -> tuple[HorizonLine, ...]:
    rows = HorizonGrade.objects.filter(**_own(), partnership=partnership, date__lte=today).order_by("date", "pk")
    latest = {
        (horizon, side): HorizonLine(horizon, side, grade, evidence, date)
        for horizon, side, grade, evidence, date in rows.values_list("horizon", "side", "grade", "evidence", "date")
    }
    return tuple(latest[key] for key in sorted(latest))


def _horizon_class(lines: Sequence[HorizonLine]) -> str:
    """Return the class of the latest grades, empty where it is open."""
    inputs = [Input("grade", one.horizon, float(one.grade), side=one.side, date=one.date.isoformat()) for one in lines]
    return horizons(grades_of(inputs), current_settings()).horizon_class or ""


def _ledger(partnership: Partnership, today: dt.date) -> tuple[LedgerCell, ...]:
    """Return the last twelve months by side, direction, kind of value and currency."""
    rows = LedgerEntry.objects.filter(
        **_own(), partnership=partnership, date__gte=first_day(month_of(today) - 12), date__lte=today
    )
    names = ("side", "direction", "value_type", "currency", "our_amount", "their_amount")
    cells: dict[tuple[str, str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.order_by("date", "pk").values(*names, "confirmed_by_us", "confirmed_by_them"):
        cells[row["side"], row["direction"], row["value_type"], row["currency"]].append(row)
    return tuple(_cell(key, cells[key]) for key in sorted(cells))


def _cell(key: tuple[str, str, str, str], rows: Sequence[Mapping[str, Any]]) -> LedgerCell:
    side, direction, value_type, currency = key
    confirmed = sum(bool(row["confirmed_by_us"] and row["confirmed_by_them"]) for row in rows)
    ours, theirs = (_sum(rows, name) for name in ("our_amount", "their_amount"))
    return LedgerCell(side, direction, value_type, len(rows), confirmed, ours, theirs, currency)


def _sum(rows: Sequence[Mapping[str, Any]], name: str) -> float | None:
    known = [float(row[name]) for row in rows if row[name] is not None]
    return sum(known) if known else None


def _sentence(
    points: Sequence[MonthValues],
    last: Mapping[str, MeetingLine],
    warnings: Sequence[WarningMark],
    trends: Mapping[str, float | None],
) -> dict[str, Any]:
    """Return what the sentence over the page is made of: categories of four months, the last review, warnings."""
    recent = points[-4:]
    review = last.get("qsr")
    return {
        "relationship": [point.categories["relationship_health"] for point in recent],
        "financial": [point.categories["financial_performance"] for point in recent],
        "days_since_review": review.days if review else None,
        "warnings": [mark.code for mark in warnings],
        "trends": dict(trends),
    }
