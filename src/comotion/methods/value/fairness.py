"""Fairness (specification 08 c3): do returns follow contributions, by each side's own valuation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from comotion.methods.checks import below, not_negative, reaches
from comotion.methods.kernel.weighted_mean import status_of
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.value.ledger import Ledger, LedgerEntry, entries_in_unit

FairnessBand = Literal["fair", "watch", "skewed"]
NOTHING = "NOTHING_TO_COMPARE"


@dataclass(frozen=True, slots=True)
class Valuation:
    """Contributions and returns per side, as one side values them; amounts ≥ 0 in one unit."""

    contributions: Mapping[str, float]
    returns: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ValuationFairness:
    """Fairness by one valuation; index, ratios and gainer are None where there is nothing to compare."""

    contribution_share: dict[str, float]
    return_share: dict[str, float]
    equity_ratio: dict[str, float | None]
    fairness_index: float | None
    jain: float | None
    jain_rescaled: float | None
    gainer: str | None


@dataclass(frozen=True, slots=True)
class Fairness:
    """The reported index (the smallest of the valuations) with what it rests on.

    ``valuation_gap`` from 10 points is a finding of its own: the sides disagree about worth. ``excluded`` are entries
    that only one side confirms.
    """

    fairness_index: Scored
    band: FairnessBand | None
    by_valuer: dict[str, ValuationFairness]
    valuation_gap: float | None
    gap_noteworthy: bool
    gainer: str | None
    excluded: tuple[str, ...]


def fairness_of(valuation: Valuation) -> ValuationFairness:
    """Return the fairness of one valuation: ``100 × (1 − ½ Σ |r − c|)`` over the sides' shares.

    Parameters
    ----------
    valuation : contributions and returns per side; a side absent from one of them has 0 there

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a negative amount, ``NOT_FINITE``.

    Examples
    --------
    >>> fairness_of(Valuation({"A": 600, "B": 400}, {"A": 450, "B": 550})).fairness_index
    85.0

    """
    sides = sorted({*valuation.contributions, *valuation.returns})
    given = _shares(valuation.contributions, sides, "contributions")
    got = _shares(valuation.returns, sides, "returns")
    if not given or not got:
        return ValuationFairness(given, got, {}, None, None, None, None)
    ratios = {side: got[side] / given[side] if given[side] else None for side in sides}
    moved = sum(abs(got[side] - given[side]) for side in sides) / 2
    jain = _jain([ratio for ratio in ratios.values() if ratio is not None], len(sides))
    rescaled = None if jain is None or len(sides) < 2 else 100.0 * (jain * len(sides) - 1.0) / (len(sides) - 1.0)
    gainer = min(sides, key=lambda side: (given[side] - got[side], side))
    return ValuationFairness(
        given,
        got,
        ratios,
        min(100.0, max(0.0, round(100.0 * (1.0 - moved), 12))),
        jain,
        rescaled,
        gainer if got[gainer] - given[gainer] > 1e-9 else None,
    )


def _shares(amounts: Mapping[str, float], sides: Sequence[str], field: str) -> dict[str, float]:
    for amount in amounts.values():
        not_negative(amount, field)
    total = sum(amounts.values())
    return {side: amounts.get(side, 0.0) / total for side in sides} if total else {}


def _jain(ratios: Sequence[float], sides: int) -> float | None:
    squares = sum(ratio**2 for ratio in ratios)
    return sum(ratios) ** 2 / (sides * squares) if len(ratios) == sides and squares else None


def _entry(name: str, side: str, direction: str, by_a: float, by_b: float) -> dict[str, object]:
    """Return one entry of the example, as JSON."""
    amounts = {"A": by_a, "B": by_b}
    kind = {"direction": direction, "value_type": "financial"}
    return {"id": name, "side": side, **kind, "amounts": amounts, "confirmed_by": ["A", "B"]}


@method(
    name="value.fairness",
    version="1",
    example={
        "sides": ["A", "B"],
        "entries": [
            _entry("e1", "A", "contribution", 600, 500),
            _entry("e2", "B", "contribution", 400, 500),
            _entry("e3", "A", "return", 450, 480),
            _entry("e4", "B", "return", 550, 520),
        ],
    },
)
def fairness(ledger: Ledger, settings: MethodSettings) -> Fairness:
    """Compare what each side put in with what it got out, in the eyes of each.

    Asks: is the exchange fair, and do the sides agree what things are worth? Formula: per valuation ``100 × (1 − ½ Σ
    |r − c|)``; the smallest valuation is reported, with the smallest coverage (confirmed amount / amount of all
    entries).

    Sure: The lowest of the sides' valuations is reported with its coverage. Where the valuations lie 10 points apart,
    the sides disagree about worth, and no index settles that.

    Parameters
    ----------
    ledger : shared entries with the amounts of each valuing side
    settings : bands (70, 85) and the gap of valuations that is a finding (10)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``OUT_OF_RANGE``, ``UNIT_MISMATCH``, ``EMPTY_INPUT`` without sides.

    Notes
    -----
    Source: specification 08 c3, after Adams and Jain. Zero contributions or returns: ``NOTHING_TO_COMPARE``.

    """
    if not ledger.sides:
        raise InvalidInput("EMPTY_INPUT", "sides", "A ledger needs its sides.")
    entries = entries_in_unit(ledger)
    by_valuer = {side: fairness_of(_valued_by(side, ledger.sides, entries)) for side in ledger.sides}
    figures = [_figure(side, by_valuer[side].fairness_index, entries, settings) for side in ledger.sides]
    indices = [found.fairness_index for found in by_valuer.values() if found.fairness_index is not None]
    gap = max(indices) - min(indices) if len(indices) > 1 else None
    reported = _smallest(figures, settings, complete=len(indices) == len(ledger.sides))
    lowest = min(by_valuer.values(), key=lambda found: (found.fairness_index is None, found.fairness_index or 0.0))
    return Fairness(
        reported,
        None if reported.value is None else fairness_band(reported.value, settings),
        by_valuer,
        gap,
        gap is not None and reaches(gap, settings.fairness.valuation_gap),
        None if reported.value is None else lowest.gainer,
        tuple(entry.id for entry in entries if not entry.confirmed),
    )


def fairness_band(index: float, settings: MethodSettings) -> FairnessBand:
    """Return ``fair`` from 85, ``watch`` from 70, else ``skewed``."""
    if below(index, settings.fairness.skewed_below):
        return "skewed"
    return "watch" if below(index, settings.fairness.fair_from) else "fair"


def _valued_by(valuer: str, sides: Sequence[str], entries: Sequence[LedgerEntry]) -> Valuation:
    sums: dict[str, dict[str, float]] = {
        "contribution": dict.fromkeys(sides, 0.0),
        "return": dict.fromkeys(sides, 0.0),
    }
    for entry in entries:
        if entry.confirmed and valuer in entry.amounts:
            sums[entry.direction][entry.side] += entry.amounts[valuer]
    return Valuation(sums["contribution"], sums["return"])


def _figure(valuer: str, index: float | None, entries: Sequence[LedgerEntry], settings: MethodSettings) -> Scored:
    total = sum(entry.amounts.get(valuer, entry.mean_amount() or 0.0) for entry in entries)
    counted = [entry.amounts[valuer] for entry in entries if entry.confirmed and valuer in entry.amounts]
    coverage = sum(counted) / total if total and index is not None else 0.0
    status = status_of(coverage, settings.coverage)
    known = coverage * (index or 0.0)
    return Scored(
        None if status == "insufficient" else index,
        coverage,
        status,
        known,
        known + 100.0 * (1.0 - coverage),
        len(counted),
        config_hash=settings.config_hash,
    )


def _smallest(figures: Sequence[Scored], settings: MethodSettings, *, complete: bool) -> Scored:
    coverage = min(figure.coverage for figure in figures)
    values = [figure.value for figure in figures if figure.value is not None]
    status = status_of(coverage, settings.coverage)
    smallest = Scored(
        None if status == "insufficient" or not values else min(values),
        coverage,
        status,
        min(figure.low for figure in figures),
        min(figure.high for figure in figures),
        max(figure.n for figure in figures),
        config_hash=settings.config_hash,
    )
    return smallest if complete else replace(smallest, value=None, status="insufficient", notes=(NOTHING,))
