"""Financial KPIs from deals, plans and costs (specification 10 c1, 08 c5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from comotion.accounts.facts import Deal
from comotion.measures.facts import ReadingFact
from comotion.methods.settings import MethodSettings
from comotion.partnerships.periods import first_day, last_day, month_of, quarter_start
from comotion.scores.derived import Derived, Inputs, derive, missing
from comotion.scores.explained import Input
from comotion.scores.facts import Records

YEAR = 12
SIDE_ORDER = ("ours", "joint", "theirs")
ROLE_ASSUMED = "ROLE_TAKEN_AS_INFLUENCED"
"""A deal that names the partner and not its role counts as influenced: the smaller claim."""


@dataclass(frozen=True, slots=True)
class MonthRevenue:
    """Partnership revenue of one month: won deals, sourced in full and influenced by the base share."""

    deals: tuple[Input, ...]

    @property
    def amount(self) -> float | None:
        """Return the sum of known amounts; None where there are deals and none has one."""
        known = [one.value * one.share for one in self.deals if one.value is not None and not one.note]
        return sum(known) if known or not self.deals else None


class Money:
    """Deals, plans and costs of one partnership, sorted once for all months."""

    def __init__(self, records: Records, settings: MethodSettings) -> None:
        """Sort won deals by month and every deal by the quarter it closes in."""
        self._share = settings.roi.base
        self._won: dict[int, list[Input]] = defaultdict(list)
        self._closing: dict[int, list[Deal]] = defaultdict(list)
        self._plans = records.readings.get("revenue_plan", [])
        self._costs = by_month(records.readings.get("partnership_cost", []))
        self.since = month_of(records.crm_since) if records.deals and records.crm_since else None
        for deal in records.deals:
            if deal.close_date is not None:
                month = month_of(deal.close_date)
                self._closing[quarter_start(month)].append(deal)
                if deal.is_closed is None or (deal.is_closed and deal.is_won is not False):
                    self._won[month].append(self._input(deal, is_known=deal.is_won is not None))

    def _input(self, deal: Deal, *, is_known: bool = True, share: float | None = None) -> Input:
        counts = 1.0 if deal.role == "sourced" else self._share
        note = "" if is_known else "STATE_UNKNOWN"
        return Input(
            "deal",
            deal.name,
            deal.amount,
            share=counts if share is None else share,
            unit=deal.currency,
            source="crm",
            person=deal.owner_name,
            date=deal.close_date.isoformat() if deal.close_date else "",
            note=note or ("AMOUNT_UNKNOWN" if deal.amount is None else ""),
            values={"role": deal.role},
        )

    def revenue(self, month: int) -> MonthRevenue | None:
        """Return the revenue of a month, None before the CRM knew anything."""
        if self.since is None or month < self.since:
            return None
        return MonthRevenue(tuple(self._won.get(month, ())))

    def earned(self, month: int) -> float | None:
        """Return the amount of a month's revenue, None where it is unknown."""
        revenue = self.revenue(month)
        return None if revenue is None else revenue.amount

    def plan(self, month: int) -> list[Input]:
        """Return the plan of a month; a third of its quarter's where only that is planned."""
        monthly = [one for one in self._plans if one.start == month and not one.is_quarter]
        quarterly = [one for one in self._plans if one.is_quarter and one.start == quarter_start(month)]
        if monthly:
            return [_plan(first_side(monthly))]
        return [replace(_plan(first_side(quarterly)), share=1 / 3, note="PLAN_OF_QUARTER")] if quarterly else []

    def quarter_plan(self, start: int) -> list[Input]:
        """Return the plan of a quarter: its own, or those of its three months."""
        quarterly = [one for one in self._plans if one.is_quarter and one.start == start]
        if quarterly:
            return [_plan(first_side(quarterly))]
        months = [[one for one in self._plans if one.start == start + step and not one.is_quarter] for step in range(3)]
        return [_plan(first_side(found)) for found in months] if all(months) else []

    def pipeline(self, month: int, quarter: int) -> list[Input]:
        """Return the deals that were open at the end of a month and close in a quarter."""
        end = last_day(month)
        deals = [(deal, deal.is_open_on(end)) for deal in self._closing.get(quarter, ())]
        return [
            self._input(deal, is_known=is_open is not None, share=1.0)
            for deal, is_open in deals
            if is_open is not False
        ]

    def costs(self, month: int) -> list[Input]:
        """Return the costs of the twelve months up to a month; those of a quarter are spread over it."""
        return [self._costs[at] for at in range(month - YEAR + 1, month + 1) if at in self._costs]


def by_month(costs: Sequence[ReadingFact]) -> dict[int, Input]:
    """Return costs by month; a month's own reading goes before its part of a quarter's."""
    found: dict[int, Input] = {}
    for reading in sorted(costs, key=lambda one: (one.is_quarter, _rank(one))):
        spread = 3 if reading.is_quarter else 1
        for month in range(reading.start, reading.end + 1):
            one = replace(reading_input(reading, "cost"), share=1 / spread, name=first_day(month).isoformat()[:7])
            found.setdefault(month, one)
    return found


