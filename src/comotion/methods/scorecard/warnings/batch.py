"""Every early warning over columns of partnerships, equal to its single form: 1 fires, 0 clear, −1 unknown.

Partnerships of one call have as many sides as each other; a number that is missing is NaN.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from comotion.methods.checks import TOLERANCE
from comotion.methods.kernel.batch import Codes, Floats, last_slopes
from comotion.methods.settings import MethodSettings

FIRES, CLEAR, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)


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


def perception_split(
    trust: Floats, trust_n: Floats, satisfaction: Floats, satisfaction_n: Floats, settings: MethodSettings
) -> Codes:
    """Return 1, 0 or −1 for a gap of 20 points between the sides, in trust or in satisfaction × 10.

    Parameters
    ----------
    trust, satisfaction : gaps between the sides, on the scales 0–100 and 0–10
    trust_n, satisfaction_n : answers of the side with fewest
    settings : the limit and the smallest group

    """
    limit, smallest = settings.warnings.perception_split - TOLERANCE, settings.perception.min_group_n
    gaps = (np.abs(trust), trust_n), (10.0 * np.abs(satisfaction), satisfaction_n)
    return _some(*(_code(gap >= limit, np.where(n >= smallest, gap, np.nan)) for gap, n in gaps))


def rhythm_slip(mbrs_held: Floats, last_qsr_held: Floats) -> Codes:
    """Return 1, 0 or −1 for two monthly reviews in a row, or the last quarterly one, that were not held.

    Parameters
    ----------
    mbrs_held : partnerships × 2, whether the last two monthly reviews that were due were held (1 or 0), the latest last
    last_qsr_held : the same of the last quarterly review that was due

    """
    before, last = mbrs_held[:, 0], mbrs_held[:, 1]
    mbr = np.where(last == 1, CLEAR, np.where(before == 1, CLEAR, _code(last == 0, before + last)))
    found = np.stack([mbr, _code(last_qsr_held == 0, last_qsr_held)])
    known: Codes = np.where((found == CLEAR).any(axis=0), CLEAR, UNKNOWN)
    return np.where((found == FIRES).any(axis=0), FIRES, known)


def lag_growth(
    now: Floats, now_signals: Floats, baseline: Floats, baseline_signals: Floats, settings: MethodSettings
) -> Codes:
    """Return 1, 0 or −1 for a signal-to-response median (days) of 1.5 × the baseline, five signals in each."""
    limits = settings.warnings
    fewest = np.minimum(now_signals, baseline_signals)
    known = np.where(fewest >= limits.lag_min_signals, now + baseline, np.nan)
    return _code((now > 0) & (now >= limits.lag_growth * baseline - TOLERANCE), known)


def sponsor_gone(
    has_sponsor: NDArray[np.bool_], last_contact: Floats, room_started: Floats, as_of: float, settings: MethodSettings
) -> Codes:
    """Return 1 or 0 for a side without a sponsor, or one without contact for 120 days.

    Parameters
    ----------
    has_sponsor, last_contact : partnerships × sides; days as ordinals, NaN where there was no contact
    room_started, as_of : first day of each room and day of the check, as ordinals
    settings : the limit in days

    """
    since = np.fmax(last_contact, room_started[:, None])
    silent = ~has_sponsor | (as_of - since >= settings.warnings.sponsor_days)
    return np.where(silent.any(axis=1), FIRES, CLEAR if silent.shape[1] else UNKNOWN)


def fairness_drift(indices: Floats, settings: MethodSettings) -> Codes:
    """Return 1, 0 or −1 for fairness that fell below 70 from there or above, or by 10 within two periods.

    Parameters
    ----------
    indices : partnerships × 3, the fairness index 0–100 of the last three quarters, oldest first
    settings : the two limits

    """
    limits = settings.warnings
    before, previous, now = indices.T
    floor = limits.fairness_floor - TOLERANCE
    crossed = _code((now < floor) & (previous >= floor), previous)
    fell = (_code(earlier - now >= limits.fairness_fall - TOLERANCE, earlier) for earlier in (before, previous))
    return np.where(np.isnan(now), UNKNOWN, _some(crossed, *fell))


def near_term_only(today_only: Floats) -> Codes:
    """Return 1, 0 or −1 for two quarters that were ``today_only``: partnerships × 2, 1 or 0, NaN where open."""
    return _every(*(_code(quarter == 1, quarter) for quarter in today_only.T))


def participation_falling(acts_now: Floats, acts_usual: Floats, settings: MethodSettings) -> Codes:
    """Return 1, 0 or −1 for a side that takes part half as much as usual or less: partnerships × sides each."""
    limits = settings.participation
    falls = limits.fall_share * acts_usual >= acts_now - TOLERANCE
    known = np.where(acts_usual >= limits.usual_minimum, acts_now + acts_usual, np.nan)
    return _some(*_code(falls, known).T)


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
    """Return the highest reading of each row, −∞ where there is none; then the latest one is missing too."""
    highest: Floats = np.where(np.isnan(window), -np.inf, window).max(axis=1)
    return highest


def _latest(window: Floats) -> Floats:
    """Return the last reading that exists in each row."""
    last = window.shape[1] - 1 - np.argmax(~np.isnan(window)[:, ::-1], axis=1)
    return np.take_along_axis(window, last[:, None], axis=1)[:, 0]
