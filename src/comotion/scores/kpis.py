"""Every KPI of one partnership for one month: derived from records where it can be, else as it was imported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

from comotion.measures.facts import ReadingFact
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.settings import MethodSettings
from comotion.methods.value.horizons import HorizonResult
from comotion.scores import kpis_financial as financial
from comotion.scores import kpis_momentum as momentum
from comotion.scores import kpis_relationship as relationship
from comotion.scores import kpis_strategic as strategic
from comotion.scores.derived import Derived, missing
from comotion.scores.explained import Input
from comotion.scores.facts import Records

TWO_SOURCES = "TWO_SOURCES"
CONFLICTING = "CONFLICTING_READINGS"
PARTNER_FIRST = ("theirs", "joint", "ours")
_TIME_UNITS = {"h": "hours", "hour": "hours", "hours": "hours", "d": "days", "day": "days", "days": "days"}


@dataclass(frozen=True, slots=True)
class MonthKpis:
    """The KPIs of one month, with the results that figures and warnings read beside them."""

    month: int
    kpis: dict[str, Derived]
    horizon_inputs: tuple[Input, ...]
    horizon: HorizonResult | None
    exchange: strategic.Exchange | None
    pulse: relationship.RoundKpis | None
    closure: Derived | None = None


class KpiSource:
    """The KPIs of one partnership, month by month."""

    def __init__(self, records: Records, settings: MethodSettings) -> None:
        """Sort deals and costs once."""
        self.records = records
        self.settings = settings
        self.money = financial.Money(records, settings)
        self._rounds: dict[dt.date, relationship.RoundKpis] = {}
        self._readings = {kpi: by_end(readings) for kpi, readings in records.readings.items()}

    def month(self, month: int) -> MonthKpis:
        """Return the KPIs of a complete month."""
        grades = strategic.horizon_inputs(self.records.value.grades, month, self.settings)
        horizon = strategic.horizon_result(grades, self.settings)
        exchange = strategic.exchange(strategic.ledger_inputs(self.records.value.entries, month), self.settings)
        pulse = self._pulse(month)
        found = (
            self._financial(month) | self._strategic(month, grades, horizon, exchange) | self._relations(month, pulse)
        )
        kpis = {kpi.id: chosen(found.get(kpi.id), self.imported(kpi, month)) for kpi in self.settings.card.kpis}
        closure = momentum.insights_closed(self.records.work, month, self.settings)
        return MonthKpis(month, kpis, grades, horizon, exchange, pulse, closure)

    def _pulse(self, month: int) -> relationship.RoundKpis | None:
        """Return the last closed round's figures; each round is computed once."""
        last = relationship.last_round(self.records.rounds, month, self.settings)
        if last is None:
            return None
        if last.closed_date not in self._rounds:
            self._rounds[last.closed_date] = relationship.round_kpis(last, self.settings)
        return self._rounds[last.closed_date]

    def imported(self, kpi: Kpi, month: int) -> Derived | None:
        """Return the reading that counts at the end of a month: the latest, none older than two periods."""
        readings = self._readings.get(kpi.id)
        if not readings:
            return None
        return reading_of(readings, month, kpi, self.settings.card.max_age_periods)

    def _financial(self, month: int) -> dict[str, Derived | None]:
        return {
            "revenue_vs_plan": financial.revenue_vs_plan(self.money, month),
            "pipeline_coverage": financial.pipeline_coverage(self.money, month),
            "cost_to_serve_ratio": financial.cost_to_serve_ratio(self.money, month),
            "revenue_growth_yoy": financial.revenue_growth_yoy(self.money, month),
        }

    def _strategic(
        self,
        month: int,
        grades: tuple[Input, ...],
        horizon: HorizonResult | None,
        exchange: strategic.Exchange | None,
    ) -> dict[str, Derived | None]:
        milestones = strategic.roadmap_milestones_met(self.records.value.themes, month, self.settings)
        return {
            "horizon_score": _of_horizon(grades, horizon),
            "roadmap_milestones_met": milestones,
            "value_type_count": _of_types(exchange),
            "fairness_index": _of_fairness(exchange),
        }

    def _relations(self, month: int, pulse: relationship.RoundKpis | None) -> dict[str, Derived | None]:
        meetings, sponsors = self.records.meetings, self.records.partnership.sponsors
        found = {
            "cadence_adherence": relationship.cadence_adherence(meetings, month, self.settings),
            "executive_engagement": relationship.executive_engagement(sponsors, meetings, month, self.settings),
            "commitments_kept": momentum.commitments_kept(self.records.work, month, self.settings),
            "decision_latency_days": momentum.decision_latency_days(self.records.work, month, self.settings),
        }
        if pulse is None:
            return found
        return found | {
            "partner_satisfaction_10": relationship.partner_satisfaction_10(pulse),
            "trust_survey": relationship.trust_survey(pulse),
            "perception_gap": relationship.perception_gap(pulse),
        }