def _rank(reading: ReadingFact) -> int:
    return SIDE_ORDER.index(reading.side)


def first_side(readings: Sequence[ReadingFact]) -> ReadingFact:
    """Return our reading, else the joint one, else theirs."""
    return min(readings, key=_rank)


def reading_input(reading: ReadingFact, kind: str = "reading") -> Input:
    """Return a reading as an input, with who entered it, from where, and when."""
    return Input(
        kind,
        reading.kpi,
        reading.value,
        side=reading.side,
        unit=reading.unit,
        source=reading.source or "entered",
        person=reading.entered_by,
        date=reading.entered_at.date().isoformat(),
        values={
            "period": first_day(reading.start).isoformat()[:7],
            "kind": "quarter" if reading.is_quarter else "month",
        },
    )


def _plan(reading: ReadingFact) -> Input:
    return reading_input(reading, "plan")


def units_of(inputs: Iterable[Input]) -> list[str]:
    """Return the currencies that are named, each once."""
    codes = (one.unit.strip().upper() for one in inputs)
    return sorted({code for code in codes if len(code) == 3 and code.isalpha()})


def revenue_vs_plan(money: Money, month: int) -> Derived | None:
    """Return won revenue of the month over its plan."""
    revenue = money.revenue(month)
    if revenue is None:
        return None
    plan = money.plan(month)
    inputs = (*revenue.deals, *plan)
    if not plan:
        return missing("NO_PLAN", inputs)
    if not revenue.deals:
        inputs = (Input("deal", "", 0.0, source="crm", n=0), *plan)
    return _money("revenue_vs_plan", inputs)


def pipeline_coverage(money: Money, month: int) -> Derived | None:
    """Return the open amount that closes in the next quarter over that quarter's plan."""
    if money.since is None or month < money.since:
        return None
    quarter = quarter_start(month) + 3
    deals, plan = money.pipeline(month, quarter), money.quarter_plan(quarter)
    if not plan:
        return missing("NO_PLAN", deals)
    return _money("pipeline_coverage", (*(deals or [Input("deal", "", 0.0, source="crm", n=0)]), *plan))


def cost_to_serve_ratio(money: Money, month: int) -> Derived | None:
    """Return the costs of the trailing twelve months over the revenue of the same months."""
    costs = [one for one in money.costs(month) if money.earned(month_of_name(one.name)) is not None]
    if not costs:
        return None
    if month_of_name(costs[-1].name) < month - 2:
        return missing("TOO_OLD", costs)
    months = [month_of_name(one.name) for one in costs]
    revenue = [_revenue_input(money, at, "revenue") for at in months]
    notes = [f"COST_MONTHS:{len(months)}"] if len(months) < YEAR else []
    return _money("cost_to_serve_ratio", (*costs, *revenue), notes)


def month_of_name(name: str) -> int:
    """Return the month of a name such as ``2026-10``."""
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def _revenue_input(money: Money, month: int, kind: str) -> Input:
    """Return the revenue of a month as one input; ``n`` counts its deals."""
    revenue = money.revenue(month)
    name, end = first_day(month).isoformat()[:7], last_day(month).isoformat()
    amount = None if revenue is None else revenue.amount
    if revenue is None or amount is None:
        return Input(kind, name, None, source="crm", date=end, note="AMOUNT_UNKNOWN")
    units, unknown = units_of(revenue.deals), sorted({one.note for one in revenue.deals if one.note})
    content = {"units": units} | ({"unknown": unknown} if unknown else {})
    unit = units[0] if len(units) == 1 else ""
    return Input(kind, name, amount, unit=unit, source="crm", date=end, n=len(revenue.deals), values=content)


def revenue_growth_yoy(money: Money, month: int) -> Derived | None:
    """Return how much more than in the same month a year before was earned, in percent."""
    if money.revenue(month - YEAR) is None:
        return None
    inputs = (_revenue_input(money, month, "revenue"), _revenue_input(money, month - YEAR, "revenue_before"))
    return _money("revenue_growth_yoy", inputs)


def _money(rule: str, inputs: Inputs, notes: Sequence[str] = ()) -> Derived:
    """Refuse to add currencies, and name what is unknown."""
    units = {unit for one in inputs for unit in one.values.get("units", [])} | set(units_of(inputs))
    if len(units) > 1:
        return missing("UNIT_MISMATCH", inputs)
    assumed = [ROLE_ASSUMED for one in inputs if one.values.get("role") == "" and one.share != 1.0]
    unknown = [note for one in inputs for note in (one.note, *one.values.get("unknown", [])) if note]
    return derive(rule, inputs, (*notes, *unknown, *assumed))
