"""Settings of clusters and of the ecosystem dashboard (specification 12)."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from comotion.methods.checks import unique, weights, within
from comotion.methods.kernel.normalise import Limits

EcosystemCategory = Literal["growth", "engagement", "value_creation", "health"]
ECOSYSTEM_CATEGORIES: tuple[EcosystemCategory, ...] = get_args(EcosystemCategory)


@dataclass(frozen=True)
class Clusters:
    """When two partners fit, how small a cluster may be, and how much is searched and shown."""

    max_rivalry: float = 0.20
    min_profile_match: float = 0.50
    min_size: int = 3
    near_clusters: int = 20
    max_edges: int = 50_000
    shares_tolerance: float = 0.01
    stale_days: int = 365
    active_days: int = 90

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1 and clusters of fewer than two."""
        within(self.max_rivalry, 0.0, 1.0, "clusters.max_rivalry")
        within(self.min_profile_match, 0.0, 1.0, "clusters.min_profile_match")
        within(self.min_size, 3, 100, "clusters.min_size")
        within(self.near_clusters, 1, 10_000, "clusters.near_clusters")
        within(self.max_edges, 1, 100_000_000, "clusters.max_edges")


@dataclass(frozen=True)
class EcosystemKpi:
    """One KPI of the dashboard: its category, its direction, and the limits agreed at set-up (None: unscored)."""

    id: str
    category: EcosystemCategory
    direction: Literal["higher", "lower"]
    limits: Limits | None = None


def default_ecosystem_kpis() -> tuple[EcosystemKpi, ...]:
    """Return the KPIs of specification 12 c3; no limits are preset."""
    return (
        EcosystemKpi("new_partner_rate", "growth", "higher"),
        EcosystemKpi("expansion_rate", "growth", "higher"),
        EcosystemKpi("active_share", "engagement", "higher"),
        EcosystemKpi("collaboration_frequency", "engagement", "higher"),
        EcosystemKpi("revenue_growth", "value_creation", "higher"),
        EcosystemKpi("innovations", "value_creation", "higher"),
        EcosystemKpi("customer_satisfaction", "value_creation", "higher"),
        EcosystemKpi("churn_rate", "health", "lower"),
        EcosystemKpi("partner_satisfaction", "health", "higher"),
        EcosystemKpi("diversity", "health", "higher"),
        EcosystemKpi("revenue_concentration", "health", "lower"),
    )


@dataclass(frozen=True)
class Ecosystem:
    """Categories of the dashboard with their weights, its KPIs, and what a pattern of links needs."""

    growth: float = 25.0
    engagement: float = 25.0
    value_creation: float = 25.0
    health: float = 25.0
    kpis: tuple[EcosystemKpi, ...] = field(default_factory=default_ecosystem_kpis)
    pattern_periods: int = 8
    pattern_partners: int = 20

    def __post_init__(self) -> None:
        """Refuse negative weights and a KPI that is listed twice."""
        weights(self.category_weights().values(), "ecosystem")
        unique((kpi.id for kpi in self.kpis), "ecosystem.kpis")

    def category_weights(self) -> dict[EcosystemCategory, float]:
        """Return the weights by category, in the order of the dashboard."""
        return {category: getattr(self, category) for category in ECOSYSTEM_CATEGORIES}
