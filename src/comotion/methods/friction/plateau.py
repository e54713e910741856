"""Plateau verdict (specification 02 c6): does it stand still, and is one of the three causes why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from comotion.methods.checks import below, reaches, within
from comotion.methods.kernel.trend import in_window, theil_sen
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings

Verdict = Literal["plateaued", "stalled_cause_unknown", "at_risk", "moving", "undetermined"]
_VERDICTS: dict[tuple[bool, bool], Verdict] = {
    (True, True): "plateaued",
    (True, False): "stalled_cause_unknown",
    (False, True): "at_risk",
    (False, False): "moving",
}


@dataclass(frozen=True, slots=True)
class PlateauInputs:
    """What the verdict reads.

    Parameters
    ----------
    until : number of the month the verdict is for
    outcomes : for each joint lagging KPI its monthly readings, (month number, normalised score 0–100)
    momentum_index : the Momentum Index, None where it has no value
    overall_friction : the largest cause friction, None where no cause is known
    lower_bound : whether a cause is unknown, so that overall friction may be larger

    """

    until: int
    outcomes: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    momentum_index: Scored | float | None = None
    overall_friction: float | None = None
    lower_bound: bool = False


@dataclass(frozen=True, slots=True)
class Plateau:
    """The verdict with symptom and cause (each None where unknown), and the slope of each outcome in points a month."""

    plateau_verdict: Verdict
    symptom: bool | None
    cause: bool | None
    slopes: dict[str, float]
    config_hash: str


def outcome_slopes(
    outcomes: Mapping[str, Sequence[tuple[int, float]]], until: int, settings: MethodSettings
) -> dict[str, float]:
    """Return the slope of each outcome over the last six months; those with fewer than three readings are left out.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    """
    window = settings.friction.outcome_months
    found = {
        name: theil_sen(in_window(points, until, window), settings.trend.minimum) for name, points in outcomes.items()
    }
    return {name: slope for name, slope in sorted(found.items()) if slope is not None}


def symptom(momentum_index: float | None, slopes: Sequence[float], settings: MethodSettings) -> bool | None:
    """Say whether the partnership stands still: a weak index, or no outcome that rises; None where unknown.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> symptom(64.0, [0.4, 2.0], default_settings()), symptom(64.0, [], default_settings())
    (False, None)

    """
    weak = None if momentum_index is None else below(momentum_index, settings.friction.symptom_below)
    still = not any(reaches(slope, settings.trend.rising) for slope in slopes) if slopes else None
    if weak or still:
        return True
    return None if weak is None or still is None else False


def has_cause(overall_friction: float | None, *, lower_bound: bool, settings: MethodSettings) -> bool | None:
    """Say whether a cause reaches 50; below it a lower bound leaves that unknown."""
    if overall_friction is None:
        return None
    if reaches(overall_friction, settings.friction.cause_from):
        return True
    return None if lower_bound else False


def verdict_of(stands_still: bool | None, cause: bool | None) -> Verdict:  # noqa: FBT001
    """Return the verdict of symptom and cause; with either unknown it is ``undetermined``."""
    if stands_still is None or cause is None:
        return "undetermined"
    return _VERDICTS[stands_still, cause]


@method(
    name="friction.plateau",
    version="1",
    example={
        "until": 24300,
        "outcomes": {"revenue_vs_plan": [[24295, 61], [24297, 60], [24300, 62]]},
        "momentum_index": 41,
        "overall_friction": 66,
    },
)
def plateau(inputs: PlateauInputs, settings: MethodSettings) -> Plateau:
    """Say whether a partnership has reached a plateau.

    Asks: does the "how" need work, or a new "why"? Formula: ``symptom`` is true where the Momentum Index lies below 50
    or no joint outcome rises by 1.5 points a month over six months; ``cause`` where overall friction reaches 50;
    ``plateaued`` with both, ``stalled_cause_unknown`` with the symptom alone, ``at_risk`` with the cause alone, else
    ``moving``.

    Sure: The verdict has two inputs, and where one is unknown it says so instead of guessing. It names a state and no
    reason for it.

    Parameters
    ----------
    inputs : index 0–100, monthly normalised readings of joint outcomes, overall friction 0–100
    settings : index and friction at the threshold (50), months (6), readings (3) and slope (1.5)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 02 c6, our inference from the first article's account of decline without conflict. ``symptom``
    is false only if both its inputs are present and neither shows it.

    """
    index = inputs.momentum_index.value if isinstance(inputs.momentum_index, Scored) else inputs.momentum_index
    for figure in (index, inputs.overall_friction):
        within(figure or 0.0, 0.0, 100.0, "plateau")
    slopes = outcome_slopes(inputs.outcomes, inputs.until, settings)
    stands_still = symptom(index, list(slopes.values()), settings)
    cause = has_cause(inputs.overall_friction, lower_bound=inputs.lower_bound, settings=settings)
    return Plateau(verdict_of(stands_still, cause), stands_still, cause, slopes, settings.config_hash)
