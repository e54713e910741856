"""Settings of patterns, leverage points and claims (specification 13)."""

from dataclasses import dataclass

from comotion.methods.checks import within


@dataclass(frozen=True)
class Patterns:
    """Rates, numbers of cases, how intervals and tests are drawn, and the share from which a practice is kept up."""

    false_discovery_rate: float = 0.10
    confidence: float = 0.95
    units_minimum: int = 12
    group_minimum: int = 5
    events_minimum: int = 5
    pairs_minimum: int = 12
    resamples: int = 5_000
    dropped_maximum: float = 0.05
    exact_splits: int = 200_000
    permutations: int = 20_000
    seed: int = 20_240_501
    confounding_share: float = 0.5
    uneven_missing: float = 0.20
    practice_share_from: float = 0.8

    def __post_init__(self) -> None:
        """Refuse rates outside 0–1 and numbers of draws that say nothing."""
        within(self.false_discovery_rate, 0.0, 1.0, "patterns.false_discovery_rate")
        within(self.confidence, 0.5, 0.9999, "patterns.confidence")
        within(self.dropped_maximum, 0.0, 1.0, "patterns.dropped_maximum")
        within(self.uneven_missing, 0.0, 1.0, "patterns.uneven_missing")
        within(self.practice_share_from, 0.0, 1.0, "patterns.practice_share_from")
        within(self.resamples, 100, 1_000_000, "patterns.resamples")
        within(self.permutations, 100, 10_000_000, "patterns.permutations")
        within(self.seed, 0, 2**63 - 1, "patterns.seed")
        for count in (self.units_minimum, self.group_minimum, self.events_minimum, self.pairs_minimum):
            within(count, 2, 1_000_000, "patterns")
