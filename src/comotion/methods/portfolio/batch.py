"""Phases and tiers of many partnerships at once, equal to the single form."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comotion.methods.checks import TOLERANCE
from comotion.methods.kernel.batch import Codes, Figures, Floats, mean_of_figures, status_codes
from comotion.methods.portfolio.tiers import sizes
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import PHASES, TIERS

Flags = NDArray[np.bool_]
TIER_CODES = (*TIERS, "untiered", "unrated")
"""What the codes 0 to 4 of a tier column stand for; −1 is no tier."""
_UNTIERED, _UNRATED = 3, 4
_PHASE = {phase: np.int8(code) for code, phase in enumerate(PHASES)}


@dataclass(frozen=True, slots=True)
class PhaseColumns:
    """The active partnerships of one portfolio: ids, four dimensions × rows (value and coverage), and facts.

    ``potential`` and ``effort`` are NaN where not assessed; ``willing`` is false where the partner was not asked.
    """

    ids: NDArray[np.str_]
    values: Floats
    coverage: Floats
    potential: Floats
    effort: Floats
    sponsor: Flags
    willing: Flags
    age_months: Floats


@dataclass(frozen=True, slots=True)
class PhaseCodes:
    """Phase of each row (index into the vocabulary's phases), health, priority, and where a review was too early."""

    phase: Codes
    health: Floats
    coverage: Floats
    priority: Floats
    too_early: Flags


@dataclass(frozen=True, slots=True)
class TierColumns:
    """The active partnerships of one portfolio: potential and maturity with coverage, codes of tiers (−1 for none)."""

    ids: NDArray[np.str_]
    potential: Floats
    potential_coverage: Floats
    maturity: Floats
    maturity_coverage: Floats
    previous: Codes
    pinned: Codes


def phases(rows: PhaseColumns, settings: MethodSettings) -> PhaseCodes:
    """Return the phase of every row by the rules of ``phases.phases``.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``; ``OUT_OF_RANGE`` for an effort outside 1–5 or a potential outside 0–100.

    """
    _check(rows)
    limits = settings.phases
    health = mean_of_figures([1.0] * len(rows.values), _plain(rows.values, rows.coverage, settings), settings.coverage)
    with np.errstate(invalid="ignore"):
        priority = np.maximum(0.0, rows.potential - health.value) / rows.effort
        good = (rows.values >= limits.good_cut - TOLERANCE).sum(axis=0)
        weak = (rows.values < limits.quick_win_weak_below - TOLERANCE).sum(axis=0)
    measured = ~np.isnan(priority)
    order = np.lexsort((_rank(rows.ids), -rows.potential, -np.round(priority, 9)))
    eligible = measured & (rows.potential >= limits.quick_win_potential - TOLERANCE) & (good >= 1)
    eligible &= (weak <= limits.quick_win_weak_allowed) & (rows.effort <= limits.quick_win_effort)
    quick = _first(order, eligible, limits.slots(limits.quick_win_share, len(order)))
    candidates = measured & ~quick & (rows.potential >= limits.restructure_potential - TOLERANCE)
    restructure = _first(order, candidates, limits.slots(limits.restructure_share, len(order)))
    carried = (rows.potential >= limits.overhaul_potential - TOLERANCE) & (rows.sponsor | rows.willing)
    young = rows.age_months < limits.too_early_months - TOLERANCE
    rest = measured & ~quick & ~restructure
    phase = np.where(carried | young, _PHASE["overhaul"], _PHASE["sunset_review"])
    phase = np.where(restructure, _PHASE["restructure"], np.where(quick, _PHASE["quick_win"], phase))
    phase = np.where(measured, phase, _PHASE["measure_first"]).astype(np.int8)
    return PhaseCodes(phase, health.value, health.coverage, priority, rest & ~carried & young)


def _check(rows: PhaseColumns) -> None:
    _refuse_duplicates(rows.ids)
    _refuse_outside(rows.potential, 0.0, 100.0, "potential")
    _refuse_outside(rows.effort, 1.0, 5.0, "effort")
    _refuse_outside(rows.age_months, 0.0, np.inf, "age_months")


def _refuse_duplicates(ids: NDArray[np.str_]) -> None:
    if len(np.unique(ids)) != len(ids):
        raise InvalidInput("DUPLICATE_ID", "ids", "An id occurs twice.")


def _refuse_outside(values: Floats, low: float, high: float, field: str) -> None:
    if ((values < low - TOLERANCE) | (values > high + TOLERANCE)).any():
        raise InvalidInput("OUT_OF_RANGE", field, f"A value lies outside {low} to {high}.")


def _rank(ids: NDArray[np.str_]) -> NDArray[Any]:
    rank = np.empty(len(ids), dtype=np.int64)
    rank[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    return rank


def _first(order: NDArray[Any], eligible: Flags, slots: int) -> Flags:
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order[eligible[order]][:slots]] = True
    return chosen


def _plain(values: Floats, coverage: Floats, settings: MethodSettings) -> list[Figures]:
    """Return figures of values with a coverage; one that is insufficient has no value."""
    figures: list[Figures] = []
    for value, covered in zip(values, coverage, strict=True):
        status = status_codes(covered, settings.coverage)
        known = np.where(status > 0, value, np.nan)
        figures.append(Figures(known, covered, known, known, np.isfinite(known).astype(np.int64), status))
    return figures


def tiers(rows: TierColumns, settings: MethodSettings) -> Codes:
    """Return the code of every row's tier by the rules of ``tiers.tiers``.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``TOO_MANY_PINS``.

    """
    _refuse_duplicates(rows.ids)
    limits = settings.tiers
    values = np.stack([rows.potential, rows.maturity])
    coverage = np.stack([rows.potential_coverage, rows.maturity_coverage])
    weights = [limits.potential_weight, limits.maturity_weight]
    score = mean_of_figures(weights, _plain(values, coverage, settings), settings.coverage).value
    pinned = rows.pinned >= 0
    result = np.where(pinned, rows.pinned, np.int8(_UNRATED)).astype(np.int8)
    ranked = ~pinned & ~np.isnan(score)
    wanted = sizes(int(ranked.sum() + pinned.sum()), settings)
    if wanted is None:
        result[ranked] = _UNTIERED
        return result
    open_rows = ranked
    for code, size in enumerate(wanted):
        free = size - int((rows.pinned == code).sum())
        if free < 0:
            raise InvalidInput("TOO_MANY_PINS", "pinned", f"{TIERS[code]} has {size} places.")
        taken = _first(_tier_order(rows, score, code, limits.margin), open_rows, free)
        result[taken] = code
        open_rows = open_rows & ~taken
    return result


def _tier_order(rows: TierColumns, score: Floats, code: int, margin: float) -> NDArray[Any]:
    member = (rows.previous >= 0) & (rows.previous <= code) & (code < len(TIERS) - 1)
    potential = np.where(np.isnan(rows.potential), -1.0, rows.potential)
    return np.lexsort((_rank(rows.ids), -potential, ~member, -np.round(score + margin * member, 9)))
