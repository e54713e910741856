"""Ninety-day plan (specification 05 c4): four stages, four gates, and what moves them."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from comotion.methods.configuration.restart import Plan
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Gate = Literal["gate_1", "gate_2", "gate_3", "gate_4"]
GATES: tuple[Gate, ...] = get_args(Gate)
GateState = Literal["passed", "open", "late"]
Stage = Literal["not_started", "audit", "how_agreement", "execute", "measure_and_adapt", "over"]


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """The start of a plan, when each part of its gates was reached, and the day it is looked at.

    Parameters
    ----------
    audit_complete_on, report_issued_on : parts of ``gate_1``
    agreement_signed_on : ``gate_2``, signed by all
    first_review_on : ``gate_3``, first MBR held with three answers
    second_review_on, comparison_on : parts of ``gate_4``: second MBR, and re-audit compared with the baseline

    """

    start: date
    as_of: date
    audit_complete_on: date | None = None
    report_issued_on: date | None = None
    agreement_signed_on: date | None = None
    first_review_on: date | None = None
    second_review_on: date | None = None
    comparison_on: date | None = None

    def passed_on(self) -> dict[Gate, date | None]:
        """Return the day each gate was passed, the last of its parts; None where a part is missing by now."""
        parts: dict[Gate, tuple[date | None, ...]] = {
            "gate_1": (self.audit_complete_on, self.report_issued_on),
            "gate_2": (self.agreement_signed_on,),
            "gate_3": (self.first_review_on,),
            "gate_4": (self.second_review_on, self.comparison_on),
        }
        return {gate: _last(found, self.as_of) for gate, found in parts.items()}


@dataclass(frozen=True, slots=True)
class GateForecast:
    """A gate: state, original and forecast date, when it was passed, and which gate moved it (None where none did)."""

    state: GateState
    original: date
    forecast: date
    passed_on: date | None
    moved_by: Gate | None


@dataclass(frozen=True, slots=True)
class PlanDates:
    """The dates of a plan as its start alone gives them."""

    start: date
    audit_end: date
    how_agreement_end: date
    first_mbr_latest: date
    tool_decision_earliest: date
    plan_end: date


@dataclass(frozen=True, slots=True)
class PlanResult:
    """Original dates, the stage by the calendar, and each gate with its forecast."""

    dates: PlanDates
    stage: Stage
    gates: dict[Gate, GateForecast]
    config_hash: str


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month where it is shorter.

    Examples
    --------
    >>> months_later(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)

    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plan_dates(start: date, rules: Plan) -> PlanDates:
    """Return the dates of a plan that starts on a day.

    The earliest day for a tool is one month after the How Agreement, and not before the first MBR.
    """
    audit, agreed, review, end = (start + timedelta(days=days) for days in _last_days(rules))
    return PlanDates(start, audit, agreed, review, max(review, months_later(agreed, rules.cycle_months)), end)


def _last_days(rules: Plan) -> tuple[int, ...]:
    return rules.audit, rules.how_agreement, rules.execute, rules.adapt


def _last(days: Iterable[date | None], as_of: date) -> date | None:
    found = list(days)
    known = [day for day in found if day is not None and day <= as_of]
    return max(known) if len(known) == len(found) else None


@method(
    name="momentum.plan",
    version="1",
    example={"start": "2025-01-06", "as_of": "2025-01-25", "audit_complete_on": "2025-01-22"},
)
def plan(inputs: PlanInputs, settings: MethodSettings) -> PlanResult:
    """Lay out the 90-day plan and forecast its gates.

    Asks: where should we be, where are we, and what moved the rest? Formula: audit days 0–13, How Agreement 14–27,
    execution 28–59, measuring and adapting until 89; the forecast of a gate is the later of its original date and the
    forecast of the gate before plus the stage's original length.

    Sure: Original dates follow from the start alone. Forecasts assume that every later stage takes its original length,
    no more and no less.

    Parameters
    ----------
    inputs : start, the days on which the parts of each gate were reached, and the day
    settings : last day of each stage, months of a full cycle

    Raises
    ------
    InvalidInput
        Nothing beyond what the records refuse; what lies after ``as_of`` is not known yet.

    Notes
    -----
    Source: specification 05 c4, after the first article. A gate that was passed stands at that day. An open one is not
    forecast before ``as_of``: a forecast in the past would move nothing. ``moved_by`` names the gate that causes a
    delay, which may be the gate itself.

    """
    passed = inputs.passed_on()
    return PlanResult(
        plan_dates(inputs.start, settings.plan),
        _stage((inputs.as_of - inputs.start).days, settings.plan),
        _forecasts(inputs, passed, settings.plan),
        settings.config_hash,
    )


def _stage(day: int, rules: Plan) -> Stage:
    if day < 0:
        return "not_started"
    stages: tuple[Stage, ...] = ("audit", "how_agreement", "execute", "measure_and_adapt")
    return next((stage for stage, last in zip(stages, _last_days(rules), strict=True) if day <= last), "over")


def _forecasts(inputs: PlanInputs, passed: dict[Gate, date | None], rules: Plan) -> dict[Gate, GateForecast]:
    gates: dict[Gate, GateForecast] = {}
    for gate, last in zip(GATES, _last_days(rules), strict=True):
        original = inputs.start + timedelta(days=last)
        gates[gate] = _forecast(gate, original, passed[gate], list(gates.values()), inputs.as_of)
    return gates


def _forecast(
    gate: Gate, original: date, passed: date | None, earlier: Sequence[GateForecast], as_of: date
) -> GateForecast:
    latest = max(earlier, key=lambda one: one.forecast, default=None)
    follows = original
    if latest is not None:
        follows = max(latest.forecast, earlier[-1].forecast + (original - earlier[-1].original))
    forecast = passed or max(original, follows, as_of)
    cause = gate if forecast > follows or latest is None else latest.moved_by
    state: GateState = "passed" if passed else "late" if as_of > original else "open"
    return GateForecast(state, original, forecast, passed, cause if forecast > original else None)


def may_be_signed(report_issued_on: date | None, on: date, override_reason: str = "") -> bool:
    """Say whether a How Agreement may be signed: after the Friction Report, or with a reason why not."""
    return (report_issued_on is not None and report_issued_on <= on) or bool(override_reason.strip())
