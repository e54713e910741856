"""Settings of value, fairness and ROI (specification 08)."""

from dataclasses import dataclass

from comotion.methods.checks import ascending, not_negative, weights, within
from comotion.methods.configuration.kernel import ascending_or_equal
from comotion.methods.scored import InvalidInput


@dataclass(frozen=True)
class Horizons:
    """Weights of the three horizons and the grade from which one is spanned."""

    h1: float = 0.40
    h2: float = 0.35
    h3: float = 0.25
    spanned_from: float = 2.0

    def __post_init__(self) -> None:
        """Refuse negative weights and grades outside 0–4."""
        weights((self.h1, self.h2, self.h3), "horizons")
        within(self.spanned_from, 0.0, 4.0, "horizons.spanned_from")


@dataclass(frozen=True)
class AlignmentWeights:
    """Weights of the three parts of strategic alignment."""

    horizon_score: float = 0.4
    shared_goals: float = 0.3
    roadmap_convergence: float = 0.3

    def __post_init__(self) -> None:
        """Refuse negative weights and a sum of zero."""
        weights((self.horizon_score, self.shared_goals, self.roadmap_convergence), "alignment")


@dataclass(frozen=True)
class Fairness:
    """Cuts of the fairness bands, the gap of valuations that is a finding, the share at which a type is present."""

    skewed_below: float = 70.0
    fair_from: float = 85.0
    valuation_gap: float = 10.0
    type_share: float = 0.05

    def __post_init__(self) -> None:
        """Refuse cuts that do not rise."""
        ascending((0.0, self.skewed_below, self.fair_from, 100.0), "fairness")
        within(self.type_share, 0.0, 1.0, "fairness.type_share")
        not_negative(self.valuation_gap, "fairness.valuation_gap")


@dataclass(frozen=True)
class Roi:
    """Shares of influenced revenue that count, and the limits of the profit classes."""

    low: float = 0.1
    base: float = 0.3
    high: float = 0.5
    min_coverage: float = 0.80
    highly_from: float = 1.0
    too_early_months: float = 12.0
    concentration_share: float = 0.80

    def __post_init__(self) -> None:
        """Refuse shares that are not ordered or lie outside 0–1."""
        check_shares(self.low, self.base, self.high)
        within(self.min_coverage, 0.0, 1.0, "roi.min_coverage")
        within(self.concentration_share, 0.0, 1.0, "roi.concentration_share")


def check_shares(low: float, base: float, high: float) -> None:
    """Refuse influenced shares outside 0–1 or out of order (``SHARES_NOT_ORDERED``)."""
    for name, share in (("low", low), ("base", base), ("high", high)):
        within(share, 0.0, 1.0, f"influenced_share.{name}")
    try:
        ascending_or_equal(low, base, "influenced_share")
        ascending_or_equal(base, high, "influenced_share")
    except InvalidInput as refusal:
        raise InvalidInput("SHARES_NOT_ORDERED", refusal.field, refusal.detail) from refusal
