"""The peer: the same cards and trends in polars expressions, as somebody would write them who has only polars."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl

from bench.readings import Size
from comotion.methods.configuration.scorecard import Kpi
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CATEGORIES


def _wide(file: Path, size: Size, settings: MethodSettings, first: int) -> pl.LazyFrame:
    """Return a row for each partnership and month with a column for each KPI, readings valid for two periods more."""
    count = len(settings.card.kpis)
    long = pl.scan_parquet(file).filter((pl.col("month") >= first) & (pl.col("kpi") < count)).collect()
    wide = long.pivot(on="kpi", index=["partnership", "month"], values="value")
    every = pl.DataFrame({"partnership": pl.Series(range(size.partnerships), dtype=pl.Int32)}).join(
        pl.DataFrame({"month": pl.Series(range(first, size.months), dtype=pl.Int16)}), how="cross"
    )
    names = [str(number) for number in range(count)]
    return (
        every.join(wide, on=["partnership", "month"], how="left", maintain_order="left")
        .lazy()
        .with_columns(pl.col(names).forward_fill(limit=settings.card.max_age_periods).over("partnership"))
    )


def _score(number: int, kpi: Kpi, target: float) -> pl.Expr:
    sign = 1.0 if kpi.limits.direction == "higher" else -1.0
    steps = [sign * step for step in kpi.limits.steps()]
    value = sign * pl.col(str(number))
    if len(steps) == 2:
        score = 100.0 * (value - steps[0]) / (steps[1] - steps[0])
    else:
        below = target * (value - steps[0]) / (steps[1] - steps[0])
        above = target + (100.0 - target) * (value - steps[1]) / (steps[2] - steps[1])
        score = pl.when(value <= steps[1]).then(below).otherwise(above)
    return score.clip(0.0, 100.0).alias(str(number))


def _status(covered: pl.Expr, settings: MethodSettings) -> pl.Expr:
    limits = settings.coverage
    return (covered >= limits.minimum - 1e-9).cast(pl.Int8) + (covered >= limits.ok - 1e-9).cast(pl.Int8)


def _category(name: str, settings: MethodSettings) -> list[pl.Expr]:
    own = [(str(number), kpi.weight) for number, kpi in enumerate(settings.card.kpis) if kpi.category == name]
    total = sum(weight for _, weight in own)
    covered = pl.sum_horizontal(weight * pl.col(kpi).is_not_null() for kpi, weight in own) / total
    low = pl.sum_horizontal(weight * pl.col(kpi) for kpi, weight in own) / total
    return [
        covered.alias(f"{name}.coverage"),
        low.alias(f"{name}.low"),
        (low + 100.0 * (1.0 - covered)).alias(f"{name}.high"),
    ]


def _value(name: str, settings: MethodSettings) -> list[pl.Expr]:
    low, covered, high = (pl.col(f"{name}.{part}") for part in ("low", "coverage", "high"))
    status = _status(covered, settings)
    value = pl.when(status > 0).then((low / covered).clip(low, high))
    return [status.alias(f"{name}.status"), value.alias(f"{name}.value")]


def _card(settings: MethodSettings) -> list[pl.Expr]:
    weights = settings.card.category_weights.pairs()
    total = sum(weights.values())
    known = {name: pl.col(f"{name}.value").is_not_null() for name in weights}

    def mean(part: str, otherwise: float) -> pl.Expr:
        parts = (
            weight * pl.when(known[name]).then(pl.col(f"{name}.{part}")).otherwise(otherwise)
            for name, weight in weights.items()
        )
        return pl.sum_horizontal(parts) / total

    return [
        mean("coverage", 0.0).alias("card.coverage"),
        mean("low", 0.0).alias("card.low"),
        mean("high", 100.0).alias("card.high"),
        mean("value", 0.0).alias("sum"),
        (pl.sum_horizontal(weight * known[name] for name, weight in weights.items()) / total).alias("present"),
        pl.all_horizontal(known.values()).alias("whole"),
    ]


def _card_value(settings: MethodSettings) -> list[pl.Expr]:
    status = _status(pl.col("card.coverage"), settings)
    value = (pl.col("sum") / pl.col("present")).clip(pl.col("card.low"), pl.col("card.high"))
    return [
        pl.when(status > 0).then(value).alias("card.value"),
        pl.when(pl.col("whole")).then(status).otherwise(pl.min_horizontal(status, pl.lit(1))).alias("card.status"),
    ]


def _slope(name: str, settings: MethodSettings) -> pl.Expr:
    """Return the Theil–Sen slope of the window that ends with each month: the median of the slopes of its pairs."""
    value, window = pl.col(f"{name}.value"), settings.trend.window
    past = [value.shift(step).over("partnership") for step in range(window)]
    pairs = [(past[near] - past[far]) / (far - near) for near, far in combinations(range(window), 2)]
    count = pl.sum_horizontal(one.is_not_null() for one in past)
    return pl.when(count >= settings.trend.minimum).then(pl.concat_list(pairs).list.median()).alias(f"{name}.slope")


def _frame(file: Path, size: Size, settings: MethodSettings, months: int) -> pl.LazyFrame:
    first = max(0, size.months - months - settings.card.max_age_periods)
    target = settings.card.target_score
    return (
        _wide(file, size, settings, first)
        .filter(pl.col("month") >= size.months - months)
        .with_columns(_score(number, kpi, target) for number, kpi in enumerate(settings.card.kpis))
        .with_columns(expression for name in CATEGORIES for expression in _category(name, settings))
        .with_columns(expression for name in CATEGORIES for expression in _value(name, settings))
        .with_columns(_card(settings))
        .with_columns(_card_value(settings))
        .with_columns(_slope(name, settings) for name in CATEGORIES)
    )


def now(file: Path, size: Size, settings: MethodSettings) -> pl.DataFrame:
    """Return the cards of the last month and the trend of each category."""
    frame = _frame(file, size, settings, settings.trend.window)
    return frame.filter(pl.col("month") == size.months - 1).collect()


def history(file: Path, size: Size, settings: MethodSettings) -> pl.DataFrame:
    """Return the cards of every month and the trend of each category that ends with it."""
    return _frame(file, size, settings, size.months).collect()
