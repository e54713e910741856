"""Ecosystem dashboard (specification 12 c3): growth, engagement, value creation and health."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from comotion.methods.checks import not_negative, within
from comotion.methods.configuration.ecosystem import ECOSYSTEM_CATEGORIES, EcosystemCategory
from comotion.methods.kernel.normalise import Limits, normalise
from comotion.methods.kernel.weighted_mean import WeightedPart, number, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class EcosystemPeriod:
    """One period (a quarter) of an ecosystem; what is not known is None.

    Parameters
    ----------
    active_at_start, joined, left, left_by_choice, expanded : counts of partners; choice means a sunset review
    active_partners, partners_end : partners with any activity in 90 days, and all partners at the end
    categories : partners by category at the end
    joint_activities, innovations : joint activities and joint releases
    revenue, revenue_a_year_before : in one currency
    revenue_by_partner : for the concentration
    customer_satisfaction, partner_satisfaction : means 0–10 of joint customers and of partners
    partner_answers, partners_asked : behind the satisfaction of partners

    """

    active_at_start: int | None = None
    joined: int | None = None
    left: int | None = None
    left_by_choice: int = 0
    expanded: int | None = None
    active_partners: int | None = None
    partners_end: int | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    joint_activities: int | None = None
    innovations: int | None = None
    revenue: float | None = None
    revenue_a_year_before: float | None = None
    revenue_by_partner: Mapping[str, float] = field(default_factory=dict)
    customer_satisfaction: float | None = None
    partner_satisfaction: float | None = None
    partner_answers: int | None = None
    partners_asked: int | None = None

    def __post_init__(self) -> None:
        """Refuse negative counts, satisfaction outside 0–10, and a part that is larger than its whole."""
        counts = (self.active_at_start, self.joined, self.left, self.expanded, self.active_partners, self.partners_end)
        surveyed = (self.partner_answers, self.partners_asked, self.joint_activities, self.innovations)
        for count in (*counts, *surveyed, *self.categories.values(), *self.revenue_by_partner.values()):
            if count is not None:
                not_negative(count, "period")
        for mean in (self.customer_satisfaction, self.partner_satisfaction):
            if mean is not None:
                within(mean, 0.0, 10.0, "satisfaction")
        if self.left_by_choice > (self.left or 0):
            raise InvalidInput("COUNT_INCONSISTENT", "left_by_choice", "More left by choice than left at all.")
        self._refuse_more("active_partners", self.active_partners, self.partners_end)
        self._refuse_more("partner_answers", self.partner_answers, self.partners_asked)

    @staticmethod
    def _refuse_more(field: str, part: int | None, whole: int | None) -> None:
        if part is not None and whole is not None and part > whole:
            raise InvalidInput("COUNT_INCONSISTENT", field, f"{part} of {whole} cannot be.")


@dataclass(frozen=True, slots=True)
class DashboardResult:
    """Every figure (None where missing), its score where limits are agreed, the categories, and the dashboard.

    ``churn_rate_without_sunsets`` leaves out the ends that were chosen; ``response`` is that of the partner survey.
    """

    figures: dict[str, float | None]
    churn_rate_without_sunsets: float | None
    response: float | None
    scores: dict[str, Scored]
    unscored: tuple[str, ...]
    categories: dict[EcosystemCategory, Scored]
    dashboard: Scored


def ratio(part: float | None, whole: float | None) -> float | None:
    """Return part / whole, None where one is missing or the whole is 0."""
    return None if part is None or not whole else part / whole


def diversity(categories: Mapping[str, int]) -> float | None:
    """Return ``(1 − Σp²) / (1 − 1/k)`` over the k categories with members, 0–1; None with one category or none.

    Examples
    --------
    >>> round(diversity({"integration": 6, "visualisation": 3, "consulting": 1}), 6)
    0.81

    """
    counts = [count for count in categories.values() if count > 0]
    if len(counts) < 2:
        return None
    total = sum(counts)
    concentrated = sum((count / total) ** 2 for count in counts)
    return min(1.0, (1.0 - concentrated) / (1.0 - 1.0 / len(counts)))


def concentration(revenues: Mapping[str, float]) -> float | None:
    """Return ``Σ share²`` over partners, 1/n to 1; None without revenue.

    Examples
    --------
    >>> concentration({"p1": 50.0, "p2": 50.0})
    0.5

    """
    total = sum(revenues.values())
    return sum((revenue / total) ** 2 for revenue in revenues.values()) if total else None


def figures_of(period: EcosystemPeriod) -> dict[str, float | None]:
    """Return every figure of the dashboard in its own unit, None where missing."""
    growth = ratio(period.revenue, period.revenue_a_year_before)
    return {
        "new_partner_rate": ratio(period.joined, period.active_at_start),
        "expansion_rate": ratio(period.expanded, period.active_at_start),
        "active_share": ratio(period.active_partners, period.partners_end),
        "collaboration_frequency": ratio(period.joint_activities, period.active_partners),
        "revenue_growth": None if growth is None else growth - 1.0,
        "innovations": None if period.innovations is None else float(period.innovations),
        "customer_satisfaction": period.customer_satisfaction,
        "churn_rate": ratio(period.left, period.active_at_start),
        "partner_satisfaction": period.partner_satisfaction,
        "diversity": diversity(period.categories),
        "revenue_concentration": concentration(period.revenue_by_partner),
    }


_EXAMPLE = {
    "active_at_start": 40,
    "left": 3,
    "joined": 5,
    "expanded": 4,
    "active_partners": 30,
    "partners_end": 42,
    "categories": {"integration": 6, "visualisation": 3, "consulting": 1},
}


@method(name="ecosystem.dashboard", version="1", example=_EXAMPLE)
def dashboard(inputs: EcosystemPeriod, settings: MethodSettings) -> DashboardResult:
    """Show the health of an ecosystem in four categories.

    Asks: does it grow, is it alive, does it create value, will it last? Formula: rates over the partners at the start;
    ``diversity = (1 − Σp²)/(1 − 1/k)``; ``revenue_concentration = Σ share²``; KPIs with agreed limits are normalised, a
    category is their mean, and the dashboard the mean of the categories.

    Sure: Rates are exact for the counts entered. A KPI without agreed limits is shown without a score, and missing ones
    lower the coverage.

    Parameters
    ----------
    inputs : counts, revenues in one currency and satisfaction 0–10 of one quarter
    settings : KPIs with the limits agreed at set-up, weights of the categories (25 each)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE``, ``COUNT_INCONSISTENT``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 12 c3, the second article's four categories; equal weights are our inference. No limits are
    preset: a KPI without them is shown unscored. Zero partners at the start: rates are missing.

    """
    figures = figures_of(inputs)
    scored = [kpi for kpi in settings.ecosystem.kpis if kpi.limits is not None]
    scores = {kpi.id: _score(figures.get(kpi.id), kpi.limits, settings) for kpi in scored}
    categories: dict[EcosystemCategory, Scored] = {
        category: _category([(kpi.id, 1.0, scores[kpi.id]) for kpi in scored if kpi.category == category], settings)
        for category in ECOSYSTEM_CATEGORIES
    }
    weights = settings.ecosystem.category_weights()
    kept = None if inputs.left is None else inputs.left - inputs.left_by_choice
    return DashboardResult(
        figures,
        ratio(kept, inputs.active_at_start),
        ratio(inputs.partner_answers, inputs.partners_asked),
        scores,
        tuple(name for name in figures if name not in scores),
        categories,
        weighted_mean([(name, weights[name], categories[name]) for name in weights], settings),
    )


def _score(figure: float | None, limits: Limits | None, settings: MethodSettings) -> Scored:
    if figure is None or limits is None:
        return number(None, settings)
    return number(normalise(figure, limits, settings.card.target_score).score, settings)


def _category(parts: list[WeightedPart], settings: MethodSettings) -> Scored:
    return weighted_mean(parts, settings) if parts else number(None, settings)
