"""Ours: rows of readings to columns, columns to cards and trends by the batch forms of the methods."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from bench.readings import Size
from comotion.methods.kernel.batch import Figures, Floats, last_slopes, rolling_slopes
from comotion.methods.scorecard.batch import Scorecards, scorecards
from comotion.methods.settings import MethodSettings

Table = dict[str, Floats]


def columns(file: Path, size: Size, settings: MethodSettings, months: int) -> dict[str, Floats]:
    """Return the last ``months`` of each KPI, partnerships × months, each reading valid for two periods more."""
    count, age = len(settings.card.kpis), settings.card.max_age_periods
    first = max(0, size.months - months - age)
    wanted = pl.scan_parquet(file).filter((pl.col("month") >= first) & (pl.col("kpi") < count)).collect()
    values = np.full((count, size.partnerships, size.months - first), np.nan)
    at = wanted["kpi"].to_numpy().astype(np.int64)
    at *= size.partnerships
    at += wanted["partnership"].to_numpy()
    at *= size.months - first
    at += wanted["month"].to_numpy()
    at -= first
    values.reshape(-1)[at] = wanted["value"].to_numpy()
    return {kpi.id: _valid(values[number], age)[:, -months:] for number, kpi in enumerate(settings.card.kpis)}


def _valid(values: Floats, age: int) -> Floats:
    """Return the newest reading of each month that is not too old."""
    found = values.copy()
    for step in range(1, age + 1):
        later = found[:, step:]
        np.copyto(later, values[:, :-step], where=np.isnan(later))
    return found


def now(file: Path, size: Size, settings: MethodSettings) -> Table:
    """Return the cards of the last month and the trend of each category."""
    window = settings.trend.window
    found = scorecards(columns(file, size, settings, window), settings)
    table = {name: values[:, -1] for name, values in _table(found).items()}
    for name, figures in found.categories.items():
        table[f"{name}.slope"] = last_slopes(figures.value, window, settings.trend.minimum)
    return table


def history(file: Path, size: Size, settings: MethodSettings) -> Table:
    """Return the cards of every month and the trend of each category that ends with it."""
    found = scorecards(columns(file, size, settings, size.months), settings)
    table = _table(found)
    for name, figures in found.categories.items():
        table[f"{name}.slope"] = rolling_slopes(figures.value, settings.trend.window, settings.trend.minimum)
    return table


def _table(found: Scorecards) -> Table:
    figures: dict[str, Figures] = {"card": found.card, **found.categories}
    return {
        f"{name}.{part}": getattr(figure, part)
        for name, figure in figures.items()
        for part in ("value", "coverage", "low", "high", "status")
    }
