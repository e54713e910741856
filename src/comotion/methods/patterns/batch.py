"""Resamples and permutations in columns of numpy; whole partnerships are drawn, since their rows belong together.

Draws come from the raw bits of PCG64, which are the same on every platform for the same seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from comotion.methods.configuration.patterns import Patterns

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
_CELLS = 2_000_000
"""Cells of the largest matrix that is held at once."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows as columns: number of the unit of each row, rising; practice (0 or 1, or a number); outcome."""

    unit: Places
    practice: Floats
    outcome: Floats

    @property
    def units(self) -> int:
        """Return how many units there are."""
        return int(self.unit[-1]) + 1

    def per_unit(self, values: Floats) -> Floats:
        """Return the sum of a column in each unit."""
        sums: Floats = np.bincount(self.unit, weights=values, minlength=self.units).astype(np.float64)
        return sums

    def constant(self) -> bool:
        """Say whether the practice does not change within any unit."""
        having, rows = self.per_unit(self.practice), self.per_unit(np.ones_like(self.practice))
        return bool(np.all((having == 0) | (having == rows)))


def columns(
    units: Sequence[str], practice: Sequence[float], outcome: Sequence[float], periods: Sequence[int] | None = None
) -> Columns:
    """Return rows as columns in the order of units and periods, so that the order of the input changes no draw."""
    names = {name: number for number, name in enumerate(sorted(set(units)))}
    number = np.array([names[name] for name in units], np.int64)
    order = np.lexsort((np.zeros(len(number)) if periods is None else np.array(periods), number))
    return Columns(number[order], np.array(practice, np.float64)[order], np.array(outcome, np.float64)[order])


class Draws:
    """Numbers in 0 ≤ x < 1 from one seed."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.PCG64(seed)

    def uniforms(self, rows: int, width: int) -> Floats:
        """Return a matrix of the next numbers."""
        raw = np.asarray(self._bits.random_raw(rows * width), dtype=np.uint64)
        return (raw >> np.uint64(11)).astype(np.float64).reshape(rows, width) * 2.0**-53

    def counts(self, rows: int, groups: Sequence[Places]) -> Floats:
        """Return how often each thing is drawn, row by row: as many draws with replacement as its group has things."""
        width = sum(len(group) for group in groups)
        numbers, found = self.uniforms(rows, width), np.zeros((rows, width))
        for group in groups:
            picks = (numbers[:, group] * len(group)).astype(np.int64) + np.arange(rows)[:, None] * len(group)
            found[:, group] = np.bincount(picks.ravel(), minlength=picks.size).reshape(picks.shape)
        return found

    def subsets(self, rows: int, width: int, size: int) -> Floats:
        """Return random subsets of ``size`` of ``width`` things, row by row, as 1 inside and 0 outside."""
        numbers = self.uniforms(rows, width)
        limit = np.partition(numbers, size - 1, axis=1)[:, size - 1]
        return (numbers <= limit[:, None]).astype(np.float64)

    def orders(self, rows: int, width: int) -> Places:
        """Return random orders of ``width`` things, row by row."""
        return np.argsort(self.uniforms(rows, width), axis=1, kind="stable")


def _chunks(total: int, width: int) -> Iterator[int]:
    step = max(1, _CELLS // max(1, width))
    for start in range(0, total, step):
        yield min(step, total - start)


def resampled_means(data: Columns, rules: Patterns) -> tuple[Floats, Floats]:
    """Return the means with and without the practice in each resample; NaN where a group came out empty.

    Units with the practice, without it, and those where it changes are each drawn among themselves.
    """
    having, lacking = data.practice, 1.0 - data.practice
    parts = [data.per_unit(part) for part in (having * data.outcome, having, lacking * data.outcome, lacking)]
    kinds = (parts[1] > 0) + 2 * (parts[3] > 0)
    groups = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    draws, found = Draws(rules.seed), []
    for rows in _chunks(rules.resamples, data.units):
        weights = draws.counts(rows, groups)
        found.append(np.stack([weights @ part for part in parts]))
    sums = np.concatenate(found, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[0] / sums[1], sums[2] / sums[3]


def ratios(first: Floats, second: Floats) -> Floats:
    """Return the ratio of means in each resample; NaN unless both means are above 0."""
    sound = (first > 0) & (second > 0)
    return np.where(sound, first / np.where(sound, second, 1.0), np.nan)


def resampled_effects(practices: Sequence[Columns], rules: Patterns, *, ranks_only: bool = False) -> Floats:
    """Return the effect of each practice in each resample, resamples × practices, all on the same resamples.

    The effect is Cliff's delta for a practice of 0 and 1, else (and with ``ranks_only``) the correlation of ranks.
    """
    first = practices[0]
    effect = _rho if ranks_only else _effect
    draws, found = Draws(rules.seed), []
    for rows in _chunks(rules.resamples, len(first.unit)):
        weights = draws.counts(rows, [np.arange(first.units)])[:, first.unit]
        outcome = _ranks(first.outcome, weights)
        found.append(np.stack([effect(data.practice, outcome, weights) for data in practices], axis=1))
    return np.concatenate(found)


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Return the mean ranks of values of which each row of weights says how often it occurs."""
    order = np.argsort(values, kind="stable")
    new = np.concatenate(([True], np.diff(values[order]) > 0))
    by_value = np.add.reduceat(weights[:, order], np.flatnonzero(new), axis=1)
    mean_rank = np.cumsum(by_value, axis=1) - by_value / 2.0 + 0.5
    codes = np.empty(len(values), np.int64)
    codes[order] = np.cumsum(new) - 1
    ranked: Floats = mean_rank[:, codes]
    return ranked


