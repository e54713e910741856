"""Effect sizes (specification 13 c2): differences and ratios of means, Hedges g, Cliff's delta, Spearman's rho."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance


def mean_difference(with_it: Sequence[float], without: Sequence[float]) -> float:
    """Return the difference of two means."""
    return fmean(with_it) - fmean(without)


def ratio_of_means(with_it: Sequence[float], without: Sequence[float]) -> float | None:
    """Return the ratio of two means; None unless all values are at least 0 and both means above 0.

    Examples
    --------
    >>> ratio_of_means([2, 4], [1, 2])
    2.0

    """
    means = fmean(with_it), fmean(without)
    if min(means) <= 0 or min(*with_it, *without) < 0:
        return None
    return means[0] / means[1]


def hedges_g(with_it: Sequence[float], without: Sequence[float]) -> float | None:
    """Return the difference of means in pooled standard deviations, corrected for small samples (Hedges).

    None with fewer than two values in a group or without any spread.
    """
    if min(len(with_it), len(without)) < 2:
        return None
    free = len(with_it) + len(without) - 2
    pooled = ((len(with_it) - 1) * variance(with_it) + (len(without) - 1) * variance(without)) / free
    if pooled <= 0:
        return None
    correction = 1.0 - 3.0 / (4.0 * (free + 2) - 9.0)
    return correction * mean_difference(with_it, without) / sqrt(pooled)


def cliffs_delta(with_it: Sequence[float], without: Sequence[float]) -> float:
    """Return how much more often a value of the first group exceeds one of the second than the other way, −1 to 1.

    Examples
    --------
    >>> cliffs_delta([2, 3], [1, 2])
    0.75

    """
    ordered = sorted(without)
    score = sum(bisect_left(ordered, value) - (len(ordered) - bisect_right(ordered, value)) for value in with_it)
    return score / (len(with_it) * len(without))


def ranks(values: Sequence[float]) -> list[float]:
    """Return ranks from 1; equal values share the mean of their ranks.

    Examples
    --------
    >>> ranks([10, 30, 10])
    [1.5, 3.0, 1.5]

    """
    ordered = sorted(values)
    return [(bisect_left(ordered, value) + bisect_right(ordered, value) + 1) / 2 for value in values]


def spearman(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return the correlation of ranks, −1 to 1; None where one side does not vary.

    Examples
    --------
    >>> spearman([1, 2, 3], [10, 20, 15])
    0.5

    """
    first, second = ranks(left), ranks(right)
    middle = (len(first) + 1) / 2
    together = sum((one - middle) * (two - middle) for one, two in zip(first, second, strict=True))
    spread = sum((one - middle) ** 2 for one in first) * sum((two - middle) ** 2 for two in second)
    return min(1.0, max(-1.0, together / sqrt(spread))) if spread > 0 else None
