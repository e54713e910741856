"""Settings of strategy readiness and partner selection (specification 07)."""

from dataclasses import dataclass
from typing import Literal, get_args

from comotion.methods.checks import not_negative, weights, within
from comotion.methods.configuration.kernel import ascending_or_equal

PartnerDimension = Literal["strategic_fit", "cultural_compatibility", "operational_capability", "market_position"]
PARTNER_DIMENSIONS: tuple[PartnerDimension, ...] = get_args(PartnerDimension)


@dataclass(frozen=True)
class Readiness:
    """What a strategy document must hold before anybody is approached."""

    objectives_maximum: int = 5
    risks_minimum: int = 3
    risk_needs_response_from: float = 12.0
    review_within_months: int = 12
    gate_checks: int = 6

    def __post_init__(self) -> None:
        """Refuse counts that cannot work."""
        within(self.objectives_maximum, 1, 100, "readiness.objectives_maximum")
        within(self.gate_checks, 0, 8, "readiness.gate_checks")
        within(self.review_within_months, 1, 120, "readiness.review_within_months")
        within(self.risk_needs_response_from, 1.0, 25.0, "readiness.risk_needs_response_from")
        not_negative(self.risks_minimum, "readiness.risks_minimum")


@dataclass(frozen=True)
class Selection:
    """Weights of the partner dimensions, tolerance of culture, and the limits of verdict and funnel."""

    strategic_fit: float = 25.0
    cultural_compatibility: float = 25.0
    operational_capability: float = 25.0
    market_position: float = 25.0
    aligned_within: float = 1.0
    self_image_gap: float = 2.0
    discuss_range: float = 2.0
    raters_minimum: int = 2
    recalibrate_on: int = 2
    priority_score: float = 62.5
    priority_dimension: float = 3.0
    priority_aligned: int = 4
    bridged_aligned: int = 3
    watch_score: float = 50.0
    watch_dimension: float = 2.0
    wildcard_share: float = 0.15
    wildcard_from_capacity: int = 3

    def __post_init__(self) -> None:
        """Refuse negative weights, and verdicts that are easier to reach the better they are."""
        weights(self.dimension_weights().values(), "selection")
        within(self.wildcard_share, 0.0, 1.0, "selection.wildcard_share")
        for score in (self.priority_score, self.watch_score):
            within(score, 0.0, 100.0, "selection")
        ascending_or_equal(self.watch_score, self.priority_score, "selection")
        ascending_or_equal(self.watch_dimension, self.priority_dimension, "selection")
        ascending_or_equal(self.bridged_aligned, self.priority_aligned, "selection")

    def dimension_weights(self) -> dict[PartnerDimension, float]:
        """Return the weights by partner dimension, in the order of the vocabulary."""
        return {dimension: getattr(self, dimension) for dimension in PARTNER_DIMENSIONS}