def _effect(practice: Floats, outcome: Floats, weights: Floats) -> Floats:
    if not set(np.unique(practice)) <= {0.0, 1.0}:
        return _rho(practice, outcome, weights)
    having, lacking = weights * practice, weights * (1.0 - practice)
    delta: Floats = 2.0 * (_mean(outcome, having) - _mean(outcome, lacking)) / weights.sum(axis=1)
    return delta


def _rho(practice: Floats, outcome: Floats, weights: Floats) -> Floats:
    ranked = _ranks(practice, weights)
    left, right = ranked - _mean(ranked, weights)[:, None], outcome - _mean(outcome, weights)[:, None]
    spread = (weights * left**2).sum(axis=1) * (weights * right**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        rho: Floats = (weights * left * right).sum(axis=1) / np.sqrt(spread)
    return rho


def _mean(values: Floats, weights: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Floats = (values * weights).sum(axis=1) / weights.sum(axis=1)
    return mean


def interval(values: Floats, rules: Patterns) -> tuple[float, float] | None:
    """Return the percentile interval; None where more than 5 % of the resamples gave no estimate."""
    known = values[np.isfinite(values)]
    if not len(known) or 1.0 - len(known) / len(values) > rules.dropped_maximum + 1e-9:
        return None
    tail = (1.0 - rules.confidence) / 2.0
    low, high = np.quantile(known, (tail, 1.0 - tail))
    return float(low), float(high)


def difference_p(data: Columns, rules: Patterns) -> float:
    """Return the two-sided permutation p of a difference of means; whole units are permuted.

    Exact up to 200,000 ways to hand the practice to units, else 20,000 random ones with (k + 1)/(m + 1).
    """
    if not data.constant():
        return _blocks_p(data, rules)
    sums, rows = data.per_unit(data.outcome), data.per_unit(np.ones_like(data.outcome))
    having = data.per_unit(data.practice) > 0
    number = int(having.sum())
    own = abs(_differences(sums, rows, having[None, :].astype(np.float64))[0])
    ways = comb(data.units, number)
    if ways <= rules.exact_splits:
        hits = sum(_hits(_differences(sums, rows, split), own) for split in _splits(data.units, number))
        return hits / ways
    draws = Draws(rules.seed)
    hits = sum(
        _hits(_differences(sums, rows, draws.subsets(chunk, data.units, number)), own)
        for chunk in _chunks(rules.permutations, data.units)
    )
    return (hits + 1) / (rules.permutations + 1)


def _splits(units: int, having: int) -> Iterator[Floats]:
    """Yield every way to hand the practice to ``having`` of the units, as 1 with it and 0 without."""
    every = combinations(range(units), having)
    while chunk := list(islice(every, max(1, _CELLS // (8 * units)))):
        split = np.zeros((len(chunk), units))
        np.put_along_axis(split, np.array(chunk, np.int64), 1.0, axis=1)
        yield split


def _differences(sums: Floats, rows: Floats, having: Floats) -> Floats:
    with_sum, with_rows = having @ sums, having @ rows
    apart: Floats = with_sum / with_rows - (sums.sum() - with_sum) / (rows.sum() - with_rows)
    return apart


def _hits(found: Floats, own: float) -> int:
    return int(np.count_nonzero(np.abs(found) >= own - 1e-9 * max(1.0, own)))


def correlation_p(data: Columns, rules: Patterns) -> float:
    """Return the two-sided permutation p of a correlation of ranks; whole units are permuted."""
    ones = np.ones((1, len(data.unit)))
    ranked = Columns(data.unit, _ranks(data.practice, ones)[0], _ranks(data.outcome, ones)[0])
    return _blocks_p(ranked, rules)


def _blocks_p(data: Columns, rules: Patterns) -> float:
    """Permute the practice of whole units among units with as many rows; compare the absolute covariance.

    With the number of rows that have the practice fixed, difference of means and covariance order alike.
    """
    centred = data.outcome - data.outcome.mean()
    own = abs(float(data.practice @ centred))
    draws, hits = Draws(rules.seed), 0
    for chunk in _chunks(rules.permutations, len(data.unit)):
        hits += _hits(_permuted(data, draws, chunk) @ centred, own)
    return (hits + 1) / (rules.permutations + 1)


def _permuted(data: Columns, draws: Draws, count: int) -> Floats:
    lengths = np.bincount(data.unit, minlength=data.units)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    out = np.empty((count, len(data.unit)))
    for length in np.unique(lengths):
        places = starts[lengths == length][:, None] + np.arange(length)[None, :]
        order = draws.orders(count, len(places))
        out[:, places.ravel()] = data.practice[places][order].reshape(count, -1)
    return out
