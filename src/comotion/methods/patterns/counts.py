"""Shares and risks (specification 13 c2): Wilson and Katz intervals, Fisher's exact test."""

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

from comotion.methods.checks import within
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a group had an event."""

    events: int
    n: int

    def __post_init__(self) -> None:
        """Refuse empty groups and more events than members."""
        if self.n < 1:
            raise InvalidInput("EMPTY_INPUT", "n", "A group has at least one member.")
        within(self.events, 0, self.n, "events")

    @property
    def share(self) -> float:
        """Return the share with the event, 0–1."""
        return self.events / self.n


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """A group with the practice and one without."""

    with_practice: Group
    without: Group


@dataclass(frozen=True, slots=True)
class RiskResult:
    """Both shares, their difference and ratio with its interval, and how surprising the table is by chance."""

    share_with: float
    share_without: float
    risk_difference: float
    risk_ratio: float
    low: float
    high: float
    p: float
    n_with: int
    n_without: int
    config_hash: str


@dataclass(frozen=True, slots=True)
class ShareResult:
    """A share with its interval."""

    share: float
    low: float
    high: float
    n: int
    config_hash: str


def critical(confidence: float) -> float:
    """Return the two-sided critical value of the normal distribution, 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2.0)


def wilson_interval(events: int, n: int, confidence: float) -> Interval:
    """Return the Wilson score interval of a share, within 0–1.

    Examples
    --------
    >>> [round(end, 4) for end in wilson_interval(81, 263, 0.95)]
    [0.2553, 0.3662]

    """
    z = critical(confidence)
    share, square = events / n, z * z / n
    middle = share + square / 2.0
    half = z * sqrt(share * (1.0 - share) / n + square / (4.0 * n))
    return max(0.0, (middle - half) / (1.0 + square)), min(1.0, (middle + half) / (1.0 + square))


def risk_ratio(groups: TwoGroups, confidence: float) -> tuple[float, float, float]:
    """Return the ratio of two risks with its Katz log interval; 0.5 is added to all four cells if one is 0."""
    a, c = float(groups.with_practice.events), float(groups.without.events)
    n1, n0 = float(groups.with_practice.n), float(groups.without.n)
    if min(a, n1 - a, c, n0 - c) == 0:
        a, c, n1, n0 = a + 0.5, c + 0.5, n1 + 1.0, n0 + 1.0
    ratio = (a / n1) / (c / n0)
    reach = critical(confidence) * sqrt(1.0 / a - 1.0 / n1 + 1.0 / c - 1.0 / n0)
    return ratio, exp(log(ratio) - reach), exp(log(ratio) + reach)


def fisher_exact(groups: TwoGroups) -> float:
    """Return the two-sided p of a table with fixed margins: all tables that are no likelier than this one."""
    n1, n0 = groups.with_practice.n, groups.without.n
    events = groups.with_practice.events + groups.without.events
    possible = range(max(0, events - n0), min(events, n1) + 1)
    likelihoods = [_log_choose(n1, count) + _log_choose(n0, events - count) for count in possible]
    own = likelihoods[groups.with_practice.events - possible.start]
    total = _log_choose(n1 + n0, events)
    return min(1.0, sum(exp(value - total) for value in likelihoods if value <= own + 1e-7))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


_EXAMPLE = {"with_practice": {"events": 24, "n": 60}, "without": {"events": 12, "n": 90}}


@method(name="patterns.risk", version="1", example=_EXAMPLE)
def risk(inputs: TwoGroups, settings: MethodSettings) -> RiskResult:
    """Compare how often something happens with and without a practice.

    Asks: how many times as often, and how sure is that? Formula: risk difference and risk ratio with the Katz log
    interval ``exp(log RR ± z √(1/a − 1/n1 + 1/c − 1/n0))``; 0.5 is added to all four cells if one is 0; Fisher's exact
    test, two-sided.

    Sure: The interval shows how little a few cases say: it often runs from a third to many times. An association, which
    may have other reasons.

    Parameters
    ----------
    inputs : events and members of both groups
    settings : confidence (0.95)

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` for a group of nobody, ``OUT_OF_RANGE`` for more events than members.

    Notes
    -----
    Source: specification 13 c2; Katz and others 1978, Fisher. An association in the data, which may have other reasons.

    """
    ratio, low, high = risk_ratio(inputs, settings.patterns.confidence)
    first, second = inputs.with_practice, inputs.without
    difference = first.share - second.share
    p = fisher_exact(inputs)
    return RiskResult(
        first.share, second.share, difference, ratio, low, high, p, first.n, second.n, settings.config_hash
    )


@method(name="patterns.share", version="1", example={"events": 3, "n": 42})
def share(inputs: Group, settings: MethodSettings) -> ShareResult:
    """Show a share with the range it could have.

    Asks: how large could the share be, seen from so few cases? Formula: Wilson score interval, ``(p + z²/2n ± z √(p(1 −
    p)/n + z²/4n²)) / (1 + z²/n)``.

    Sure: The interval shows how far the share could lie from the one seen.

    Parameters
    ----------
    inputs : events and members of one group
    settings : confidence (0.95)

    Raises
    ------
    InvalidInput
        ``EMPTY_INPUT`` for a group of nobody, ``OUT_OF_RANGE`` for more events than members.

    Notes
    -----
    Source: specification 13 c7 on claims about a single share; Wilson 1927.

    """
    low, high = wilson_interval(inputs.events, inputs.n, settings.patterns.confidence)
    return ShareResult(inputs.share, low, high, inputs.n, settings.config_hash)
