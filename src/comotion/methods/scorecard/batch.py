"""Scorecards over columns of partnerships (or partnerships × periods)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from comotion.methods.checks import all_known
from comotion.methods.kernel.batch import Figures, Floats, mean_of_figures, mean_of_numbers, normalised
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES, Category


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
