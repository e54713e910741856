"""Settings of the scorecard, its early warnings and participation (specification 10)."""

from dataclasses import dataclass, field
from typing import Any, Literal

from comotion.methods.checks import finite, not_negative, unique, weights, within
from comotion.methods.data import table
from comotion.methods.kernel.normalise import Limits
from comotion.methods.scored import InvalidInput
from comotion.methods.vocabulary import CATEGORIES, Category

KpiKind = Literal["lagging", "leading"]


@dataclass(frozen=True)
class Kpi:
    """What a KPI measures in numbers: category, unit, limits and weight within its category.

    Its formula and how to collect it stand in the table ``kpis``.
    """

    id: str
    category: Category
    unit: str
    limits: Limits
    weight: float = 1.0
    kind: KpiKind = "leading"

    def __post_init__(self) -> None:
        """Refuse a negative weight."""
        if finite(self.weight, f"{self.id}.weight") < 0:
            raise InvalidInput("WEIGHTS_NEGATIVE", f"{self.id}.weight", "A weight must not be negative.")


@dataclass(frozen=True)
class CategoryWeights:
    """Weights of the four categories; they need not sum to 100."""

    financial_performance: float = 30.0
    strategic_alignment: float = 25.0
    operational_efficiency: float = 25.0
    relationship_health: float = 20.0

    def __post_init__(self) -> None:
        """Refuse negative weights and a sum of zero."""
        weights(self.pairs().values(), "category_weights")

    def pairs(self) -> dict[Category, float]:
        """Return the weights by category, in the order of the vocabulary."""
        return {category: getattr(self, category) for category in CATEGORIES}


def default_kpis() -> tuple[Kpi, ...]:
    """Return the KPIs of the table ``kpis``."""
    return tuple(_kpi(row) for row in table("kpis")["kpis"])


def _kpi(row: dict[str, Any]) -> Kpi:
    ceiling = row["ceiling"]
    limits = Limits(
        direction=row["direction"],
        floor=float(row["floor"]),
        target=float(row["target"]),
        ceiling=None if ceiling is None else float(ceiling),
    )
    return Kpi(row["id"], row["category"], row["unit"], limits, float(row["weight"]), row["kind"])


@dataclass(frozen=True)
class Card:
    """How readings become a card: target score, category weights, KPIs, floor rule, age of readings in periods."""

    target_score: float = 75.0
    category_weights: CategoryWeights = CategoryWeights()
    kpis: tuple[Kpi, ...] = field(default_factory=default_kpis)
    floor_rule: bool = True
    floor_below: float = 40.0
    max_age_periods: int = 2
    min_milestones: int = 3
    min_leads: int = 5
    satisfaction_min_n: int = 3
    sponsor_contacts_due: float = 2.0

    def __post_init__(self) -> None:
        """Refuse a KPI in two categories or listed twice, and scores outside 0–100."""
        within(self.target_score, 0.0, 100.0, "card.target_score")
        within(self.floor_below, 0.0, 100.0, "card.floor_below")
        not_negative(self.max_age_periods, "card.max_age_periods")
        categories: dict[str, str] = {}
        for kpi in self.kpis:
            if categories.setdefault(kpi.id, kpi.category) != kpi.category:
                raise InvalidInput("KPI_IN_TWO_CATEGORIES", kpi.id, "A KPI belongs to one category only.")
        unique((kpi.id for kpi in self.kpis), "card.kpis")


@dataclass(frozen=True)
class Warnings:
    """Limits of the early warnings of specification 10 c4: points, slopes per period, shares, days and counts."""

    erosion_financial: float = 65.0
    erosion_slope: float = -3.0
    erosion_drop: float = 8.0
    divergence: float = 25.0
    category_floor: float = 40.0
    perception_split: float = 20.0
    coverage_fall: float = 0.20
    response_share: float = 0.50
    lag_growth: float = 1.5
    lag_min_signals: int = 5
    sponsor_days: int = 120
    fairness_floor: float = 70.0
    fairness_fall: float = 10.0
    clear_after_periods: int = 2

    def __post_init__(self) -> None:
        """Refuse limits that are not finite, and clearing after no period at all."""
        for name, value in vars(self).items():
            finite(value, f"warnings.{name}")
        within(self.clear_after_periods, 1, 100, "warnings.clear_after_periods")


@dataclass(frozen=True)
class Participation:
    """Days of a window, how many earlier windows make the usual number, and when a fall is a warning."""

    window_days: int = 30
    usual_windows: int = 3
    usual_minimum: float = 6.0
    fall_share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse empty windows and shares outside 0–1."""
        within(self.window_days, 1, 3650, "participation.window_days")
        within(self.usual_windows, 1, 100, "participation.usual_windows")
        within(self.fall_share, 0.0, 1.0, "participation.fall_share")
