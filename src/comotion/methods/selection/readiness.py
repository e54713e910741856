"""Strategy readiness (specification 07 c1): whether it makes sense to look for partners yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from comotion.methods.agreements.smart import is_measurable, is_specific, is_time_bound
from comotion.methods.checks import all_known, reaches, unique
from comotion.methods.guardrails.records import months_between
from comotion.methods.publishing import method
from comotion.methods.selection.document import (
    CapabilityNeed,
    Objective,
    ResourceCommitment,
    Risk,
    StrategyDocument,
    SuccessMetric,
)
from comotion.methods.settings import MethodSettings

StrategyCheck = Literal[
    "objectives_linked",
    "capability_needs",
    "unique_offer",
    "success_metrics",
    "resource_commitments",
    "risk_assessment",
    "decision_owner",
    "review_date",
]
CHECKS: tuple[StrategyCheck, ...] = get_args(StrategyCheck)
QUESTIONS = ("which_objectives", "which_capabilities_are_needed", "what_only_we_offer")
"""The three questions of the workshop, as keys that the narrative puts into words."""


@dataclass(frozen=True, slots=True)
class ReadinessResult:
    """Readiness 0–100, the checks, what is missing, and whether the gate to the next step is open."""

    strategy_readiness: float
    checks: dict[StrategyCheck, bool]
    missing: tuple[StrategyCheck, ...]
    gate_open: bool
    config_hash: str


def readiness_of(checks: Mapping[str, bool], settings: MethodSettings) -> ReadinessResult:
    """Return readiness and gate from the eight checks; one that was never entered is not met.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a check that does not exist.

    """
    all_known(checks, CHECKS, "checks")
    met: dict[StrategyCheck, bool] = {name: checks.get(name, False) for name in CHECKS}
    needed = CHECKS[: settings.readiness.gate_checks]
    return ReadinessResult(
        100.0 * sum(met.values()) / len(CHECKS),
        met,
        tuple(name for name in CHECKS if not met[name]),
        all(met[name] for name in needed),
        settings.config_hash,
    )


def unlinked_partnerships(links: Mapping[str, Sequence[str]]) -> int:
    """Count running partnerships without a linked objective.

    Parameters
    ----------
    links : ids of linked objectives by running partnership

    Examples
    --------
    >>> unlinked_partnerships({"p1": ["o1"], "p2": []})
    1

    """
    return sum(not objectives for objectives in links.values())


_EXAMPLE = {
    "objectives": [
        {
            "id": "o1",
            "statement": "reach clinics",
            "owner": "Ana",
            "unit": "clinics",
            "baseline": 0,
            "target": 40,
            "start": "2025-01-01",
            "due": "2025-12-31",
            "company_goal": "grow in health care",
        }
    ],
    "decision_owners": ["Ana"],
}


@method(name="selection.readiness", version="1", example=_EXAMPLE)
def strategy_readiness(inputs: StrategyDocument, settings: MethodSettings) -> ReadinessResult:
    """Say whether a strategy is clear enough to look for partners.

    Asks: do we know what partnerships are for, what we need and what only we can offer? Formula: ``strategy_readiness =
    100 × met / 8`` over 1–5 clear objectives linked to a company goal; a needed capability and a success metric for
    each; an offer with evidence; people, money and time agreed by a manager; three risks, those of probability × impact
    ≥ 12 with response and owner; one decision owner; a review within 12 months. The gate opens if the first six are
    met.

    Sure: Eight checks of yes or no from what is written. What was never entered counts as not met.

    Parameters
    ----------
    inputs : the strategy document; grades of risks 1–5, shares of time 0–1
    settings : number of objectives and risks, weight of a risk that needs a response, months until the review

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``DUPLICATE_ID`` for two objectives with one id, ``DATE_ORDER`` for a review before approval.

    Notes
    -----
    Source: specification 07 c1: the second article's workshop and document; the checks are our inference.

    """
    unique((objective.id for objective in inputs.objectives), "objectives")
    checks: dict[StrategyCheck, bool] = {
        "objectives_linked": _objectives(inputs.objectives, settings),
        "capability_needs": _every_objective(
            inputs, [need.objective for need in inputs.capability_needs if _need(need)]
        ),
        "unique_offer": any(offer.offer.strip() and offer.evidence.strip() for offer in inputs.unique_offers),
        "success_metrics": _every_objective(inputs, [m.objective for m in inputs.success_metrics if _metric(m)]),
        "resource_commitments": any(_committed(given) for given in inputs.resource_commitments),
        "risk_assessment": _risks(inputs.risks, settings),
        "decision_owner": len(inputs.decision_owners) == 1 and bool(inputs.decision_owners[0].strip()),
        "review_date": _reviewed(inputs, settings),
    }
    return readiness_of({str(name): met for name, met in checks.items()}, settings)


def _objectives(objectives: Sequence[Objective], settings: MethodSettings) -> bool:
    within_number = 1 <= len(objectives) <= settings.readiness.objectives_maximum
    return within_number and all(_clear(objective) for objective in objectives)


def _clear(objective: Objective) -> bool:
    return (
        is_specific(objective.statement, objective.owner)
        and is_measurable(objective.unit, objective.baseline, objective.target)
        and is_time_bound(objective.start, objective.due)
        and bool(objective.company_goal.strip())
    )


def _every_objective(document: StrategyDocument, served: Sequence[str]) -> bool:
    ids = {objective.id for objective in document.objectives}
    return bool(ids) and ids <= set(served)


def _need(need: CapabilityNeed) -> bool:
    return need.area is not None and bool(need.why_not_own.strip())


def _metric(metric: SuccessMetric) -> bool:
    return is_measurable(metric.unit, metric.baseline, metric.target) and metric.on is not None


def _committed(given: ResourceCommitment) -> bool:
    people = bool(given.people) and all(named.person.strip() for named in given.people)
    money = given.amount is not None and bool(given.currency)
    return people and money and given.until is not None and bool(given.agreed_by_manager)


def _risks(risks: Sequence[Risk], settings: MethodSettings) -> bool:
    rules = settings.readiness
    return len(risks) >= rules.risks_minimum and all(_answered(risk, rules.risk_needs_response_from) for risk in risks)


def _answered(risk: Risk, limit: float) -> bool:
    if risk.weight is None:
        return False
    return not reaches(risk.weight, limit) or bool(risk.response.strip() and risk.owner)


def _reviewed(document: StrategyDocument, settings: MethodSettings) -> bool:
    if document.review_date is None or document.approved_at is None:
        return False
    months = months_between(document.approved_at, document.review_date)
    return reaches(settings.readiness.review_within_months, months)
