"""How well an option fits (specification 06 c1): rules on features from 1 to 5, and the time there is."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from comotion.methods.checks import below, finite, known, reaches, within
from comotion.methods.configuration.choice import FitRule, MonthsToValue, OptionRules
from comotion.methods.kernel.weighted_mean import WeightedPart, weighted_mean
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings

Features = Mapping[str, float | None]
"""Ratings 1–5 by feature, and the months available; None or absent where not rated."""
MONTHS = "months_available"


def at_least(value: float, limit: float) -> float:
    """Return ``min(1, (x − 1) / (k − 1))``: how close a feature comes to a lower limit, 0–1.

    Examples
    --------
    >>> at_least(3, 5)
    0.5

    """
    return min(1.0, (value - 1.0) / (limit - 1.0))


def at_most(value: float, limit: float) -> float:
    """Return ``min(1, (5 − x) / (5 − k))``: how close a feature comes to an upper limit, 0–1.

    Examples
    --------
    >>> at_most(4, 3)
    0.5

    """
    return min(1.0, (5.0 - value) / (5.0 - limit))


def rule_fit(rule: FitRule, value: float) -> float:
    """Return the fit of one feature to one rule, 0–1."""
    return at_least(value, rule.limit) if rule.bound == "at_least" else at_most(value, rule.limit)


def time_fit(months: float, needed: MonthsToValue) -> float:
    """Return ``clamp((months − low) / (high − low), 0, 1)``."""
    return min(1.0, max(0.0, (months - needed.low) / (needed.high - needed.low)))


def option_score(option: OptionRules, features: Features, settings: MethodSettings) -> Scored:
    """Return the score 0–100 of an option; features that are not rated are left out and lower its coverage.

    ``100 × Σ weight·fit / Σ weight``, with the time fit among the parts where the option needs time.
    """
    parts: list[WeightedPart] = [
        (rule.feature, rule.weight, _percent(features.get(rule.feature), rule)) for rule in option.rules
    ]
    if option.months is not None:
        months = features.get(MONTHS)
        fitting = None if months is None else 100.0 * time_fit(months, option.months)
        parts.append(("time_fit", option.months.weight, fitting))
    return weighted_mean(parts, settings)


def _percent(value: float | None, rule: FitRule) -> float | None:
    return None if value is None else 100.0 * rule_fit(rule, value)


def features_of(options: Sequence[OptionRules]) -> tuple[str, ...]:
    """Return every feature that the options are scored by, in their order."""
    names = [rule.feature for option in options for rule in option.rules]
    timed = any(option.months is not None for option in options)
    return tuple(dict.fromkeys([*names, *([MONTHS] if timed else [])]))


def check_features(features: Features, names: Sequence[str]) -> None:
    """Refuse unknown features (``UNKNOWN_ID``), ratings outside 1–5, and months at or below 0 (``OUT_OF_RANGE``)."""
    for name, value in features.items():
        known(name, names, "features")
        if value is None:
            continue
        if name != MONTHS:
            within(value, 1.0, 5.0, name)
        elif finite(value, name) <= 0:
            raise InvalidInput("OUT_OF_RANGE", name, f"{value} months leave no time.")


def mean_features(ratings: Iterable[Features], names: Sequence[str]) -> dict[str, float | None]:
    """Return the mean of the sides' ratings; a feature that one side rates has that side's rating."""
    sides = list(ratings)
    return {name: _mean([side[name] for side in sides if side.get(name) is not None]) for name in names}


def _mean(given: Sequence[float | None]) -> float | None:
    values = [value for value in given if value is not None]
    return fmean(values) if values else None


def disputed_features(ratings: Iterable[Features], names: Sequence[str], settings: MethodSettings) -> tuple[str, ...]:
    """Return the features from 1 to 5 that sides rate two or more apart."""
    sides = list(ratings)
    return tuple(name for name in names if name != MONTHS and _spread(sides, name, settings.choice.sides_differ_by))


def _spread(sides: Sequence[Features], name: str, limit: float) -> bool:
    values = [value for side in sides if (value := side.get(name)) is not None]
    return bool(values) and reaches(max(values) - min(values), limit)


def audience_overlap_grade(overlap: float | None) -> float | None:
    """Return the feature ``audience_overlap`` for an overlap coefficient 0–1 (specification 06 b).

    Below 5 % it is 1, below 15 % 2, below 30 % 3, up to 50 % 4, above 5.

    Examples
    --------
    >>> audience_overlap_grade(0.45)
    4.0

    """
    if overlap is None:
        return None
    within(overlap, 0.0, 1.0, "overlap")
    cuts = sum(not below(overlap, cut) for cut in (0.05, 0.15, 0.30))
    return 1.0 + cuts + (overlap > 0.50 + 1e-9)


def breadth_grade(workstreams: int) -> float:
    """Return the feature ``breadth`` for a number of workstreams: 1, 2, 3, four or five → 4, six or more → 5.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` below one workstream.

    Examples
    --------
    >>> [breadth_grade(count) for count in (1, 3, 5, 6)]
    [1.0, 3.0, 4.0, 5.0]

    """
    within(workstreams, 1, 10_000, "workstreams")
    return float(workstreams) if workstreams <= 3 else 4.0 if workstreams <= 5 else 5.0
