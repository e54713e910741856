"""Settings of operating model, approach and escalation (specification 06)."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from comotion.methods.checks import not_negative, unique, weights, within
from comotion.methods.configuration.kernel import ascending_or_equal
from comotion.methods.scored import InvalidInput

OperatingModel = Literal["catalyst_champion", "jvo_lite", "embedded_pod"]
Approach = Literal["co_marketing", "technology_integration", "strategic_investment"]
Bound = Literal["at_least", "at_most"]

OPERATING_MODELS: tuple[OperatingModel, ...] = get_args(OperatingModel)
"""From the lightest to the heaviest."""
APPROACHES: tuple[Approach, ...] = get_args(Approach)
"""From the lightest to the deepest."""


@dataclass(frozen=True)
class FitRule:
    """What one feature (1–5) should be for an option: at least or at most a limit, with a weight."""

    feature: str
    bound: Bound
    limit: float
    weight: float

    def __post_init__(self) -> None:
        """Refuse limits that leave no way towards them."""
        low, high = (2.0, 5.0) if self.bound == "at_least" else (1.0, 4.0)
        within(self.limit, low, high, f"choice.{self.feature}")


@dataclass(frozen=True)
class MonthsToValue:
    """From how many months on value becomes visible, and the months at which that is comfortable."""

    low: float
    high: float
    weight: float = 2.0

    def __post_init__(self) -> None:
        """Refuse a span that does not rise."""
        if not_negative(self.low, "choice.months.low") >= self.high:
            raise InvalidInput("CUTS_NOT_ASCENDING", "choice.months", f"{self.low} must lie below {self.high}.")


@dataclass(frozen=True)
class OptionRules:
    """One option that can be chosen: its name, the rules it is scored by, and the time it needs."""

    name: str
    rules: tuple[FitRule, ...]
    months: MonthsToValue | None = None

    def __post_init__(self) -> None:
        """Refuse negative weights, a sum of zero, and two rules for one feature."""
        weights((rule.weight for rule in self.rules), f"choice.{self.name}")
        unique((rule.feature for rule in self.rules), f"choice.{self.name}")


def default_models() -> tuple[OptionRules, ...]:
    """Return the three operating models with the weights of specification 06 c2, lightest first."""
    champion = (
        FitRule("uncertainty", "at_least", 4.0, 4.0),
        FitRule("breadth", "at_most", 2.0, 2.0),
        FitRule("technical_interdependence", "at_most", 3.0, 2.0),
        FitRule("strategic_importance", "at_most", 3.0, 1.0),
        FitRule("team_capacity", "at_most", 3.0, 1.0),
    )
    office = (
        FitRule("breadth", "at_least", 3.0, 3.0),
        FitRule("strategic_importance", "at_least", 3.0, 2.0),
        FitRule("technical_interdependence", "at_most", 3.0, 2.0),
        FitRule("uncertainty", "at_most", 3.0, 2.0),
        FitRule("team_capacity", "at_least", 3.0, 1.0),
    )
    pod = (
        FitRule("technical_interdependence", "at_least", 4.0, 4.0),
        FitRule("strategic_importance", "at_least", 4.0, 2.0),
        FitRule("team_capacity", "at_least", 4.0, 2.0),
        FitRule("uncertainty", "at_most", 3.0, 1.0),
        FitRule("breadth", "at_most", 2.0, 1.0),
    )
    rules = (champion, office, pod)
    return tuple(OptionRules(name, given) for name, given in zip(OPERATING_MODELS, rules, strict=True))


def default_approaches() -> tuple[OptionRules, ...]:
    """Return the three approaches with the weights of specification 06 c3, lightest first."""
    marketing = (
        FitRule("goal_pipeline", "at_least", 4.0, 3.0),
        FitRule("audience_overlap", "at_least", 4.0, 2.0),
        FitRule("offering_rivalry", "at_most", 2.0, 2.0),
        FitRule("marketing_capacity", "at_least", 3.0, 1.0),
    )
    integration = (
        FitRule("goal_combined_solution", "at_least", 4.0, 3.0),
        FitRule("technical_compatibility", "at_least", 4.0, 2.0),
        FitRule("audience_overlap", "at_least", 4.0, 1.0),
        FitRule("engineering_capacity", "at_least", 4.0, 2.0),
    )
    investment = (
        FitRule("goal_long_term_innovation", "at_least", 4.0, 3.0),
        FitRule("strategic_convergence", "at_least", 4.0, 2.0),
        FitRule("governance_maturity", "at_least", 4.0, 2.0),
        FitRule("executive_legal_capacity", "at_least", 4.0, 1.0),
    )
    rules = (marketing, integration, investment)
    months = (MonthsToValue(1.0, 3.0), MonthsToValue(6.0, 12.0), MonthsToValue(12.0, 24.0))
    return tuple(OptionRules(*option) for option in zip(APPROACHES, rules, months, strict=True))


@dataclass(frozen=True)
class Choice:
    """Options with their rules, lightest first, and the points that decide between them."""

    models: tuple[OptionRules, ...] = field(default_factory=default_models)
    approaches: tuple[OptionRules, ...] = field(default_factory=default_approaches)
    close_points: float = 5.0
    good_fit_from: float = 50.0
    sides_differ_by: float = 2.0
    rivalry_below: float = 4.0
    governance_from: float = 4.0
    pod_people_minimum: int = 2
    pod_people_maximum: int = 4
    pod_share_of_time: float = 0.5
    sprint_days: int = 90
    review_interval_months: float = 6.0
    both_consents_share: float = 0.5
    even_split_low: float = 0.4
    even_split_high: float = 0.6

    def __post_init__(self) -> None:
        """Refuse other options than the known ones, and shares and scores outside their range."""
        if tuple(option.name for option in self.models) != OPERATING_MODELS:
            raise InvalidInput("UNKNOWN_ID", "choice.models", f"The models are {', '.join(OPERATING_MODELS)}.")
        if tuple(option.name for option in self.approaches) != APPROACHES:
            raise InvalidInput("UNKNOWN_ID", "choice.approaches", f"The approaches are {', '.join(APPROACHES)}.")
        for score in (self.close_points, self.good_fit_from):
            within(score, 0.0, 100.0, "choice")
        for share in (self.pod_share_of_time, self.both_consents_share, self.even_split_low, self.even_split_high):
            within(share, 0.0, 1.0, "choice")


@dataclass(frozen=True)
class Escalation:
    """What two quarters must show before a partnership goes deeper, or is reviewed for an end."""

    scorecard_from: float = 75.0
    relationship_from: float = 65.0
    value_types_from: int = 2
    wind_down_below: float = 40.0
    review_every_quarters: int = 2

    def __post_init__(self) -> None:
        """Refuse scores outside 0–100 and a wind-down above the level of going deeper."""
        for score in (self.scorecard_from, self.relationship_from, self.wind_down_below):
            within(score, 0.0, 100.0, "escalation")
        ascending_or_equal(self.wind_down_below, self.scorecard_from, "escalation")
        within(self.review_every_quarters, 1, 40, "escalation.review_every_quarters")