def _of_horizon(grades: tuple[Input, ...], horizon: HorizonResult | None) -> Derived | None:
    if horizon is None:
        return None
    score = horizon.horizon_score
    if score.value is None:
        return missing("GRADES_MISSING", grades)
    return Derived(score.value, grades, score.notes, rule="horizon_score")


def _of_fairness(exchange: strategic.Exchange | None) -> Derived | None:
    if exchange is None:
        return None
    if exchange.fairness is None:
        return missing(exchange.code, exchange.inputs)
    index = exchange.fairness.fairness_index
    notes = (*index.notes, *(["VALUATION_GAP"] if exchange.fairness.gap_noteworthy else []))
    if index.value is None:
        return Derived(None, exchange.inputs, notes, index.notes[0] if index.notes else "NOT_CONFIRMED")
    return Derived(index.value, exchange.inputs, notes, rule="fairness_index")


def _of_types(exchange: strategic.Exchange | None) -> Derived | None:
    if exchange is None:
        return None
    if exchange.types is None:
        return missing(exchange.code, exchange.inputs)
    count = exchange.types.value_type_count
    if count is None:
        return missing("NO_RETURNS", exchange.inputs)
    return Derived(float(count), exchange.inputs, rule="value_type_count")


def by_end(readings: Sequence[ReadingFact]) -> dict[int, list[ReadingFact]]:
    """Return readings by the last month of their period."""
    found: dict[int, list[ReadingFact]] = {}
    for reading in readings:
        found.setdefault(reading.end, []).append(reading)
    return found


def reading_of(readings: Mapping[int, Sequence[ReadingFact]], month: int, kpi: Kpi, max_age: int) -> Derived:
    """Return the reading of a KPI that counts at the end of a month, with those that contradict it."""
    latest = _latest(readings, month, max_age)
    if not latest:
        last = max((end for end in readings if end <= month), default=None)
        if last is None:
            return missing("NO_READING")
        return missing("TOO_OLD", (financial.reading_input(readings[last][0]),))
    order = PARTNER_FIRST if kpi.id == "partner_satisfaction_10" else financial.SIDE_ORDER
    best, *others = sorted(latest, key=lambda one: (one.is_quarter, order.index(one.side)))
    if not unit_fits(best.unit, kpi.unit):
        return missing("UNIT_MISMATCH", (financial.reading_input(best),))
    differing = [one for one in others if not isclose(one.value, best.value, rel_tol=1e-9, abs_tol=1e-9)]
    inputs = [financial.reading_input(best)]
    inputs += [replace(financial.reading_input(one), note=CONFLICTING) for one in differing]
    return Derived(best.value, tuple(inputs), (CONFLICTING,) if differing else (), rule="reading")


def _latest(readings: Mapping[int, Sequence[ReadingFact]], month: int, max_age: int) -> list[ReadingFact]:
    """Return the readings of the latest period that is not too old: three months to a quarter."""
    for end in range(month, month - 3 * (max_age + 1), -1):
        current = [one for one in readings.get(end, ()) if (age := one.age(month)) is not None and age <= max_age]
        if current:
            return current
    return []


def unit_fits(given: str, wanted: str) -> bool:
    """Say whether a reading's unit can be the KPI's: days are no hours, and percent no share."""
    word = given.strip().casefold()
    if word in _TIME_UNITS and wanted in ("hours", "days"):
        return _TIME_UNITS[word] == wanted
    return not (word in ("%", "percent") and wanted in ("share", "ratio"))


def chosen(derived: Derived | None, imported: Derived | None) -> Derived:
    """Return what is derived; an imported reading counts only where nothing is, and is named where it differs."""
    if derived is None or derived.raw is None:
        if imported is not None and imported.raw is not None:
            return replace(imported, notes=(*imported.notes, *(derived.notes if derived else ())))
        return derived or imported or missing("NO_DATA")
    if imported is None or imported.raw is None or isclose(imported.raw, derived.raw, rel_tol=1e-6, abs_tol=1e-9):
        return derived
    other = replace(imported.inputs[0], note=TWO_SOURCES)
    return replace(derived, inputs=(*derived.inputs, other), notes=(*derived.notes, TWO_SOURCES))


def raw_values(found: MonthKpis) -> Mapping[str, float | None]:
    """Return the raw readings for the card."""
    return {kpi: derived.raw for kpi, derived in found.kpis.items()}
