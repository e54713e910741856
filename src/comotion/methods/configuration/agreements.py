"""Settings of agreements and guardrails (specification 09)."""

from dataclasses import dataclass

from comotion.methods.checks import not_negative, within


@dataclass(frozen=True)
class Clarity:
    """From which clarity an agreement may be signed, and the share of enabling clauses below which it protects."""

    signable_from: float = 65.0
    enabling_from: float = 0.4

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100 and shares outside 0–1."""
        within(self.signable_from, 0.0, 100.0, "clarity.signable_from")
        within(self.enabling_from, 0.0, 1.0, "clarity.enabling_from")


@dataclass(frozen=True)
class Guardrails:
    """Limits of the guardrails: shares, counts, points, days and months."""

    value_types_from: int = 2
    valid_activity_share_from: float = 0.8
    smart_share_from: float = 0.8
    aligned_from: int = 4
    points_below_best: float = 15.0
    signed_days: float = 60.0
    too_early_months: float = 12.0
    planning_minutes: float = 30.0
    planning_window_months: int = 6
    informal_days: int = 30
    in_person_quarters: int = 2
    clear_after_checks: int = 2
    check_every_days: int = 7

    def __post_init__(self) -> None:
        """Refuse negative limits, shares outside 0–1, and clearing after no check at all."""
        for name, value in vars(self).items():
            not_negative(value, f"guardrails.{name}")
        within(self.valid_activity_share_from, 0.0, 1.0, "guardrails.valid_activity_share_from")
        within(self.smart_share_from, 0.0, 1.0, "guardrails.smart_share_from")
        within(self.clear_after_checks, 1, 100, "guardrails.clear_after_checks")
        within(self.check_every_days, 1, 365, "guardrails.check_every_days")


@dataclass(frozen=True)
class Foundations:
    """From which fairness value is mutual, and from which coverage measurement is systematic."""

    fairness_from: float = 70.0
    value_types_from: int = 2
    coverage_from: float = 0.8
    months_of_reviews: int = 3

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100 and shares outside 0–1."""
        within(self.fairness_from, 0.0, 100.0, "foundations.fairness_from")
        within(self.coverage_from, 0.0, 1.0, "foundations.coverage_from")
        within(self.months_of_reviews, 1, 120, "foundations.months_of_reviews")
