"""Scorecards and the warnings that read categories, over columns of partnerships (or partnerships × periods)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comotion.methods.checks import TOLERANCE, all_known
from comotion.methods.kernel.batch import (
    Codes,
    Figures,
    Floats,
    last_slopes,
    mean_of_figures,
    mean_of_numbers,
    normalised,
)
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES, Category

FIRES, CLEAR, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)


@dataclass(frozen=True, slots=True)
class Scorecards:
    """A column of cards, of each category, and the score of each KPI (NaN where missing)."""

    card: Figures
    categories: dict[str, Figures]
    kpis: dict[str, Floats]
    config_hash: str


def scorecards(readings: Mapping[str, Floats], settings: MethodSettings) -> Scorecards:
    """Return the cards of many partnerships, equal to ``card.scorecard`` of each to 1e-9.

    Parameters
    ----------
    readings : for each KPI an array of raw readings, NaN where missing; all of one shape, rows or rows × periods; a
        KPI that is left out is missing everywhere
    settings : KPIs, weights, coverage thresholds

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for a KPI that the settings do not define.

    """
    all_known(readings, {kpi.id for kpi in settings.card.kpis}, "readings")
    shape = next((column.shape for column in readings.values()), (0,))
    kpis = {
        kpi.id: normalised(readings[kpi.id], kpi.limits, settings.card.target_score)
        if kpi.id in readings
        else np.full(shape, np.nan)
        for kpi in settings.card.kpis
    }
    categories: dict[str, Figures] = {name: _category(name, kpis, shape, settings) for name in CATEGORIES}
    weights = settings.card.category_weights.pairs()
    card = mean_of_figures(list(weights.values()), [categories[name] for name in weights], settings.coverage)
    gap = np.any([np.isnan(categories[name].value) for name, weight in weights.items() if weight], axis=0)
    status = np.where(gap, np.minimum(card.status, 1), card.status).astype(np.int8)
    return Scorecards(replace(card, status=status), categories, kpis, settings.config_hash)


def _category(
    category: Category, kpis: Mapping[str, Floats], shape: tuple[int, ...], settings: MethodSettings
) -> Figures:
    own = [kpi for kpi in settings.card.kpis if kpi.category == category]
    weights = [kpi.weight for kpi in own]
    if not any(weights):
        return mean_of_numbers([1.0], np.full((1, *shape), np.nan), settings.coverage)
    return mean_of_numbers(weights, np.stack([kpis[kpi.id] for kpi in own]), settings.coverage)


def hidden_erosion(financial: Floats, relationship: Floats, settings: MethodSettings) -> Codes:
    """Return 1 (fires), 0 (clear) or −1 (unknown) for each partnership.

    Parameters
    ----------
    financial : financial_performance of the current period, NaN where missing
    relationship : relationship_health, partnerships × periods, the current one last, NaN where missing
    settings : limits and window

    """
    limits = settings.warnings
    window = relationship[:, -settings.trend.window :]
    slopes = last_slopes(window, settings.trend.window, settings.trend.minimum)
    drop = _highest(window) - _latest(window)
    return _every(
        _code(financial >= limits.erosion_financial - TOLERANCE, financial),
        _code(slopes <= limits.erosion_slope + TOLERANCE, slopes),
        _code(drop >= limits.erosion_drop - TOLERANCE, drop),
    )


def divergence(financial: Floats, relationship: Floats, settings: MethodSettings) -> Codes:
    """Return 1, 0 or −1 for financial_performance − relationship_health ≥ 25, each a column of one period."""
    gap = financial - relationship
    return _code(gap >= settings.warnings.divergence - TOLERANCE, gap)


def category_floor(categories: Mapping[str, Floats], settings: MethodSettings) -> Codes:
    """Return 1, 0 or −1 for any category below 40; unknown where none is and one is missing."""
    limit = settings.warnings.category_floor - TOLERANCE
    return _some(*(_code(values < limit, values) for values in categories.values()))


def going_dark(coverage: Floats, before: Floats, lowest_response: Floats, settings: MethodSettings) -> Codes:
    """Return 1, 0 or −1 for coverage fallen by 0.20 or a side's response below 50 %.

    Parameters
    ----------
    coverage, before : coverage of the card 0–1, now and in the previous period
    lowest_response : smallest answered / invited of the sides, 0–1, NaN where one is missing and none is below
    settings : the two limits

    """
    limits = settings.warnings
    fall = before - coverage
    return _some(
        _code(fall >= limits.coverage_fall - TOLERANCE, fall),
        _code(lowest_response < limits.response_share - TOLERANCE, lowest_response),
    )


def _code(condition: NDArray[np.bool_], values: Floats) -> Codes:
    return np.where(np.isnan(values), UNKNOWN, condition.astype(np.int8))


def _every(*codes: Codes) -> Codes:
    stacked = np.stack(codes)
    known = np.where((stacked == UNKNOWN).any(axis=0), UNKNOWN, FIRES)
    return np.where((stacked == CLEAR).any(axis=0), CLEAR, known)


def _some(*codes: Codes) -> Codes:
    stacked = np.stack(codes)
    known = np.where((stacked == UNKNOWN).any(axis=0), UNKNOWN, CLEAR)
    return np.where((stacked == FIRES).any(axis=0), FIRES, known)


def _highest(window: Floats) -> Floats:
    highest = np.where(np.isnan(window), -np.inf, window).max(axis=1)
    return np.where(np.isinf(highest), np.nan, highest)


def _latest(window: Floats) -> Floats:
    """Return the last reading that exists in each row."""
    last = window.shape[1] - 1 - np.argmax(~np.isnan(window)[:, ::-1], axis=1)
    return np.take_along_axis(window, last[:, None], axis=1)[:, 0]
