"""Phase progress (specification 11 c2): what moved since a phase began, beside partnerships not yet treated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from comotion.methods.checks import not_negative, unique, within
from comotion.methods.kernel.weighted_mean import status_of
from comotion.methods.publishing import method
from comotion.methods.scored import Status
from comotion.methods.settings import MethodSettings

TreatedPhase = Literal["quick_win", "restructure", "overhaul"]
NO_PROOF = "NO_PROOF_WITHOUT_COMPARISON"


@dataclass(frozen=True, slots=True)
class PhaseReadings:
    """One partnership: joint pipeline ≥ 0 in one currency and partner satisfaction 0–10, at phase start and now.

    ``phase`` is None for one not yet treated; its start is that of the phases it is compared with. A reading that is
    None is missing.
    """

    id: str
    phase: TreatedPhase | None = None
    pipeline_at_start: float | None = None
    pipeline_now: float | None = None
    satisfaction_at_start: float | None = None
    satisfaction_now: float | None = None

    def __post_init__(self) -> None:
        """Refuse a negative pipeline and satisfaction outside 0–10."""
        for amount in (self.pipeline_at_start, self.pipeline_now):
            if amount is not None:
                not_negative(amount, f"{self.id}.pipeline")
        for grade in (self.satisfaction_at_start, self.satisfaction_now):
            if grade is not None:
                within(grade, 0.0, 10.0, f"{self.id}.satisfaction")


@dataclass(frozen=True, slots=True)
class ProgressRows:
    """The partnerships of one portfolio, treated and not."""

    rows: tuple[PhaseReadings, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """A change since the start: value, bounds, and the ``n`` partnerships with both readings.

    The bounds say where it would lie if every missing present reading were as bad or as good as possible; ``high`` is
    None where there is no best. ``coverage`` is n / partnerships with a reading at the start.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    coverage: float
    status: Status


@dataclass(frozen=True, slots=True)
class Progress:
    """One group: its partnerships, the change of their joint pipeline (a share), and of satisfaction (points 0–10)."""

    partnerships: int
    pipeline: Movement
    satisfaction: Movement


@dataclass(frozen=True, slots=True)
class ProgressResult:
    """Progress of each phase, of all treated partnerships, and of those not yet treated, side by side."""

    phases: dict[TreatedPhase, Progress]
    treated: Progress
    untreated: Progress
    notes: tuple[str, ...]
    config_hash: str


Pair = tuple[float, float | None]
"""A reading at the start, and the present one or None."""


def pipeline_change(pairs: Sequence[Pair], settings: MethodSettings) -> Movement:
    """Return ``Σ now / Σ start − 1`` over the partnerships with both readings; a missing one may be 0, or any amount.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> pipeline_change([(100.0, 150.0), (300.0, 350.0)], default_settings()).value
    0.25

    """
    known = [(start, now) for start, now in pairs if now is not None]
    before, after = sum(start for start, _ in known), sum(now for _, now in known)
    whole = sum(start for start, _ in pairs)
    value = after / before - 1.0 if before else None
    low = after / whole - 1.0 if whole else None
    return _movement(value, (low, low if len(known) == len(pairs) else None), pairs, settings)


def satisfaction_change(pairs: Sequence[Pair], settings: MethodSettings) -> Movement:
    """Return the mean of ``now − start`` over the partnerships with both; a missing one may be anywhere in 0–10.

    One that began at 10 cannot rise: the mean is never shown outside what all of them together could have.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> satisfaction_change([(4.0, 6.0), (5.0, 6.0)], default_settings()).value
    1.5

    """
    known = [now - start for start, now in pairs if now is not None]
    missing = [start for start, now in pairs if now is None]
    if not pairs:
        return _movement(None, (None, None), pairs, settings)
    low, high = ((sum(known) + sum(end - start for start in missing)) / len(pairs) for end in (0.0, 10.0))
    mean = min(max(sum(known) / len(known), low), high) if known else None
    return _movement(mean, (low, high), pairs, settings)


def _movement(
    value: float | None, bounds: tuple[float | None, float | None], pairs: Sequence[Pair], settings: MethodSettings
) -> Movement:
    n = sum(now is not None for _, now in pairs)
    coverage = n / len(pairs) if pairs and value is not None else 0.0
    status = status_of(coverage, settings.coverage)
    return Movement(None if status == "insufficient" else value, *bounds, n, coverage, status)


_EXAMPLE = [
    {"id": "p1", "phase": "quick_win", "pipeline_at_start": 400, "pipeline_now": 500, "satisfaction_at_start": 5},
    {"id": "p2", "phase": "quick_win", "satisfaction_at_start": 4, "satisfaction_now": 6},
    {"id": "p3", "pipeline_at_start": 200, "pipeline_now": 210, "satisfaction_at_start": 5, "satisfaction_now": 5},
]


@method(name="portfolio.progress", version="1", example={"rows": _EXAMPLE})
def phase_progress(inputs: ProgressRows, settings: MethodSettings) -> ProgressResult:
    """Say what moved since a phase of the turnaround began.

    Asks: do pipeline and satisfaction move where we work on it, more than where we do not? Formula: ``Σ pipeline now /
    Σ pipeline at start − 1`` and the mean of ``satisfaction now − satisfaction at start``, over the partnerships with
    both readings; with n, coverage and bounds, for each phase, for all treated ones, and for those not yet treated.

    Sure: Each change comes with n, coverage and bounds. Those picked for treatment were extreme, and extremes move
    toward the middle by themselves: only the untreated beside them tell more.

    Parameters
    ----------
    inputs : partnerships with their phase (null where not yet treated), joint pipeline ≥ 0 in one currency and partner
        satisfaction 0–10, each at phase start and now
    settings : coverage thresholds 0.80 and 0.50

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``OUT_OF_RANGE``, ``NOT_FINITE``.

    Notes
    -----
    Source: specification 11 c2; how both are summed and bounded is our inference. A change in treated ones alone is no
    proof: with nobody to compare it with, the result carries ``NO_PROOF_WITHOUT_COMPARISON``.

    """
    unique((row.id for row in inputs.rows), "rows")
    treated = [row for row in inputs.rows if row.phase is not None]
    untreated = [row for row in inputs.rows if row.phase is None]
    names: tuple[TreatedPhase, ...] = ("quick_win", "restructure", "overhaul")
    beside = _progress(untreated, settings)
    alone = beside.pipeline.value is None and beside.satisfaction.value is None
    return ProgressResult(
        {name: _progress([row for row in treated if row.phase == name], settings) for name in names},
        _progress(treated, settings),
        beside,
        (NO_PROOF,) if alone else (),
        settings.config_hash,
    )


def _progress(rows: Sequence[PhaseReadings], settings: MethodSettings) -> Progress:
    pipeline = _pairs(rows, lambda row: (row.pipeline_at_start, row.pipeline_now))
    satisfaction = _pairs(rows, lambda row: (row.satisfaction_at_start, row.satisfaction_now))
    return Progress(len(rows), pipeline_change(pipeline, settings), satisfaction_change(satisfaction, settings))


def _pairs(
    rows: Sequence[PhaseReadings], read: Callable[[PhaseReadings], tuple[float | None, float | None]]
) -> list[Pair]:
    return [(start, now) for start, now in map(read, rows) if start is not None]
