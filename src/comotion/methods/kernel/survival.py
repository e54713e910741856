"""Median time with open items (specification 01 c9): Kaplan–Meier, so that not finishing is never rewarded."""

from collections.abc import Sequence
from dataclasses import dataclass

from comotion.methods.checks import finite
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations of closed items and ages of open ones, in one unit (days or hours)."""

    closed: tuple[float, ...] = ()
    open: tuple[float, ...] = ()

    @property
    def n(self) -> int:
        """Return how many items there are."""
        return len(self.closed) + len(self.open)


@dataclass(frozen=True, slots=True)
class MedianTime:
    """The median, or None where it is not reached: then it is more than ``longest``; None too without items."""

    median: float | None
    longest: float | None
    n_closed: int
    n_open: int

    @property
    def lower_bound(self) -> float | None:
        """Return the median, or the longest observed duration where the median is not reached."""
        return self.longest if self.median is None else self.median


def median_time(closed: Sequence[float], still_open: Sequence[float] = ()) -> MedianTime:
    """Return the Kaplan–Meier median of durations, with open items censored at their age.

    ``S(t) = Π (1 − d_t / at_risk_t)``; the median is the smallest t with ``S(t) ≤ 0.5``.

    Parameters
    ----------
    closed : durations of finished items, ≥ 0
    still_open : ages of open items, ≥ 0, in the same unit

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` for a negative duration, ``NOT_FINITE``.

    Examples
    --------
    >>> median_time([12, 20, 31, 42, 55], [18, 60]).median
    42

    """
    times = [*closed, *still_open]
    for time in times:
        if finite(time, "duration") < 0:
            raise InvalidInput("DATE_ORDER", "duration", f"A duration of {time} means that the end precedes the start.")
    survival = 1.0
    for time in sorted(set(closed)):
        at_risk = sum(other >= time for other in times)
        survival *= 1.0 - sum(other == time for other in closed) / at_risk
        if survival <= 0.5 + 1e-9:
            return MedianTime(time, max(times), len(closed), len(still_open))
    return MedianTime(None, max(times, default=None), len(closed), len(still_open))


@method(name="kernel.survival", version="1", example={"closed": [12, 20, 31, 42, 55], "open": [18, 60]})
def median_of_durations(inputs: Durations, settings: MethodSettings) -> MedianTime:  # noqa: ARG001
    """Find the median time until something is done, when some of it is not done yet.

    Asks: how long does it take, without rewarding what was never finished? Formula: Kaplan–Meier, ``S(t) = Π (1 − d_t /
    at_risk_t)`` with open items censored at their age; the median is the smallest t with ``S(t) ≤ 0.5``.

    Sure: Items that are still open count, so the median is not flattered. Where it is not reached it is more than the
    longest wait seen; with few items it can jump.

    Parameters
    ----------
    inputs : durations of closed items and ages of open ones, in one unit
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` for a negative duration.

    Notes
    -----
    Source: specification 01 c9, after Kaplan and Meier.

    """
    return median_time(inputs.closed, inputs.open)
