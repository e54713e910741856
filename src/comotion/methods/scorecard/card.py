"""Scorecard (specification 10 c2): readings to KPI scores, to four categories, to one figure beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from comotion.methods.checks import all_known, below
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.kernel.bands import BandState, advance_band, score_scale
from comotion.methods.kernel.normalise import normalise
from comotion.methods.kernel.weighted_mean import number, weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES, Category


@dataclass(frozen=True, slots=True)
class KpiScore:
    """One KPI: its raw reading, the score 0–100 it gives, and whether the reading lay outside its limits."""

    kpi: str
    raw: float | None
    scored: Scored
    clamped: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The card: one secondary figure, the four categories, and each KPI."""

    card: Scored
    categories: dict[str, Scored]
    kpis: dict[str, KpiScore]


@dataclass(frozen=True, slots=True)
class CardReadings:
    """The current raw reading of each KPI; a KPI that is null or left out is missing."""

    readings: dict[str, float | None]


def scorecard(readings: Mapping[str, float | None], settings: MethodSettings) -> Scorecard:
    """Return the card of one partnership for one period.

    KPI → normalised score → category = weighted mean of its KPIs → card = weighted mean of the categories. A category
    below coverage 0.5 is missing; then the card is at most ``provisional``.

    Parameters
    ----------
    readings : the current raw reading of each KPI in its own unit; None or absent where it is missing
    settings : KPIs with their limits and weights, category weights, coverage thresholds

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a reading of a KPI that the settings do not define, ``NOT_FINITE``.

    """
    all_known(readings, {kpi.id for kpi in settings.card.kpis}, "readings")
    kpis = {kpi.id: kpi_score(kpi, readings.get(kpi.id), settings) for kpi in settings.card.kpis}
    categories: dict[str, Scored] = {name: _category(name, kpis, settings) for name in CATEGORIES}
    return Scorecard(combine(categories, settings), categories, kpis)


def kpi_score(kpi: Kpi, raw: float | None, settings: MethodSettings) -> KpiScore:
    """Return the score of one reading against the limits of its KPI."""
    if raw is None:
        return KpiScore(kpi.id, None, number(None, settings), clamped=False)
    normalised = normalise(raw, kpi.limits, settings.card.target_score)
    return KpiScore(kpi.id, raw, number(normalised.score, settings), normalised.clamped)


def _category(category: Category, kpis: Mapping[str, KpiScore], settings: MethodSettings) -> Scored:
    parts = [(kpi.id, kpi.weight, kpis[kpi.id].scored) for kpi in settings.card.kpis if kpi.category == category]
    if not any(weight for _, weight, _ in parts):
        return number(None, settings)
    return weighted_mean(parts, settings)


def combine(categories: Mapping[str, Scored], settings: MethodSettings) -> Scored:
    """Return the weighted mean of the categories; with a category missing it is at most ``provisional``."""
    weights = settings.card.category_weights.pairs()
    card = weighted_mean([(name, weight, categories[name]) for name, weight in weights.items()], settings)
    gap = any(categories[name].value is None for name, weight in weights.items() if weight)
    return replace(card, status="provisional") if gap and card.status == "ok" else card


def overall_band(card: Scorecard, previous: BandState, settings: MethodSettings) -> BandState:
    """Return the band of the card after ``previous``; with a category below 40 it is capped at ``workable``.

    Strength in one category does not repair another, so the floor rule (on by default) caps what is shown. A capped
    band is also the one the next reading starts from.
    """
    scale = score_scale(settings)
    state = advance_band(previous, card.card.value, scale)
    floored = any(
        figure.value is not None and below(figure.value, settings.card.floor_below)
        for figure in card.categories.values()
    )
    if settings.card.floor_rule and floored and state.band == scale.names[-1]:
        return replace(state, band=scale.names[-2])
    return state


_EXAMPLE = {"revenue_vs_plan": 1.08, "pipeline_coverage": 2.4, "trust_survey": 55, "executive_engagement": 0.5}


@method(name="scorecard.card", version="1", example={"readings": _EXAMPLE})
def card_of_readings(inputs: CardReadings, settings: MethodSettings) -> Scorecard:
    """Score one partnership in four categories.

    Asks: is it healthy, and in which of the four senses? Formula: piecewise linear KPI scores, weighted means within
    and over the categories financial_performance 30, strategic_alignment 25, operational_efficiency 25,
    relationship_health 20.

    Sure: Each figure carries coverage and bounds. A category below coverage 0.5 is missing, and then the card is
    provisional at most; limits of KPIs are agreements and no laws.

    Parameters
    ----------
    inputs : the current raw reading of each KPI, null where missing
    settings : KPIs, weights, coverage thresholds

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID``, ``NOT_FINITE``; the settings refuse ``KPI_LIMITS_ORDER`` and ``KPI_IN_TWO_CATEGORIES``.

    Notes
    -----
    Source: specification 10 c1–c2; the weights are the second article's, the KPIs our defaults.

    """
    return scorecard(inputs.readings, settings)
