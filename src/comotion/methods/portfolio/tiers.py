"""Tiers of attention (specification 11 c3): exact sizes, with hysteresis and pins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from comotion.methods.checks import unique, within
from comotion.methods.kernel.apportionment import largest_remainder
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput, Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import TIERS, Tier, TierOrNone

_FILLING: tuple[tuple[Tier, tuple[Tier, ...]], ...] = (
    ("strategic", ("strategic",)),
    ("growth", ("strategic", "growth")),
    ("transactional", ()),
)
"""The order in which tiers are filled, and whose members have the bonus in each."""


@dataclass(frozen=True, slots=True)
class TierInput:
    """One partnership: potential and maturity as figures, numbers 0–100 or None; its tier before; a valid pin."""

    id: str
    potential: Scored | float | None
    maturity: Scored | float | None
    previous: TierOrNone | None = None
    pinned: Tier | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class TierResult:
    """The tier of one partnership, its score, what decided it, and for an unrated one the day by which to measure."""

    tier: TierOrNone
    score: Scored
    reasons: tuple[str, ...] = ()
    measure_by: date | None = None


@dataclass(frozen=True, slots=True)
class TierRows:
    """The partnerships of one portfolio, and the day of the assignment, where dates are wanted."""

    rows: tuple[TierInput, ...]
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A tier set by a person until a date, with the reason."""

    tier: Tier
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A row that takes part in the ranking."""

    row: TierInput
    score: Scored
    value: float
    potential: float


def valid_pin(pin: Pin | None, as_of: date) -> Tier | None:
    """Return the tier of a pin that is still in force on a date, else None."""
    return pin.tier if pin is not None and as_of < pin.until else None


def maturity(step: int | None, scorecard: Scored | float | None, settings: MethodSettings) -> Scored:
    """Return the mean of step progress (step / 7 × 100) and the scorecard, 0–100.

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a step outside 1–7.

    """
    progress = None if step is None else 100.0 * within(step, 1, 7, "step") / 7.0
    return weighted_mean([("step_progress", 1.0, progress), ("scorecard", 1.0, scorecard)], settings)


def tier_score(row: TierInput, settings: MethodSettings) -> Scored:
    """Return ``0.6 × potential + 0.4 × maturity`` as a weighted mean with coverage."""
    limits = settings.tiers
    parts = [
        ("potential", limits.potential_weight, row.potential),
        ("maturity", limits.maturity_weight, row.maturity),
    ]
    return weighted_mean(parts, settings)


def sizes(partnerships: int, settings: MethodSettings) -> tuple[int, ...] | None:
    """Return the sizes of the three tiers, or None below ten partnerships, which are decided one by one."""
    if partnerships < settings.tiers.minimum:
        return None
    return largest_remainder(partnerships, tuple(settings.tiers.shares.pairs().values()))


def measure_by(as_of: date, settings: MethodSettings) -> date:
    """Return the day by which an unrated partnership is to be measured: one quarter on, when tiers are set again."""
    return as_of + timedelta(days=settings.rhythm.quarter_days)


def tiers(rows: Sequence[TierInput], settings: MethodSettings, *, as_of: date | None = None) -> dict[str, TierResult]:
    """Return the tier of each active partnership.

    Sizes are exact: 10/20/70 by largest remainder over those that are rated. ``strategic`` is filled by score, where
    present members have a bonus of the margin; then ``growth`` from the rest, with the bonus for those who were
    strategic or growth. So a challenger must lead by more than the margin. A pin takes a slot of its tier. Coverage
    below 0.5 → ``unrated``, to be measured within a quarter; fewer than ten → ``untiered``, apart from those a person
    has pinned.

    Parameters
    ----------
    rows : partnerships with potential, maturity, previous tier and pin, in any order
    settings : shares, margin, weights, least size of a portfolio
    as_of : the day of the assignment, from which the date for the unrated ones is counted

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``TOO_MANY_PINS``, ``OUT_OF_RANGE``.

    """
    unique((row.id for row in rows), "rows")
    active = [row for row in rows if row.active]
    scores = {row.id: tier_score(row, settings) for row in active}
    due = None if as_of is None else measure_by(as_of, settings)
    results: dict[str, TierResult] = {}
    ranked: list[_Ranked] = []
    for row in active:
        score = scores[row.id]
        if row.pinned is not None:
            results[row.id] = TierResult(row.pinned, score, ("PINNED",))
        elif score.value is None:
            results[row.id] = TierResult("unrated", score, ("COVERAGE_TOO_LOW",), due)
        else:
            ranked.append(_Ranked(row, score, score.value, _value(row.potential)))
    pinned = [row.pinned for row in active if row.pinned is not None]
    wanted = sizes(len(ranked) + len(pinned), settings)
    if wanted is None:
        results |= {item.row.id: TierResult("untiered", item.score, ("TOO_FEW_PARTNERSHIPS",)) for item in ranked}
    else:
        results |= _fill(ranked, _free(wanted, pinned), settings.tiers.margin)
    return {row.id: results[row.id] for row in active}


def _value(figure: Scored | float | None) -> float:
    value = figure.value if isinstance(figure, Scored) else figure
    return -1.0 if value is None else value


def _free(wanted: tuple[int, ...], pinned: Sequence[Tier]) -> dict[Tier, int]:
    free: dict[Tier, int] = {}
    for tier, size in zip(TIERS, wanted, strict=True):
        free[tier] = size - pinned.count(tier)
        if free[tier] < 0:
            raise InvalidInput("TOO_MANY_PINS", "pinned", f"{tier} has {size} places and {pinned.count(tier)} pins.")
    return free


def _fill(ranked: Sequence[_Ranked], free: dict[Tier, int], margin: float) -> dict[str, TierResult]:
    results: dict[str, TierResult] = {}
    rest = list(ranked)
    for tier, members in _FILLING:
        rest.sort(key=partial(_key, members=members, margin=margin))
        taken, rest = rest[: free[tier]], rest[free[tier] :]
        for item in taken:
            results[item.row.id] = TierResult(tier, item.score, _reasons(item, members))
    return results


def _key(item: _Ranked, *, members: Sequence[str], margin: float) -> tuple[float, bool, float, str]:
    present = item.row.previous in members
    return -round(item.value + margin * present, 9), not present, -item.potential, item.row.id


def _reasons(item: _Ranked, members: Sequence[str]) -> tuple[str, ...]:
    return ("RANK", "PRESENT_MEMBER") if item.row.previous in members else ("RANK",)


_EXAMPLE = [{"id": f"p{rank:02}", "potential": 90 - 5 * rank, "maturity": 70 - 3 * rank} for rank in range(1, 11)]


@method(name="portfolio.tiers", version="1", example={"rows": _EXAMPLE})
def tiers_of_portfolio(inputs: TierRows, settings: MethodSettings) -> dict[str, TierResult]:
    """Share out attention over a portfolio.

    Asks: who gets a dedicated manager, who a shared one, who the automated rhythm? Formula: ``0.6 × potential + 0.4 ×
    maturity``; sizes 10/20/70 by largest remainder; a margin of 3 points keeps members in.

    Sure: Sizes are exact and a challenger must lead by more than three points, so places do not flicker. A tier shares
    out attention and is no judgement of worth.

    Parameters
    ----------
    inputs : partnerships with potential and maturity 0–100, previous tier, pin; the day, where dates are wanted
    settings : shares, margin, weights

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``TOO_MANY_PINS``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 11 c3, the second article's 10/20/70; the mechanism is our inference.

    """
    return tiers(inputs.rows, settings, as_of=inputs.as_of)
