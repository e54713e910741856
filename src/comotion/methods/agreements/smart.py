"""SMART and shared goals (specification 09 c3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comotion.methods.checks import finite, reaches, unique
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

SmartCheck = Literal["specific", "measurable", "achievable", "relevant", "time_bound", "shared"]
FINDINGS: dict[SmartCheck, str] = {
    "specific": "GOAL_NOT_SPECIFIC",
    "measurable": "GOAL_NOT_MEASURABLE",
    "achievable": "GOAL_NOT_ACHIEVABLE",
    "relevant": "GOAL_NOT_RELEVANT",
    "time_bound": "GOAL_NOT_TIME_BOUND",
    "shared": "GOAL_NOT_AGREED_BY_BOTH",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a partnership.

    Parameters
    ----------
    id : its id
    verb_object : what is to be done, a verb with its object
    owner : the one person who answers for it
    unit, baseline, target : how it is measured, from where, to where
    floor, ceiling : the worst and the best that is thought possible
    relevance : by side the sentence saying which of its aims the goal serves
    start, due : first and last day
    agreed_by : the sides that agreed

    """

    id: str
    verb_object: str = ""
    owner: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    floor: float | None = None
    ceiling: float | None = None
    relevance: Mapping[str, str] = field(default_factory=dict)
    start: date | None = None
    due: date | None = None
    agreed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that are not finite."""
        for value in (self.baseline, self.target, self.floor, self.ceiling):
            if value is not None:
                finite(value, self.id)


@dataclass(frozen=True, slots=True)
class GoalCheck:
    """The six checks of one goal; ``smart`` are the first five."""

    checks: dict[SmartCheck, bool]
    smart: bool
    findings: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Say whether all six hold."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of one partnership and its sides."""

    sides: tuple[str, ...]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class GoalsResult:
    """Each goal with its checks, and the share that passes all six (None without goals)."""

    goals: dict[str, GoalCheck]
    smart_share: float | None
    config_hash: str


def is_specific(verb_object: str, owner: str | None) -> bool:
    """Say whether a goal names a verb with its object, and an owner.

    Examples
    --------
    >>> is_specific("launch connector", "Ana"), is_specific("growth", "Ana")
    (True, False)

    """
    return len(verb_object.split()) >= 2 and bool((owner or "").strip())


def is_measurable(unit: str | None, baseline: float | None, target: float | None) -> bool:
    """Say whether a goal has a unit, a baseline and a target."""
    return bool((unit or "").strip()) and baseline is not None and target is not None


def is_time_bound(start: date | None, due: date | None) -> bool:
    """Say whether a goal is due after it starts."""
    return start is not None and due is not None and due > start


def check_goal(goal: Goal, sides: tuple[str, ...]) -> GoalCheck:
    """Return the six checks of one goal between these sides; shared means agreed by all of them."""
    checks: dict[SmartCheck, bool] = {
        "specific": is_specific(goal.verb_object, goal.owner),
        "measurable": is_measurable(goal.unit, goal.baseline, goal.target),
        "achievable": _achievable(goal),
        "relevant": any(goal.relevance.get(side, "").strip() for side in sides),
        "time_bound": is_time_bound(goal.start, goal.due),
        "shared": bool(sides) and set(sides) <= set(goal.agreed_by),
    }
    findings = tuple(FINDINGS[name] for name, met in checks.items() if not met)
    return GoalCheck(checks, all(met for name, met in checks.items() if name != "shared"), findings)


def _achievable(goal: Goal) -> bool:
    if goal.target is None or goal.floor is None or goal.ceiling is None:
        return False
    low, high = sorted((goal.floor, goal.ceiling))
    return reaches(goal.target, low) and reaches(high, goal.target)


_EXAMPLE = {
    "id": "g1",
    "verb_object": "launch joint connector",
    "owner": "Ana",
    "unit": "customers live",
    "baseline": 0,
    "target": 40,
    "floor": 0,
    "ceiling": 60,
    "relevance": {"a": "more customers on our connector"},
    "start": "2025-01-06",
    "due": "2025-06-30",
    "agreed_by": ["a"],
}


@method(name="agreements.goals", version="1", example={"sides": ["a", "b"], "goals": [_EXAMPLE]})
def goals(inputs: Goals, settings: MethodSettings) -> GoalsResult:
    """Check goals for being SMART and shared.

    Asks: could both sides say on the due date whether the goal was reached, and did both want it? Formula: specific
    (verb, object, owner), measurable (unit, baseline, target), achievable (target between floor and ceiling), relevant
    (a side says which aim it serves), time-bound (due after start), shared (agreed by all sides); ``smart_share =
    goals that pass all six / goals``.

    Sure: Each check is yes or no from what is written. Whether a target is wise, no check can tell.

    Parameters
    ----------
    inputs : sides and goals with their figures in the goal's unit
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 09 c3: the second article's shared goals, SMART after Doran.

    """
    unique((goal.id for goal in inputs.goals), "goals")
    checked = {goal.id: check_goal(goal, inputs.sides) for goal in inputs.goals}
    share = sum(found.passes for found in checked.values()) / len(checked) if checked else None
    return GoalsResult(checked, share, settings.config_hash)
