"""Transformation phases (specification 11 c2): where a turnaround begins, and what needs an honest review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from comotion.methods.checks import below, not_negative, reaches, unique, within
from comotion.methods.kernel.weighted_mean import status_of, weighted_mean
from comotion.methods.portfolio.counts import dimension_scores
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import DIMENSIONS, Phase

TOO_EARLY = "G10_TOO_EARLY_TO_JUDGE"


@dataclass(frozen=True, slots=True)
class PhaseInput:
    """One partnership as one organization sees it.

    Parameters
    ----------
    id : its id
    dimensions : the four assessment dimensions, each a figure, a number 0–100 or None
    potential : 0–100, what the value equation gives for what both sides could commit; None where not assessed
    effort : 1 (days of one person) to 5 (new contract or rebuild); None where not assessed
    sponsor : whether each side has a sponsor who is in contact
    partner_willing : whether the partner, asked, wants to work on it; None where not asked
    age_months : months since the start
    ended : left out of the phases
    coverage : coverage of the dimensions 0–1 where they come as plain numbers with a stated coverage

    """

    id: str
    dimensions: Mapping[str, Scored | float | None]
    potential: float | None
    effort: float | None
    sponsor: bool
    partner_willing: bool | None
    age_months: float
    ended: bool = False
    coverage: float | None = None


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """The phase of one partnership, with what decided it and the guardrails that changed it."""

    phase: Phase
    health: Scored
    priority: float | None
    reasons: tuple[str, ...]
    guardrails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseRows:
    """The partnerships of one portfolio."""

    rows: tuple[PhaseInput, ...]


@dataclass(frozen=True, slots=True)
class _Assessed:
    """A row with its health, priority, and how many dimensions are good and weak."""

    row: PhaseInput
    health: Scored
    potential: float
    effort: float
    priority: float
    good: int
    weak: int


def health_of(row: PhaseInput, settings: MethodSettings) -> Scored:
    """Return the mean of the four dimensions, with coverage and bounds (0–100)."""
    scores = dimension_scores(row.dimensions, settings)
    health = weighted_mean([(name, 1.0, scores[name]) for name in DIMENSIONS], settings)
    if row.coverage is None:
        return health
    return _with_coverage(health, within(row.coverage, 0.0, 1.0, "coverage"), settings)


def _with_coverage(health: Scored, stated: float, settings: MethodSettings) -> Scored:
    """Lower the coverage of a figure to the stated one; its bounds widen, and below the minimum it is missing."""
    coverage = min(health.coverage, stated)
    ratio = coverage / health.coverage if health.coverage else 0.0
    status = status_of(coverage, settings.coverage)
    return replace(
        health,
        value=None if status == "insufficient" else health.value,
        coverage=coverage,
        status=status,
        low=health.low * ratio,
        high=100.0 - (100.0 - health.high) * ratio,
        parts=tuple(replace(part, coverage=part.coverage * ratio) for part in health.parts),
    )


def phases(rows: Sequence[PhaseInput], settings: MethodSettings) -> dict[str, PhaseResult]:
    """Return the phase of each partnership that has not ended.

    Coverage below 0.5 → ``measure_first``. Of the eligible, best by ``max(0, potential − health) / effort``, up to
    ``max(1, ⌊n/7 + ½⌋)`` are ``quick_win``; of the rest with potential from 50, up to ``max(1, ⌊2n/7 + ½⌋)`` are
    ``restructure``; the rest is ``overhaul`` with potential from 35 and a sponsor or a willing partner, else
    ``sunset_review``, which no partnership younger than 12 months is sent to.

    Parameters
    ----------
    rows : the partnerships of one portfolio, in any order
    settings : thresholds and slots

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``OUT_OF_RANGE`` for an effort outside 1–5 or a potential outside 0–100.

    """
    unique((row.id for row in rows), "rows")
    active = [row for row in rows if not row.ended]
    results: dict[str, PhaseResult] = {}
    ranked: list[_Assessed] = []
    for row in active:
        assessed = _assess(row, settings)
        if isinstance(assessed, PhaseResult):
            results[row.id] = assessed
        else:
            ranked.append(assessed)
    ranked.sort(key=lambda item: (-round(item.priority, 9), -item.potential, item.row.id))
    limits = settings.phases
    quick = _best((i for i in ranked if _quick_win(i, settings)), limits.slots(limits.quick_win_share, len(active)))
    rest = [item for item in ranked if item.row.id not in quick]
    candidates = (item for item in rest if reaches(item.potential, limits.restructure_potential))
    restructure = _best(candidates, limits.slots(limits.restructure_share, len(active)))
    for item in ranked:
        results[item.row.id] = _placed(item, quick, restructure, settings)
    return {row.id: results[row.id] for row in active}


def _assess(row: PhaseInput, settings: MethodSettings) -> _Assessed | PhaseResult:
    health = health_of(row, settings)
    not_negative(row.age_months, f"{row.id}.age_months")
    if row.potential is not None:
        within(row.potential, 0.0, 100.0, f"{row.id}.potential")
    if row.effort is not None:
        within(row.effort, 1.0, 5.0, f"{row.id}.effort")
    missing = _missing(row, health)
    if missing or health.value is None or row.potential is None or row.effort is None:
        return PhaseResult("measure_first", health, None, missing)
    values = [score.value for score in dimension_scores(row.dimensions, settings).values() if score.value is not None]
    return _Assessed(
        row,
        health,
        row.potential,
        row.effort,
        max(0.0, row.potential - health.value) / row.effort,
        sum(reaches(value, settings.phases.good_cut) for value in values),
        sum(below(value, settings.phases.quick_win_weak_below) for value in values),
    )


def _missing(row: PhaseInput, health: Scored) -> tuple[str, ...]:
    findings = (
        ("COVERAGE_TOO_LOW", health.value is None),
        ("POTENTIAL_MISSING", row.potential is None),
        ("EFFORT_MISSING", row.effort is None),
    )
    return tuple(code for code, found in findings if found)


def _quick_win(item: _Assessed, settings: MethodSettings) -> bool:
    limits = settings.phases
    return (
        reaches(item.potential, limits.quick_win_potential)
        and item.good >= 1
        and item.weak <= limits.quick_win_weak_allowed
        and item.effort <= limits.quick_win_effort
    )


def _best(items: Iterable[_Assessed], slots: int) -> set[str]:
    return {item.row.id for item in list(items)[:slots]}


def _placed(item: _Assessed, quick: set[str], restructure: set[str], settings: MethodSettings) -> PhaseResult:
    if item.row.id in quick:
        return PhaseResult("quick_win", item.health, item.priority, ("ELIGIBLE_FOR_QUICK_WIN", "WITHIN_SLOTS"))
    if item.row.id in restructure:
        return PhaseResult("restructure", item.health, item.priority, ("POTENTIAL_FOR_RESTRUCTURE", "WITHIN_SLOTS"))
    enough = reaches(item.potential, settings.phases.overhaul_potential)
    carried = item.row.sponsor or item.row.partner_willing is True
    reasons = tuple(
        code
        for code, found in (("POTENTIAL_TOO_LOW", not enough), ("NO_SPONSOR_AND_PARTNER_NOT_WILLING", not carried))
        if found
    )
    if not reasons:
        return PhaseResult("overhaul", item.health, item.priority, ("POTENTIAL_AND_SUPPORT_FOR_OVERHAUL",))
    if below(item.row.age_months, settings.phases.too_early_months):
        return PhaseResult("overhaul", item.health, item.priority, reasons, (TOO_EARLY,))
    return PhaseResult("sunset_review", item.health, item.priority, reasons)


_EXAMPLE = {
    "id": "p07",
    "dimensions": {
        "strategic_alignment": 43,
        "value_exchange": 76,
        "operational_efficiency": 65,
        "relationship_health": 40,
    },
    "potential": 86,
    "effort": 2,
    "sponsor": True,
    "partner_willing": True,
    "age_months": 30,
}


@method(name="portfolio.phases", version="1", example={"rows": [_EXAMPLE]})
def phases_of_portfolio(inputs: PhaseRows, settings: MethodSettings) -> dict[str, PhaseResult]:
    """Sort a portfolio into the phases of a turnaround.

    Asks: where do the next months of people go, and which partnerships deserve an honest talk? Formula: coverage below
    0.5 → ``measure_first``; then by ``max(0, potential − health) / effort`` the best eligible ones take ``max(1, ⌊n/7 +
    ½⌋)`` slots of ``quick_win`` and of the rest those from potential 50 ``max(1, ⌊2n/7 + ½⌋)`` of ``restructure``; of
    the rest ``overhaul`` from potential 35 with a sponsor or a willing partner, else ``sunset_review``.

    Sure: An order for scarce slots, by a fixed rule. Below coverage 0.5 a partnership is measured first, none under 12
    months is sent to a review, and a review ends nothing.

    Parameters
    ----------
    inputs : partnerships with dimensions, potential 0–100, effort 1–5, sponsor, willingness and age
    settings : thresholds and slots

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``UNKNOWN_ID``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 11 c2, the second article's three phases; the algorithm is our inference. A
    ``sunset_review`` is a review: it ends nothing.

    """
    return phases(inputs.rows, settings)
