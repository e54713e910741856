"""Settings of the portfolio: counts, phases, tiers (specification 11)."""

from dataclasses import dataclass

from comotion.methods.checks import not_negative, weights, within
from comotion.methods.vocabulary import TIERS, Tier


@dataclass(frozen=True)
class Phases:
    """Who is eligible for which phase, and how many slots there are per partnership in the portfolio."""

    good_cut: float = 70.0
    quick_win_potential: float = 60.0
    quick_win_weak_below: float = 40.0
    quick_win_weak_allowed: int = 1
    quick_win_effort: float = 3.0
    restructure_potential: float = 50.0
    overhaul_potential: float = 35.0
    quick_win_share: float = 1 / 7
    restructure_share: float = 2 / 7
    too_early_months: float = 12.0

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100 and shares outside 0–1."""
        scores = (self.good_cut, self.quick_win_potential, self.restructure_potential, self.overhaul_potential)
        for score in (*scores, self.quick_win_weak_below):
            within(score, 0.0, 100.0, "phases")
        for share in (self.quick_win_share, self.restructure_share):
            within(share, 0.0, 1.0, "phases")

    def slots(self, share: float, partnerships: int) -> int:
        """Return ``max(1, ⌊n × share + ½⌋)`` slots for a portfolio of n partnerships."""
        return max(1, int(partnerships * share + 0.5 + 1e-9))


@dataclass(frozen=True)
class TierNumbers:
    """One number for each tier of attention."""

    strategic: float
    growth: float
    transactional: float

    def pairs(self) -> dict[Tier, float]:
        """Return the numbers by tier, from most to least attention."""
        return {tier: getattr(self, tier) for tier in TIERS}


@dataclass(frozen=True)
class Tiers:
    """Sizes and hysteresis of the tiers, what their score is made of, and how often each is touched a quarter."""

    shares: TierNumbers = TierNumbers(10.0, 20.0, 70.0)
    margin: float = 3.0
    minimum: int = 10
    potential_weight: float = 0.6
    maturity_weight: float = 0.4
    touches_per_quarter: TierNumbers = TierNumbers(1.0, 3.0, 1.0)

    def __post_init__(self) -> None:
        """Refuse negative weights and margins."""
        weights(self.shares.pairs().values(), "tiers.shares")
        weights((self.potential_weight, self.maturity_weight), "tiers")
        not_negative(self.margin, "tiers.margin")
        for touches in self.touches_per_quarter.pairs().values():
            not_negative(touches, "tiers.touches_per_quarter")
