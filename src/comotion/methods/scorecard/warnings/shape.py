"""Warnings that read the card: its shape, its direction, and its silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comotion.methods.checks import below, reaches
from comotion.methods.kernel.trend import Point, in_window, theil_sen
from comotion.methods.scorecard.warnings.finding import Finding, every, finding, some
from comotion.methods.settings import MethodSettings


@dataclass(frozen=True, slots=True)
class CategoryHistory:
    """Category values of one partnership up to a period: financial now, relationship as (period, value)."""

    period: int
    financial_performance: float | None
    relationship_health: tuple[tuple[int, float], ...]


def hidden_erosion(history: CategoryHistory, settings: MethodSettings) -> Finding:
    """Warn when revenue looks fine while the relationship falls.

    Fires when financial_performance ≥ 65 **and** the slope of relationship_health ≤ −3 per period over at least three
    readings of the last four periods **and** its last reading is ≥ 8 below the maximum of that window.

    Parameters
    ----------
    history : categories (0–100) up to the period
    settings : the three limits and the window

    Raises
    ------
    InvalidInput
        ``DUPLICATE_PERIOD``, ``NOT_FINITE``.

    """
    limits = settings.warnings
    points: Sequence[Point] = in_window(history.relationship_health, history.period, settings.trend.window)
    slope = theil_sen(points, settings.trend.minimum)
    drop = max(value for _, value in points) - max(points)[1] if points else None
    financial = history.financial_performance
    condition = every(
        (
            None if financial is None else reaches(financial, limits.erosion_financial),
            None if slope is None else reaches(-slope, -limits.erosion_slope),
            None if drop is None else reaches(drop, limits.erosion_drop),
        )
    )
    readings = {"financial_performance": financial, "relationship_slope": slope, "relationship_drop": drop}
    return finding("HIDDEN_EROSION", condition, readings)


def divergence(
    financial_performance: float | None, relationship_health: float | None, settings: MethodSettings
) -> Finding:
    """Warn when financial_performance lies 25 points or more above relationship_health (both 0–100)."""
    if financial_performance is None or relationship_health is None:
        return finding("DIVERGENCE", None, {"divergence": None})
    gap = financial_performance - relationship_health
    return finding("DIVERGENCE", reaches(gap, settings.warnings.divergence), {"divergence": gap})


def category_floor(categories: Mapping[str, float | None], settings: MethodSettings) -> Finding:
    """Warn when any category lies below 40 (0–100); unknown where none does and one is missing."""
    limit = settings.warnings.category_floor
    condition = some(None if value is None else below(value, limit) for value in categories.values())
    return finding("CATEGORY_FLOOR", condition, dict(categories))


def going_dark(
    coverage: float | None,
    coverage_before: float | None,
    response: Mapping[str, float | None],
    settings: MethodSettings,
) -> Finding:
    """Warn when the card or a side falls silent.

    Fires when the coverage of the card fell by 0.20 or more against the previous period, or the survey response of a
    side lies below 50 %.

    Parameters
    ----------
    coverage, coverage_before : coverage of the card 0–1, now and in the previous period
    response : answered / invited of each side in the last closed round, 0–1; empty without a round
    settings : the two limits

    """
    limits = settings.warnings
    fall = None if coverage is None or coverage_before is None else coverage_before - coverage
    silent = some(None if share is None else below(share, limits.response_share) for share in response.values())
    condition = some((None if fall is None else reaches(fall, limits.coverage_fall), silent))
    shares = {f"response_{side}": share for side, share in response.items()}
    return finding("GOING_DARK", condition, {"coverage_fall": fall, **shares})
