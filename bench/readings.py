"""A seeded program: partnerships × months × measures, as rows in the order in which they would have arrived."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.settings import default_settings

MONTHS = 60
SEED = 20261116
MISSING = 0.06
"""Share of readings that nobody entered."""
AMOUNT = "partnership_cost"
"""The seventeenth measure: an amount that is no KPI of the card."""
RANGES = {"points 0–100": (0.0, 100.0), "points 0–10": (0.0, 10.0), "count 0–3": (0.0, 3.0), "share": (0.0, 1.0)}
"""What units allow; the others are open on both sides."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a program is."""

    partnerships: int
    months: int = MONTHS

    @property
    def readings(self) -> int:
        """Readings asked for, entered or not."""
        return self.partnerships * self.months * len(measures())


def measures() -> tuple[str, ...]:
    """Return the 16 KPIs of the card and one amount."""
    return (*(kpi.id for kpi in default_settings().card.kpis), AMOUNT)


def _edges(kpi: Kpi) -> tuple[float, float]:
    """Return the range readings are drawn from: somewhat beyond both ends, as far as the unit allows."""
    steps = kpi.limits.steps()
    width = steps[-1] - steps[0]
    least, most = RANGES.get(kpi.unit, (-np.inf, np.inf))
    return float(np.clip(steps[0] - 0.1 * width, least, most)), float(np.clip(steps[-1] + 0.1 * width, least, most))


def cube(size: Size, seed: int = SEED) -> np.ndarray:
    """Return measures × partnerships × months; NaN where nothing was entered.

    Each partnership has a level and a drift of its own, so that trends and warnings occur as well as noise.
    """
    chance = np.random.default_rng(seed)
    shape = (size.partnerships, size.months)
    drift = chance.normal(0.0, 0.004, (size.partnerships, 1)) * np.arange(size.months)
    level = chance.uniform(0.35, 0.8, (size.partnerships, 1))
    values = np.empty((len(measures()), *shape))
    for at, kpi in enumerate(default_settings().card.kpis):
        worst, best = _edges(kpi)
        share = np.clip(level + drift + chance.normal(0.0, 0.08, shape), 0.0, 1.0)
        values[at] = worst + share * (best - worst)
    values[-1] = chance.uniform(1_000.0, 9_000.0, shape)
    values[chance.random(values.shape) < MISSING] = np.nan
    return values.round(6)


def rows(size: Size, seed: int = SEED) -> pl.DataFrame:
    """Return one row for each reading that was entered: by month, in no order inside a month."""
    values = cube(size, seed)
    kpi, partnership, month = np.nonzero(~np.isnan(values))
    arrival = np.random.default_rng(seed + 1).permutation(len(kpi))
    arrival = arrival[np.argsort(month[arrival], kind="stable")]
    return pl.DataFrame(
        {
            "partnership": partnership[arrival].astype(np.int32),
            "kpi": kpi[arrival].astype(np.int16),
            "month": month[arrival].astype(np.int16),
            "value": values[kpi, partnership, month][arrival],
        }
    )


def write_rows(size: Size, folder: Path, seed: int = SEED) -> Path:
    """Write the rows to a parquet file and return it."""
    path = folder / f"readings-{size.partnerships}x{size.months}.parquet"
    if not path.exists():
        rows(size, seed).write_parquet(path)
    return path
