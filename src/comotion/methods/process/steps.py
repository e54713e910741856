"""The seven steps (specification 09 c1): where a partnership stands, and whether it may move on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import known, one_of, within
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

StepStatus = Literal["done", "done_with_override", "open"]
Outcome = Literal["improve", "deepen", "replicate", "hold", "exit"]

CRITERIA: dict[int, tuple[str, ...]] = {
    1: ("strategy_gate_open",),
    2: ("shortlist_with_verdicts", "approach_chosen"),
    3: ("agreement_signable", "agreement_signed", "goals_smart_and_shared"),
    4: (
        "raci_valid",
        "stls_fit",
        "how_agreement_signed",
        "teams_briefed",
        "data_access_works",
        "first_plan_dated",
    ),
    5: ("two_cycles_held", "momentum_index_ok"),
    6: ("scorecard_coverage_two_quarters", "fairness_computed", "roi_computed", "both_sides_surveyed"),
    7: ("outcome_decided",),
}
"""Exit criteria of each step."""
STEP_NAMES: dict[int, str] = {
    1: "define_strategy",
    2: "identify_and_assess",
    3: "structure_agreement",
    4: "onboard_and_enable",
    5: "execute_and_govern",
    6: "measure_and_review",
    7: "optimise_scale_or_exit",
}
_RETURNS = (4, 5, 6)


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exit criterion that a person waived, with the reason and by whom."""

    criterion: str
    reason: str
    by: str

    def __post_init__(self) -> None:
        """Refuse a waiver without a reason or a name."""
        if not self.reason.strip() or not self.by.strip():
            raise InvalidInput("OVERRIDE_WITHOUT_REASON", self.criterion, "A waiver names its reason and who gave it.")


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Criteria of all steps that are met, and waivers; ``existing`` for a partnership older than its records here."""

    met: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    existing: bool = False


@dataclass(frozen=True, slots=True)
class StepsResult:
    """The step a partnership is at, the state of each, what is unmet, and the debts below the current step."""

    current_step: int
    progress: float
    statuses: dict[int, StepStatus]
    unmet: dict[int, tuple[str, ...]]
    debts: tuple[str, ...]
    config_hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether a step may be entered, whether that needs an override, and what is unmet before it."""

    step: int
    allowed: bool
    needs_override: bool
    unmet: tuple[str, ...]


@method(name="process.steps", version="1", example={"met": ["strategy_gate_open"], "existing": False})
def steps(inputs: StepFacts, settings: MethodSettings) -> StepsResult:
    """Say at which of the seven steps a partnership is.

    Asks: may we move on, and what was skipped? Formula: a step is ``done`` when all its criteria are met,
    ``done_with_override`` where some were waived, else ``open``. The current step is the first open one. One that
    existed before its records starts at the highest step whose own criteria hold; gaps below are debts. ``progress`` is
    step / 7 × 100.

    Sure: Exact for the criteria that are marked as met; each waiver carries a name and a reason.

    Parameters
    ----------
    inputs : criteria met, waivers, whether the partnership existed before
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a criterion that no step has, ``OVERRIDE_WITHOUT_REASON``.

    Notes
    -----
    Source: specification 09 c1: steps 1–3 of the second article, 4–7 our inference after the ASAP life cycle and ISO
    44001.

    """
    every = {criterion for criteria in CRITERIA.values() for criterion in criteria}
    waived = {waiver.criterion for waiver in inputs.waivers}
    for criterion in (*inputs.met, *waived):
        known(criterion, every, "criterion")
    met = set(inputs.met)
    statuses = {step: _status(criteria, met, waived) for step, criteria in CRITERIA.items()}
    unmet = {step: tuple(name for name in criteria if name not in met) for step, criteria in CRITERIA.items()}
    current = _highest(statuses) if inputs.existing else _first_open(statuses)
    debts = tuple(name for step in range(1, current) if statuses[step] == "open" for name in unmet[step])
    return StepsResult(current, 100.0 * current / 7.0, statuses, unmet, debts, settings.config_hash)


def _status(criteria: Sequence[str], met: set[str], waived: set[str]) -> StepStatus:
    if all(criterion in met for criterion in criteria):
        return "done"
    return "done_with_override" if all(criterion in met | waived for criterion in criteria) else "open"


def _first_open(statuses: Mapping[int, StepStatus]) -> int:
    return next((step for step, status in statuses.items() if status == "open"), 7)


def _highest(statuses: Mapping[int, StepStatus]) -> int:
    """Return the highest step whose own criteria hold, or the first step where none does."""
    return max((step for step, status in statuses.items() if status != "open"), default=1)


def entry(step: int, result: StepsResult, override: Waiver | None = None) -> Entry:
    """Say whether a step may be entered: the one before must be done, or a person overrides with a reason.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a step outside 1–7.

    """
    within(step, 1, 7, "step")
    if step == 1 or result.statuses[step - 1] != "open":
        return Entry(step, allowed=True, needs_override=False, unmet=())
    return Entry(step, allowed=override is not None, needs_override=True, unmet=result.unmet[step - 1])


def steps_after(outcome: Outcome) -> tuple[int, ...]:
    """Return where step 7 leads: back to 4, 5 or 6, or nowhere after an exit.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ENUM`` for an outcome that does not exist.

    """
    one_of(outcome, ("improve", "deepen", "replicate", "hold", "exit"), "outcome")
    return () if outcome == "exit" else _RETURNS
