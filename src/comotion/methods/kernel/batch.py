"""The kernel over columns: one array per input, the same rules as the single form, to 1e-9."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comotion.methods.checks import TOLERANCE
from comotion.methods.configuration.kernel import Coverage
from comotion.methods.kernel.normalise import Limits

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
STATUSES = ("insufficient", "provisional", "ok")
"""What the codes 0, 1, 2 of a status column stand for."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures: value (NaN where there is none), coverage, bounds, inputs counted, status codes."""

    value: Floats
    coverage: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    status: Codes


def normalised(readings: Floats, limits: Limits, target_score: float) -> Floats:
    """Return a column of raw readings on the scale 0 to 100; NaN stays NaN."""
    if limits.direction == "band":
        found: Floats = np.interp(readings, limits.band(), (0.0, 100.0, 100.0, 0.0))
        return found
    sign = 1.0 if limits.direction == "higher" else -1.0
    steps = [sign * step for step in limits.steps()]
    points: tuple[float, ...] = (0.0, target_score, 100.0) if len(steps) == 3 else (0.0, 100.0)
    score = _line(sign * readings, steps, points)
    if len(steps) == 3:
        above = _line(sign * readings, steps[1:], points[1:])
        bent_down = (points[1] - points[0]) * (steps[2] - steps[1]) >= (points[2] - points[1]) * (steps[1] - steps[0])
        score = np.minimum(score, above) if bent_down else np.maximum(score, above)
    return np.clip(score, 0.0, 100.0)


def _line(readings: Floats, steps: Sequence[float], points: Sequence[float]) -> Floats:
    """Return the line through the first two limits and points; lines are faster than a search per reading."""
    return points[0] + (points[1] - points[0]) * (readings - steps[0]) / (steps[1] - steps[0])


def status_codes(coverage: Floats, limits: Coverage) -> Codes:
    """Return 2 (ok), 1 (provisional) or 0 (insufficient) for a column of coverages."""
    enough = (coverage >= limits.minimum - TOLERANCE).astype(np.int8)
    return enough + (coverage >= limits.ok - TOLERANCE)


def mean_of_numbers(weights: Sequence[float], values: Floats, limits: Coverage) -> Figures:
    """Return the weighted mean of numbers 0–100: ``values`` is parts × rows, NaN where missing."""
    missing = np.isnan(values)
    shares = np.asarray(weights, dtype=np.float64) / sum(weights)
    covered = _weighted(shares, 1.0 - missing)
    low = _weighted(shares, np.where(missing, 0.0, values))
    high = low + 100.0 * (1.0 - covered)
    return _figures((low, covered), (low, high), (~missing).sum(axis=0), limits)


def mean_of_figures(weights: Sequence[float], parts: Sequence[Figures], limits: Coverage) -> Figures:
    """Return the weighted mean of columns of figures; an insufficient one counts as missing."""
    shares = np.asarray(weights, dtype=np.float64) / sum(weights)
    missing = np.stack([np.isnan(part.value) for part in parts])
    value = np.stack([np.where(np.isnan(part.value), 0.0, part.value) for part in parts])
    coverage = np.where(missing, 0.0, np.stack([part.coverage for part in parts]))
    low = np.where(missing, 0.0, np.stack([part.low for part in parts]))
    high = np.where(missing, 100.0, np.stack([part.high for part in parts]))
    covered = _weighted(shares, coverage)
    present = _weighted(shares, 1.0 - missing)
    bounds = (_weighted(shares, low), _weighted(shares, high))
    count = np.sum([part.n for part in parts], axis=0)
    return _figures((_weighted(shares, value), present), bounds, count, limits, covered)


def _weighted(shares: Floats, columns: Floats) -> Floats:
    return np.tensordot(shares, columns, axes=1)


def _figures(
    mean: tuple[Floats, Floats],
    bounds: tuple[Floats, Floats],
    count: NDArray[np.int64],
    limits: Coverage,
    covered: Floats | None = None,
) -> Figures:
    total, present = mean
    low = bounds[0]
    high = np.maximum(low, np.minimum(bounds[1], 100.0))  # sums of floats may pass the ends by a last digit
    coverage = present if covered is None else covered
    status = status_codes(coverage, limits)
    with np.errstate(invalid="ignore"):
        value = np.where(status > 0, np.clip(total / present, low, high), np.nan)
    return Figures(value, coverage, low, high, count, status)


def rolling_slopes(values: Floats, window: int, minimum: int) -> Floats:
    """Return the Theil–Sen slope of the window that ends with each period: ``values`` is rows × periods, NaN missing.

    A slope is NaN with fewer than ``minimum`` readings in its window. Work grows with rows × periods × window².
    """
    rows, periods = values.shape
    pairs: list[Floats] = []
    for lag in range(1, window):
        slopes = np.full((rows, periods), np.nan)
        slopes[:, lag:] = (values[:, lag:] - values[:, :-lag]) / lag
        pairs += [_shifted(slopes, shift) for shift in range(window - lag)]
    readings = sum(_shifted((~np.isnan(values)).astype(np.float64), shift, fill=0.0) for shift in range(window))
    return _median(np.stack(pairs, axis=-1), np.asarray(readings), max(minimum, 2))


def last_slopes(values: Floats, window: int, minimum: int) -> Floats:
    """Return the Theil–Sen slope of the last ``window`` periods: ``values`` is rows × periods, NaN where missing."""
    last = values[:, -window:]
    periods = last.shape[1]
    pairs = [(last[:, right] - last[:, left]) / (right - left) for right in range(periods) for left in range(right)]
    if not pairs:
        return np.full(len(values), np.nan)
    readings = (~np.isnan(last)).sum(axis=1).astype(np.float64)
    return _median(np.stack(pairs, axis=-1), readings, max(minimum, 2))


def _shifted(columns: Floats, shift: int, fill: float = np.nan) -> Floats:
    if shift == 0:
        return columns
    moved = np.full_like(columns, fill)
    moved[:, shift:] = columns[:, :-shift]
    return moved


def _median(pairs: Floats, readings: Floats, minimum: int) -> Floats:
    """Return the median of the pairs that exist; sorting puts the missing ones last."""
    ordered = np.sort(pairs, axis=-1)
    count = (readings * (readings - 1) / 2).astype(np.int64)
    enough = readings >= minimum
    upper = np.where(enough, count // 2, 0)[..., None]
    lower = np.where(enough, (count - 1) // 2, 0)[..., None]
    middle = np.take_along_axis(ordered, lower, -1) + np.take_along_axis(ordered, upper, -1)
    return np.where(enough, middle[..., 0] / 2.0, np.nan)
