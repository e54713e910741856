"""KPI normalisation (specification 01 c3): a raw reading becomes 0 to 100 points, 75 where it is on target."""

import itertools
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import finite
from comotion.methods.scored import InvalidInput

KpiDirection = Literal["higher", "lower", "band"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a KPI is worst, on target and best; ``floor`` is always the worst value.

    Parameters
    ----------
    direction : ``higher``, ``lower`` or ``band``
    floor, target, ceiling : for ``higher`` floor < target < ceiling, for ``lower`` floor > target > ceiling;
        the ceiling may be missing
    floor_low, band_low, band_high, floor_high : for ``band``, in this order

    Raises
    ------
    InvalidInput
        ``KPI_LIMITS_ORDER`` where limits are missing, equal or in the wrong order, ``NOT_FINITE``.

    """

    direction: KpiDirection
    floor: float | None = None
    target: float | None = None
    ceiling: float | None = None
    floor_low: float | None = None
    band_low: float | None = None
    band_high: float | None = None
    floor_high: float | None = None

    def __post_init__(self) -> None:
        """Refuse limits that do not rise (or fall) strictly."""
        if self.direction == "band":
            low, band_low, band_high, high = self.band()
            if not low < band_low <= band_high < high:
                raise _order("The limits of a band must rise: floor_low, band_low, band_high, floor_high.")
            return
        sign = 1.0 if self.direction == "higher" else -1.0
        steps = [sign * step for step in self.steps()]
        if any(right <= left for left, right in itertools.pairwise(steps)):
            raise _order(f"Floor, target and ceiling must move strictly in the direction {self.direction!r}.")

    def steps(self) -> tuple[float, ...]:
        """Return floor, target and (where there is one) ceiling."""
        if self.floor is None or self.target is None:
            raise _order("A floor and a target are needed.")
        given = (self.floor, self.target) if self.ceiling is None else (self.floor, self.target, self.ceiling)
        return tuple(finite(step, "limits") for step in given)

    def band(self) -> tuple[float, float, float, float]:
        """Return the four limits of a band."""
        if self.floor_low is None or self.band_low is None or self.band_high is None or self.floor_high is None:
            raise _order("A band needs floor_low, band_low, band_high and floor_high.")
        for step in (self.floor_low, self.band_low, self.band_high, self.floor_high):
            finite(step, "limits")
        return self.floor_low, self.band_low, self.band_high, self.floor_high


@dataclass(frozen=True, slots=True)
class Normalised:
    """A reading on the scale 0 to 100; ``clamped`` says that the raw value lay outside the limits."""

    score: float
    raw: float
    clamped: bool


def _order(detail: str) -> InvalidInput:
    return InvalidInput("KPI_LIMITS_ORDER", "limits", detail)


def normalise(value: float, limits: Limits, target_score: float = 75.0) -> Normalised:
    """Return a raw reading on the scale 0 to 100.

    Piecewise linear: floor → 0, target → ``target_score``, ceiling → 100; without a ceiling target → 100; clamped
    outside. For a band: 100 inside, falling linearly to 0 at its floors.

    Parameters
    ----------
    value : the raw reading, in the unit of its limits
    limits : where the KPI is worst, on target and best
    target_score : points of a reading on target, 0–100, used where there is a ceiling

    Raises
    ------
    InvalidInput
        ``NOT_FINITE`` for NaN or infinity.

    Examples
    --------
    >>> normalise(120, Limits("higher", 0, 100, 150)).score
    85.0

    """
    finite(value, "value")
    if limits.direction == "band":
        return _in_band(value, limits)
    steps = limits.steps()
    sign = 1.0 if limits.direction == "higher" else -1.0
    floor, last = sign * steps[0], sign * steps[-1]
    at = sign * value
    score = _interpolate(at, tuple(sign * step for step in steps), target_score)
    return Normalised(score, value, clamped=at < floor or at > last)


def _interpolate(at: float, steps: tuple[float, ...], target_score: float) -> float:
    if at <= steps[0]:
        return 0.0
    if at >= steps[-1]:
        return 100.0
    if len(steps) == 2:
        return 100.0 * (at - steps[0]) / (steps[1] - steps[0])
    floor, target, ceiling = steps
    if at <= target:
        return target_score * (at - floor) / (target - floor)
    return target_score + (100.0 - target_score) * (at - target) / (ceiling - target)


def _in_band(value: float, limits: Limits) -> Normalised:
    low, band_low, band_high, high = limits.band()
    if band_low <= value <= band_high:
        score = 100.0
    elif value < band_low:
        score = max(0.0, 100.0 * (value - low) / (band_low - low))
    else:
        score = max(0.0, 100.0 * (high - value) / (high - band_high))
    return Normalised(score, value, clamped=value < low or value > high)
