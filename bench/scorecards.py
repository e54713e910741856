"""Goal 5, the computation alone: cards and trends of a program from a file of readings, ours beside bare polars."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from bench import cards_ours, cards_polars
from bench.readings import Size, write_rows
from bench.rounds import PAIRS, Compared, compared
from bench.table import Line
from comotion.methods.settings import default_settings

GOAL_NOW, GOAL_HISTORY = 1.5, 0.3


def difference(ours: cards_ours.Table, peer: pl.DataFrame) -> float:
    """Return the largest difference between the two; missing on one side only counts as infinite."""
    widest = 0.0
    for name, values in ours.items():
        mine, theirs = values.reshape(-1).astype(float), peer[name].cast(pl.Float64).to_numpy()
        if not np.array_equal(np.isnan(mine), np.isnan(theirs)):
            return np.inf
        widest = max(widest, float(np.nanmax(np.abs(mine - theirs), initial=0.0)))
    return widest


def _checked(name: str, file: Path, size: Size) -> None:
    settings = default_settings()
    mine, theirs = (getattr(module, name)(file, size, settings) for module in (cards_ours, cards_polars))
    widest = difference(mine, theirs)
    if not widest <= 1e-9:
        raise SystemExit(f"{name}: ours and polars differ by {widest}")


def measure(name: str, file: Path, size: Size, pairs: int = PAIRS) -> Compared:
    """Return ``now`` or ``history`` in turns, after both have given the same figures."""
    settings = default_settings()
    _checked(name, file, size)
    return compared(
        lambda: getattr(cards_ours, name)(file, size, settings),
        lambda: getattr(cards_polars, name)(file, size, settings),
        pairs,
    )


def lines(folder: Path, partnerships: int = 10_000, pairs: int = PAIRS) -> list[Line]:
    """Return the two lines of the table."""
    size = Size(partnerships)
    file = write_rows(size, folder)
    scale = f"{partnerships:,} partnerships, {size.readings:,} readings"
    return [
        Line.of(f"cards now, {scale}", measure("now", file, size, pairs), GOAL_NOW),
        Line.of(f"cards of {size.months} months, {scale}", measure("history", file, size, pairs), GOAL_HISTORY),
    ]
