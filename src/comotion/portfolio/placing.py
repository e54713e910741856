"""Phases and tiers of a whole program: single forms for few, columns for many, with what people decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from comotion.methods.kernel.batch import Floats
from comotion.methods.portfolio import batch
from comotion.methods.portfolio.phases import PhaseInput, phases
from comotion.methods.portfolio.tiers import TierInput, tiers
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import DIMENSIONS, PHASES, Tier
from comotion.partnerships.periods import months_between
from comotion.portfolio.rows import Row
from comotion.scores.explained import Figure

MANY = 500
"""From so many partnerships on, phases and tiers are computed over columns."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one partnership stands: the computed phase, the one in force, its priority and its tier."""

    computed_phase: str
    phase: str
    priority: float | None
    tier: str
    is_moved: bool
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided: phases by partnership with the reason, pins by partnership, oldest first."""

    moves: Mapping[int, tuple[str, str]]
    pins: Mapping[int, Tier]


def place(
    rows: Sequence[Row], previous: Mapping[int, str], decided: Decided, *, settings: MethodSettings, as_of: dt.date
) -> dict[int, Placement]:
    """Return the place of every partnership of a program."""
    computed = _phases_of_many(rows, settings, as_of) if len(rows) >= MANY else _phases_of_few(rows, settings, as_of)
    tier_of, pinned = _tiers(rows, previous, decided.pins, settings)
    placed: dict[int, Placement] = {}
    for row in rows:
        phase, priority = computed[row.id]
        moved = decided.moves.get(row.id)
        placed[row.id] = Placement(
            phase, moved[0] if moved else phase, priority, tier_of[row.id], moved is not None, row.id in pinned
        )
    return placed


def key_of(row: Row) -> str:
    """Return the id by which ties break: older partnerships first."""
    return f"{row.id:012d}"


def scored(figure: Figure) -> Scored:
    """Return a figure as methods read it."""
    return Scored(figure.value, figure.coverage, figure.status, figure.low, figure.high, figure.n)  # type: ignore[arg-type]


def _age(row: Row, as_of: dt.date) -> float:
    """Return the age in months; one of which nothing is known counts as new, and new ones are not judged."""
    return months_between(row.started_date, as_of) if row.started_date else 0.0


def _phases_of_few(
    rows: Sequence[Row], settings: MethodSettings, as_of: dt.date
) -> dict[int, tuple[str, float | None]]:
    inputs = [
        PhaseInput(
            id=key_of(row),
            dimensions={name: scored(row.figures[f"dimension.{name}"]) for name in DIMENSIONS},
            potential=row.value("potential"),
            effort=row.effort,
            sponsor=row.has_support,
            partner_willing=row.partner_willing,
            age_months=_age(row, as_of),
        )
        for row in rows
    ]
    found = phases(inputs, settings)
    return {row.id: (found[key_of(row)].phase, found[key_of(row)].priority) for row in rows}


def _column(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _phases_of_many(
    rows: Sequence[Row], settings: MethodSettings, as_of: dt.date
) -> dict[int, tuple[str, float | None]]:
    figures = [[row.figures[f"dimension.{name}"] for row in rows] for name in DIMENSIONS]
    found = batch.phases(
        batch.PhaseColumns(
            ids=np.array([key_of(row) for row in rows]),
            values=np.stack([_column([one.value for one in column]) for column in figures]),
            coverage=np.stack([_column([one.coverage for one in column]) for column in figures]),
            potential=_column([row.value("potential") for row in rows]),
            effort=_column([row.effort for row in rows]),
            sponsor=np.array([row.has_support for row in rows]),
            willing=np.array([row.partner_willing is True for row in rows]),
            age_months=np.array([_age(row, as_of) for row in rows]),
        ),
        settings,
    )
    priorities = [None if np.isnan(value) else float(value) for value in found.priority]
    codes = [PHASES[code] for code in found.phase]
    return {row.id: (code, priority) for row, code, priority in zip(rows, codes, priorities, strict=True)}


def _tiers(
    rows: Sequence[Row], previous: Mapping[int, str], pins: Mapping[int, Tier], settings: MethodSettings
) -> tuple[dict[int, str], Mapping[int, Tier]]:
    """Return the tier of each row; pins that no longer fit (the program shrank) lapse, the newest first."""
    present = {row.id for row in rows} if pins else set()
    wanted = {key: tier for key, tier in pins.items() if key in present}
    while True:
        try:
            return tiers_with(rows, previous, wanted, settings), wanted
        except InvalidInput as refusal:
            if refusal.code != "TOO_MANY_PINS":
                raise
            wanted = dict(list(wanted.items())[:-1])


def tiers_with(
    rows: Sequence[Row], previous: Mapping[int, str], pins: Mapping[int, Tier], settings: MethodSettings
) -> dict[int, str]:
    """Return the tier of each row with these pins.

    Raises
    ------
    InvalidInput
        ``TOO_MANY_PINS``.

    """
    if len(rows) >= MANY:
        return _tiers_of_many(rows, previous, pins, settings)
    inputs = [
        TierInput(
            key_of(row),
            scored(row.figures["potential"]),
            scored(row.figures["maturity"]),
            previous.get(row.id) or None,  # type: ignore[arg-type]
            pins.get(row.id),
        )
        for row in rows
    ]
    found = tiers(inputs, settings)
    return {row.id: found[key_of(row)].tier for row in rows}


def _tiers_of_many(
    rows: Sequence[Row], previous: Mapping[int, str], pins: Mapping[int, Tier], settings: MethodSettings
) -> dict[int, str]:
    codes = {tier: code for code, tier in enumerate(batch.TIER_CODES)}
    potential = [row.figures["potential"] for row in rows]
    maturity = [row.figures["maturity"] for row in rows]
    found = batch.tiers(
        batch.TierColumns(
            ids=np.array([key_of(row) for row in rows]),
            potential=_column([one.value for one in potential]),
            potential_coverage=_column([one.coverage for one in potential]),
            maturity=_column([one.value for one in maturity]),
            maturity_coverage=_column([one.coverage for one in maturity]),
            previous=np.array([codes.get(previous.get(row.id, ""), -1) for row in rows], dtype=np.int8),
            pinned=np.array([codes[pins[row.id]] if row.id in pins else -1 for row in rows], dtype=np.int8),
        ),
        settings,
    )
    return {row.id: batch.TIER_CODES[code] for row, code in zip(rows, found, strict=True)}
