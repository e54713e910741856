"""Cards of many months and partnerships: the single form for few, columns for many, equal to 1e-9."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comotion.methods.kernel.batch import STATUSES, Figures
from comotion.methods.scorecard.batch import Scorecards, scorecards
from comotion.methods.scorecard.card import scorecard
from comotion.methods.scored import Part, Scored, Status
from comotion.methods.settings import MethodSettings

FEW = 8
"""Below so many cards the single form is the faster one."""
Raw = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Card:
    """One card: the total, the four categories, and the score of each KPI (None where it is missing)."""

    card: Scored
    categories: dict[str, Scored]
    kpis: dict[str, float | None]


def cards(rows: Sequence[Raw], settings: MethodSettings) -> list[Card]:
    """Return the card of each row of raw readings."""
    if len(rows) < FEW:
        return [_single(row, settings) for row in rows]
    columns = {
        kpi.id: np.array([np.nan if (raw := row.get(kpi.id)) is None else raw for row in rows], dtype=np.float64)
        for kpi in settings.card.kpis
    }
    return _rows(scorecards(columns, settings), len(rows), settings)


def _single(row: Raw, settings: MethodSettings) -> Card:
    found = scorecard(row, settings)
    return Card(found.card, found.categories, {kpi: one.scored.value for kpi, one in found.kpis.items()})


def _rows(found: Scorecards, count: int, settings: MethodSettings) -> list[Card]:
    kpis = {name: _plain(column.tolist()) for name, column in found.kpis.items()}
    own = {
        category: [(kpi.id, kpi.weight) for kpi in settings.card.kpis if kpi.category == category]
        for category in found.categories
    }
    columns = {category: _scoreds(figures, settings) for category, figures in found.categories.items()}
    totals = _scoreds(found.card, settings)
    weights = list(settings.card.category_weights.pairs().items())
    rows: list[Card] = []
    for at in range(count):
        categories = {
            name: _with_numbers(columns[name][at], [(kpi, weight, kpis[kpi][at]) for kpi, weight in own[name]])
            for name in columns
        }
        card = _with_parts(totals[at], [(name, weight, categories[name]) for name, weight in weights])
        rows.append(Card(card, categories, {name: column[at] for name, column in kpis.items()}))
    return rows


def _plain(values: list[float]) -> list[float | None]:
    return [None if value != value else value for value in values]  # noqa: PLR0124  (only NaN differs from itself)


def _scoreds(figures: Figures, settings: MethodSettings) -> list[Scored]:
    columns = zip(
        _plain(figures.value.tolist()),
        figures.coverage.tolist(),
        figures.status.tolist(),
        figures.low.tolist(),
        figures.high.tolist(),
        figures.n.tolist(),
        strict=True,
    )
    names: tuple[Status, ...] = ("insufficient", "provisional", "ok")
    assert names == STATUSES
    return [
        Scored(value, coverage, names[status], low, high, int(n), config_hash=settings.config_hash)
        for value, coverage, status, low, high, n in columns
    ]


def _with_numbers(figure: Scored, parts: Sequence[tuple[str, float, float | None]]) -> Scored:
    return _explained(figure, [(name, weight, value, 1.0) for name, weight, value in parts])


def _with_parts(figure: Scored, parts: Sequence[tuple[str, float, Scored]]) -> Scored:
    return _explained(figure, [(name, weight, part.value, part.coverage) for name, weight, part in parts])


def _explained(figure: Scored, parts: Sequence[tuple[str, float, float | None, float]]) -> Scored:
    """Add the parts with what each adds to the value."""
    present = sum(weight for _, weight, value, _ in parts if value is not None)
    shown = figure.value is not None
    explained = tuple(
        Part(name, weight, None, 0.0, None)
        if value is None
        else Part(name, weight, value, coverage, weight * value / present if shown and present else None)
        for name, weight, value, coverage in parts
    )
    return Scored(
        figure.value,
        figure.coverage,
        figure.status,
        figure.low,
        figure.high,
        figure.n,
        explained,
        figure.notes,
        figure.config_hash,
    )
