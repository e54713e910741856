"""Estimate, interval and test of one practice and one outcome (specification 13 c2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from comotion.methods.patterns.claims import OwnEstimate
from comotion.methods.patterns.counts import Group, TwoGroups, fisher_exact, risk_ratio
from comotion.methods.patterns.declared import Kind
from comotion.methods.patterns.effects import cliffs_delta, mean_difference, ratio_of_means, spearman
from comotion.methods.patterns.effects import hedges_g as corrected_difference
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

if TYPE_CHECKING:
    from comotion.methods.patterns.batch import Columns

Measure = Literal["difference_of_means", "difference_of_shares", "rank_correlation"]
NO_INTERVAL = "NO_INTERVAL"


@dataclass(frozen=True, slots=True)
class Estimated:
    """An estimate with its interval, the ratio where there is one, and how surprising it is by chance."""

    measure: Measure
    value: float
    low: float | None
    high: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    p: float
    notes: tuple[str, ...] = ()

    def own(self, *, ratio: bool) -> OwnEstimate:
        """Return the estimate for a claim: the ratio with its interval, or the difference with its."""
        if ratio:
            return OwnEstimate(self.ratio, self.ratio_low, self.ratio_high, enough=True)
        return OwnEstimate(self.value, self.low, self.high, enough=True)


@dataclass(frozen=True, slots=True)
class Measured:
    """Complete rows of one practice and one outcome: unit, period, practice, outcome."""

    practice_kind: Kind
    outcome_kind: Kind
    units: tuple[str, ...]
    periods: tuple[int, ...]
    practice: tuple[float, ...]
    outcome: tuple[float, ...]

    def groups(self) -> tuple[list[float], list[float]]:
        """Return the outcomes with and without the practice; a numeric practice has no groups."""
        if self.practice_kind == "numeric":
            return [], []
        pairs = list(zip(self.practice, self.outcome, strict=True))
        return [value for having, value in pairs if having], [value for having, value in pairs if not having]

    def units_with(self) -> int:
        """Return how many units have the practice in some row, or how many there are for a numeric one."""
        return len({u for u, having in zip(self.units, self.practice, strict=True) if having or self._numeric})

    def units_without(self) -> int:
        """Return how many units lack the practice in some row; 0 for a numeric one."""
        lacking = zip(self.units, self.practice, strict=True)
        return len({unit for unit, having in lacking if not having and not self._numeric})

    @property
    def _numeric(self) -> bool:
        return self.practice_kind == "numeric"

    @property
    def repeated(self) -> bool:
        """Say whether some unit has several rows."""
        return len(set(self.units)) < len(self.units)


def shortfall(data: Measured, settings: MethodSettings) -> tuple[int, int] | None:
    """Return the first number of cases that is too small, and how many are needed; None where there are enough.

    12 units in all and 5 in each group, for correlations 12 units; for binary outcomes also 5 units with the event and
    5 without.

    Parameters
    ----------
    data : complete rows
    settings : the four minimums

    """
    rules = settings.patterns
    numeric = data.practice_kind == "numeric"
    events = {unit for unit, value in zip(data.units, data.outcome, strict=True) if value}
    calm = {unit for unit, value in zip(data.units, data.outcome, strict=True) if not value}
    counted = [(len(set(data.units)), rules.pairs_minimum if numeric else rules.units_minimum)]
    if not numeric:
        counted.append((min(data.units_with(), data.units_without()), rules.group_minimum))
    if data.outcome_kind == "binary":
        counted.append((min(len(events), len(calm)), rules.events_minimum))
    return next(((number, needed) for number, needed in counted if number < needed), None)


def estimated(data: Measured, settings: MethodSettings) -> Estimated | None:
    """Return estimate, interval and p of a practice and an outcome that both vary; None below the minimum."""
    if shortfall(data, settings) is not None:
        return None
    if data.practice_kind == "numeric":
        return _correlation(data, settings)
    if data.outcome_kind == "binary" and not data.repeated:
        return _shares(data, settings)
    return _means(data, settings)


def _shares(data: Measured, settings: MethodSettings) -> Estimated:
    from comotion.methods.patterns import batch  # noqa: PLC0415  (numpy, needed for resamples only)

    with_it, without = data.groups()
    groups = TwoGroups(Group(int(sum(with_it)), len(with_it)), Group(int(sum(without)), len(without)))
    ratio, low, high = risk_ratio(groups, settings.patterns.confidence)
    first, second = batch.resampled_means(_columns(data), settings.patterns)
    low_difference, high_difference = batch.interval(first - second, settings.patterns) or (None, None)
    value = groups.with_practice.share - groups.without.share
    p = fisher_exact(groups)
    return Estimated("difference_of_shares", value, low_difference, high_difference, ratio, low, high, p)


def _columns(data: Measured) -> "Columns":
    from comotion.methods.patterns import batch  # noqa: PLC0415  (numpy, needed for resamples only)

    return batch.columns(data.units, data.practice, data.outcome, data.periods)


def _means(data: Measured, settings: MethodSettings) -> Estimated:
    from comotion.methods.patterns import batch  # noqa: PLC0415  (numpy, needed for resamples only)

    with_it, without = data.groups()
    columns, rules = _columns(data), settings.patterns
    first, second = batch.resampled_means(columns, rules)
    low, high = batch.interval(first - second, rules) or (None, None)
    ratio = ratio_of_means(with_it, without)
    ratio_ends = None if ratio is None else batch.interval(batch.ratios(first, second), rules)
    ratio_low, ratio_high = ratio_ends or (None, None)
    return Estimated(
        measure="difference_of_shares" if data.outcome_kind == "binary" else "difference_of_means",
        value=mean_difference(with_it, without),
        low=low,
        high=high,
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        p=batch.difference_p(columns, rules),
        notes=(NO_INTERVAL,) if low is None else (),
    )


def _correlation(data: Measured, settings: MethodSettings) -> Estimated:
    from comotion.methods.patterns import batch  # noqa: PLC0415  (numpy, needed for resamples only)

    rho = spearman(data.practice, data.outcome) or 0.0
    columns, rules = _columns(data), settings.patterns
    ends = batch.interval(batch.resampled_effects([columns], rules, ranks_only=True)[:, 0], rules)
    p = batch.correlation_p(columns, rules)
    low, high = ends or (None, None)
    return Estimated("rank_correlation", rho, low, high, None, None, None, p, () if ends else (NO_INTERVAL,))


@dataclass(frozen=True, slots=True)
class Samples:
    """Values of an outcome in partnerships with and without a practice, one each."""

    with_practice: tuple[float, ...]
    without: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ComparisonResult:
    """Difference and ratio of means with intervals, effect sizes, and the permutation p."""

    n: tuple[int, int]
    estimated: Estimated
    hedges_g: float | None
    cliffs_delta: float
    config_hash: str


@method(
    name="patterns.comparison",
    version="1",
    example={"with_practice": [210, 180, 150, 320, 95, 240], "without": [90, 60, 130, 40, 110, 75]},
)
def comparison(inputs: Samples, settings: MethodSettings) -> ComparisonResult:
    """Compare an outcome with and without a practice.

    Asks: how large is the difference, and could it be chance? Formula: difference and ratio of means (the ratio only if
    all are ≥ 0 and both means > 0), Hedges g, Cliff's delta; bootstrap within groups, 5000 resamples, percentile 95 %,
    seeded; permutation exact up to 200,000 splits, else (k + 1)/(m + 1).

    Sure: The interval shows the range that the data allow, and p how often chance alone would look like this. It is an
    association, which may have other reasons.

    Parameters
    ----------
    inputs : values in the outcome's unit, one per partnership
    settings : confidence, resamples, seed

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` for a group without values.

    Notes
    -----
    Source: specification 13 c2; Cliff 1993, Hedges 1981. An association in the data, which may have other reasons.

    """
    if not inputs.with_practice or not inputs.without:
        raise InvalidInput("EMPTY_INPUT", "groups", "Both groups need values.")
    first, second = inputs.with_practice, inputs.without
    units = tuple(f"{number:09}" for number in range(len(first) + len(second)))
    having = (1.0,) * len(first) + (0.0,) * len(second)
    values = _ordered(first) + _ordered(second)
    data = Measured("binary", "numeric", units, (0,) * len(units), having, values)
    numbers = len(first), len(second)
    delta = cliffs_delta(first, second)
    return ComparisonResult(
        numbers, _means(data, settings), corrected_difference(first, second), delta, settings.config_hash
    )


def _ordered(values: Sequence[float]) -> tuple[float, ...]:
    """Return values in order, so that the order in which they were given changes no draw."""
    return tuple(sorted(values))
