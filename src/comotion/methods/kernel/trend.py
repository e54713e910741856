"""Trend (specification 01 c5): the Theil–Sen slope, robust against one odd reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Literal

from comotion.methods.checks import finite, reaches
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

Point = tuple[int, float]
Label = Literal["rising", "flat", "falling"]


@dataclass(frozen=True, slots=True)
class Trend:
    """Slope in points per period, its label, and the readings it rests on; both None with too few readings."""

    slope: float | None
    label: Label | None
    n: int


@dataclass(frozen=True, slots=True)
class Series:
    """Readings as (period number, value); with ``until`` only the window that ends with that period counts."""

    points: tuple[tuple[int, float], ...]
    until: int | None = None


def theil_sen(points: Sequence[Point], minimum: int = 3) -> float | None:
    """Return the median slope over all pairs of readings, or None with fewer than ``minimum`` of them.

    ``median of (v_j − v_i) / (t_j − t_i)``; a gap between periods counts as a gap.

    Parameters
    ----------
    points : (period number, value) in any order
    minimum : readings needed

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD`` for two readings of one period, ``NOT_FINITE``.

    Examples
    --------
    >>> theil_sen([(1, 72), (2, 70), (3, 61), (5, 58)])
    -3.75

    """
    ordered = sorted(points)
    if len({period for period, _ in ordered}) != len(ordered):
        raise InvalidInput("DUPLICATE_PERIOD", "points", "A period has more than one reading.")
    for _, value in ordered:
        finite(value, "points")
    if len(ordered) < max(minimum, 2):
        return None
    return median((right[1] - left[1]) / (right[0] - left[0]) for left, right in combinations(ordered, 2))


def in_window(points: Iterable[Point], until: int, window: int) -> list[Point]:
    """Return the readings of the ``window`` periods that end with period ``until``."""
    return [(period, value) for period, value in points if until - window < period <= until]


def trend(points: Sequence[Point], settings: MethodSettings, *, until: int | None = None) -> Trend:
    """Return slope and label of a series; with ``until`` over the last periods up to it, else over all points.

    ``rising`` from the slope 1.5, ``falling`` from −1.5 (points per period, configurable), else ``flat``.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    """
    used = list(points) if until is None else in_window(points, until, settings.trend.window)
    slope = theil_sen(used, settings.trend.minimum)
    return Trend(slope, label_of(slope, settings), len(used))


def label_of(slope: float | None, settings: MethodSettings) -> Label | None:
    """Return ``rising``, ``flat`` or ``falling`` for a slope in points per period."""
    if slope is None:
        return None
    if reaches(slope, settings.trend.rising):
        return "rising"
    return "falling" if reaches(-slope, -settings.trend.falling) else "flat"


@method(name="kernel.trend", version="1", example={"points": [[1, 72], [2, 70], [3, 61], [5, 58]]})
def trend_of_series(inputs: Series, settings: MethodSettings) -> Trend:
    """Say whether a series rises or falls.

    Asks: which way does it go, whatever a single odd reading says? Formula: Theil–Sen, the median of ``(v_j − v_i) /
    (t_j − t_i)`` over all pairs of readings; ``rising`` from 1.5 points a period, ``falling`` from −1.5, else ``flat``.

    Sure: One odd reading does not bend it; fewer than three readings give none. It describes the window and is no
    forecast.

    Parameters
    ----------
    inputs : readings as (period number, value); ``until`` limits them to the last periods of the window
    settings : window (4 periods), readings needed (3), slopes that count as a change (±1.5)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 01 c5, after Theil and Sen.

    """
    return trend(inputs.points, settings, until=inputs.until)
