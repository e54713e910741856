"""Agreement of raters (specification 01 c8): Krippendorff's alpha."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import finite, reaches
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

Metric = Literal["nominal", "ordinal", "interval"]
Reading = Literal["reliable", "tentative", "recalibrate"]
Pairs = dict[tuple[float, float], float]
Totals = dict[float, float]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of each unit, in any order of raters, null where a rater gave none."""

    units: tuple[tuple[float | None, ...], ...]
    metric: Metric = "ordinal"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha with its reading, or None with the reason in ``notes``; ``units`` had two ratings or more."""

    alpha: float | None
    reading: Reading | None
    units: int
    notes: tuple[str, ...] = ()


def alpha(units: Sequence[Sequence[float | None]], settings: MethodSettings, metric: Metric = "ordinal") -> Alpha:
    """Return Krippendorff's alpha, ``1 − D_o / D_e``, from the coincidence matrix.

    Parameters
    ----------
    units : for each unit the ratings given, None where missing
    settings : units needed and the readings of alpha
    metric : how far apart two ratings are

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``.

    """
    rated = [[finite(value, "rating") for value in unit if value is not None] for unit in units]
    pairable = [unit for unit in rated if len(unit) >= 2]
    if len(pairable) < settings.agreement.min_units:
        return Alpha(None, None, len(pairable), ("TOO_FEW_UNITS",))
    coincidences = _coincidences(pairable)
    totals: Totals = defaultdict(float)
    for (left, _), count in coincidences.items():
        totals[left] += count
    if len(totals) < 2:
        return Alpha(None, None, len(pairable), ("NO_VARIATION",))
    value = 1.0 - _ratio(coincidences, totals, _distance(metric, totals))
    return Alpha(value, _reading(value, settings), len(pairable))


def _coincidences(units: Sequence[Sequence[float]]) -> Pairs:
    pairs: Pairs = defaultdict(float)
    for unit in units:
        counts = Counter(unit)
        for left, of_left in counts.items():
            for right, of_right in counts.items():
                together = of_left * (of_right - (left == right)) / (len(unit) - 1)
                pairs[left, right] += together
    return pairs


def _ratio(coincidences: Pairs, totals: Totals, distance: Callable[[float, float], float]) -> float:
    ratings = sum(totals.values())
    observed = sum(count * distance(left, right) for (left, right), count in coincidences.items())
    expected = sum(
        of_left * of_right * distance(left, right)
        for left, of_left in totals.items()
        for right, of_right in totals.items()
        if left != right
    )
    return (ratings - 1) * observed / expected


def _distance(metric: Metric, totals: Totals) -> Callable[[float, float], float]:
    if metric == "nominal":
        return lambda left, right: float(left != right)
    if metric == "interval":
        return lambda left, right: (left - right) ** 2
    return lambda left, right: _ordinal(min(left, right), max(left, right), totals)


def _ordinal(low: float, high: float, totals: Totals) -> float:
    between = sum(count for value, count in totals.items() if low <= value <= high)
    return (between - (totals[low] + totals[high]) / 2) ** 2


def _reading(value: float, settings: MethodSettings) -> Reading:
    if reaches(value, settings.agreement.reliable):
        return "reliable"
    return "tentative" if reaches(value, settings.agreement.tentative) else "recalibrate"


_EXAMPLE = [[1, 1], [2, 2], [3, 3], [3, 4], [2, 2], [1, 1], [4, 4], [5, 4], [2, 2], [3, 3]]


@method(name="kernel.agreement", version="1", example={"units": _EXAMPLE, "metric": "ordinal"})
def agreement_of_raters(inputs: Ratings, settings: MethodSettings) -> Alpha:
    """Say whether several raters mean the same by their grades.

    Asks: may the panel's mean be used, or must its members talk first? Formula: ``alpha = 1 − D_o / D_e``: the
    disagreement observed within units over the one expected by chance, from the coincidence matrix; the distance of two
    ratings is 0 or 1 (nominal), by their ranks (ordinal), or their squared difference (interval).

    Sure: Fewer than ten rated units give no figure. Agreement says that raters mean the same, not that they are right.

    Parameters
    ----------
    inputs : ratings by unit; ``nominal``, ``ordinal`` or ``interval``
    settings : units needed (10), reliable from 0.80, tentative from 0.667

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``.

    Notes
    -----
    Source: specification 01 c8, after Krippendorff. Fewer than 10 units: ``TOO_FEW_UNITS``; no variation:
    ``NO_VARIATION``.

    """
    return alpha(inputs.units, settings, inputs.metric)
