"""Debts of steps (specification 09 c1): which exit criteria the records meet, and what was skipped on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import reaches
from comotion.methods.process.steps import CRITERIA, STEP_NAMES, Outcome, StepFacts, StepStatus, Waiver, steps
from comotion.methods.publishing import method
from comotion.methods.scored import Status
from comotion.methods.settings import MethodSettings

PAGES: dict[int, str] = {
    1: "selection",
    2: "selection",
    3: "agreements",
    4: "how-agreement",
    5: "room.rhythm",
    6: "room.scorecard",
    7: "room.agreements",
}
"""The page where the criteria of a step are met."""


@dataclass(frozen=True, slots=True)
class OutcomeRecord:
    """The recorded decision of the last step."""

    outcome: Outcome
    reasons: str
    on: date


@dataclass(frozen=True, slots=True)
class StepRecords:
    """What the records say about the exit criteria of all steps; None or empty where there is nothing.

    Parameters
    ----------
    sides : the sides of the partnership
    strategy_gate_open : from the readiness of the strategy
    shortlisted, approach : candidates with verdicts on the shortlist; the approach that was chosen
    agreement_signable, agreement_signed_on, smart_share : from the agreement and its goals (share 0–1)
    valid_activity_share, stls, stls_fit : from the table of responsibilities (share 0–1) and the checks of leaders
    how_agreement_signed_on, briefed_sides, data_access_works, first_plan_on : onboarding
    cycles_held, momentum_status : full cycles of the rhythm; status of the Momentum Index
    coverage_by_quarter : coverage 0–1 of the scorecard, oldest first
    fairness_index, roi, surveyed_sides : figures that were computed, and who was asked
    outcome : the decision of step 7

    """

    sides: tuple[str, ...]
    strategy_gate_open: bool = False
    shortlisted: int = 0
    approach: str | None = None
    agreement_signable: bool = False
    agreement_signed_on: date | None = None
    smart_share: float | None = None
    valid_activity_share: float | None = None
    stls: int = 0
    stls_fit: int = 0
    how_agreement_signed_on: date | None = None
    briefed_sides: tuple[str, ...] = ()
    data_access_works: bool = False
    first_plan_on: date | None = None
    cycles_held: int = 0
    momentum_status: Status | None = None
    coverage_by_quarter: tuple[float, ...] = ()
    fairness_index: float | None = None
    roi: float | None = None
    surveyed_sides: tuple[str, ...] = ()
    outcome: OutcomeRecord | None = None


@dataclass(frozen=True, slots=True)
class DebtInputs:
    """The records of one partnership, what was waived, and whether it existed before its records."""

    records: StepRecords
    waivers: tuple[Waiver, ...] = ()
    existing: bool = True


@dataclass(frozen=True, slots=True)
class Debt:
    """An exit criterion below the current step that is not met: its step, and the page where it is met."""

    step: int
    step_name: str
    criterion: str
    page: str


@dataclass(frozen=True, slots=True)
class DebtsResult:
    """The step a partnership stands at, what it met, and what it owes."""

    current_step: int
    statuses: dict[int, StepStatus]
    met: tuple[str, ...]
    debts: tuple[Debt, ...]
    config_hash: str


def met_criteria(records: StepRecords, settings: MethodSettings) -> tuple[str, ...]:
    """Return the exit criteria that the records meet, in the order of the steps."""
    held = {**_before_signing(records), **_onboarding(records), **_running(records, settings)}
    return tuple(name for criteria in CRITERIA.values() for name in criteria if held[name])


def _before_signing(records: StepRecords) -> Mapping[str, bool]:
    return {
        "strategy_gate_open": records.strategy_gate_open,
        "shortlist_with_verdicts": records.shortlisted > 0,
        "approach_chosen": bool(records.approach),
        "agreement_signable": records.agreement_signable,
        "agreement_signed": records.agreement_signed_on is not None,
        "goals_smart_and_shared": _whole(records.smart_share),
    }


def _onboarding(records: StepRecords) -> Mapping[str, bool]:
    return {
        "raci_valid": _whole(records.valid_activity_share),
        "stls_fit": 0 < records.stls <= records.stls_fit,
        "how_agreement_signed": records.how_agreement_signed_on is not None,
        "teams_briefed": _every_side(records, records.briefed_sides),
        "data_access_works": records.data_access_works,
        "first_plan_dated": records.first_plan_on is not None,
    }


def _running(records: StepRecords, settings: MethodSettings) -> Mapping[str, bool]:
    quarters = records.coverage_by_quarter[-2:]
    covered = len(quarters) == 2 and all(reaches(share, settings.coverage.ok) for share in quarters)
    return {
        "two_cycles_held": records.cycles_held >= 2,
        "momentum_index_ok": records.momentum_status == "ok",
        "scorecard_coverage_two_quarters": covered,
        "fairness_computed": records.fairness_index is not None,
        "roi_computed": records.roi is not None,
        "both_sides_surveyed": _every_side(records, records.surveyed_sides),
        "outcome_decided": records.outcome is not None and bool(records.outcome.reasons.strip()),
    }


def _whole(share: float | None) -> bool:
    return share is not None and reaches(share, 1.0)


def _every_side(records: StepRecords, named: tuple[str, ...]) -> bool:
    return bool(records.sides) and set(records.sides) <= set(named)


_EXAMPLE = {"records": {"sides": ["a", "b"], "cycles_held": 3, "momentum_status": "ok", "strategy_gate_open": True}}


@method(name="guardrails.debts", version="1", example=_EXAMPLE)
def debts(inputs: DebtInputs, settings: MethodSettings) -> DebtsResult:
    """List what a partnership skipped on its way to the step it stands at.

    Asks: which gaps lie below us, and where are they closed? Formula: each exit criterion is read from the records; a
    debt is a criterion that is neither met nor waived, of an open step below the current one.

    Sure: Exact for the records: a criterion that was met on paper elsewhere shows as a debt until it is entered.

    Parameters
    ----------
    inputs : records (shares 0–1), waivers with reasons, whether the partnership existed before its records
    settings : the coverage of a scorecard that counts (0.8)

    Raises
    ------
    InvalidInput
        ``OVERRIDE_WITHOUT_REASON``, ``UNKNOWN_ID`` for a waiver of something that is no criterion.

    Notes
    -----
    Source: specification 09 c1: exit criteria of the seven steps; 4–7 are our inference.

    """
    met = met_criteria(inputs.records, settings)
    found = steps(StepFacts(met, inputs.waivers, inputs.existing), settings)
    waived = {waiver.criterion for waiver in inputs.waivers}
    step_of = {name: step for step, criteria in CRITERIA.items() for name in criteria}
    owed = tuple(
        Debt(step_of[name], STEP_NAMES[step_of[name]], name, PAGES[step_of[name]])
        for name in found.debts
        if name not in waived
    )
    return DebtsResult(found.current_step, found.statuses, met, owed, settings.config_hash)
