"""Commitments and decisions of a window (specification 05 c3): what the Momentum Index counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from comotion.methods.checks import unique
from comotion.methods.configuration.momentum import Momentum
from comotion.methods.kernel.survival import Durations
from comotion.methods.scored import InvalidInput

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time, start ≤ t < end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse a window that ends before it starts."""
        if self.end <= self.start:
            raise InvalidInput("DATE_ORDER", "window", "The window ends before it starts.")

    def holds(self, time: datetime) -> bool:
        """Say whether a time lies in the window."""
        return self.start <= time < self.end


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise with a due date.

    ``withdrawn_at`` is when it was cancelled or given another date; ``withdrawal_agreed`` whether both sides agreed.
    A new date is a new commitment.
    """

    id: str
    made_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawal_agreed: bool = False

    def __post_init__(self) -> None:
        """Refuse what is due or done before it was made."""
        if self.due_at < self.made_at:
            raise InvalidInput("DATE_ORDER", f"{self.id}.due_at", "It is due before it was made.")
        if self.done_at is not None and self.done_at < self.made_at:
            raise InvalidInput("DATE_ORDER", f"{self.id}.done_at", "It was done before it was made.")

    @property
    def dropped(self) -> bool:
        """Say whether both sides withdrew it before it was due, so that it no longer counts."""
        return self.withdrawal_agreed and self.withdrawn_at is not None and self.withdrawn_at < self.due_at


@dataclass(frozen=True, slots=True)
class Decision:
    """A question raised, decided or withdrawn later, or still open."""

    id: str
    raised_at: datetime
    decided_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a decision taken before the question was raised."""
        if self.decided_at is not None and self.decided_at < self.raised_at:
            raise InvalidInput("DATE_ORDER", f"{self.id}.decided_at", "It was decided before it was raised.")


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """Commitments due in a window: done on time, up to seven days late, missed."""

    on_time: int = 0
    late_within_7_days: int = 0
    missed: int = 0

    @property
    def due(self) -> int:
        """Return how many were due."""
        return self.on_time + self.late_within_7_days + self.missed


def kept_counts(commitments: Sequence[Commitment], window: Window, settings: Momentum) -> KeptCounts:
    """Return how the commitments due in a window were kept, as known at its end.

    One withdrawn by both sides before it was due leaves the count; withdrawn by one side only, it is missed.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    unique((commitment.id for commitment in commitments), "commitments")
    outcomes = [
        _outcome(commitment, window, settings)
        for commitment in commitments
        if window.holds(commitment.due_at) and not commitment.dropped
    ]
    return KeptCounts(outcomes.count("on_time"), outcomes.count("late"), outcomes.count("missed"))


def _outcome(commitment: Commitment, window: Window, settings: Momentum) -> str:
    done = commitment.done_at
    if done is None or done >= window.end:
        return "missed"
    if commitment.withdrawn_at is not None and commitment.withdrawn_at <= done:
        return "missed"
    if done <= commitment.due_at:
        return "on_time"
    return "late" if (done - commitment.due_at) / _DAY <= settings.late_days else "missed"


def kept_rate(counts: KeptCounts, settings: Momentum) -> float | None:
    """Return ``(on time + 0.5 × late) / due``, 0–1; None with fewer than five due."""
    if counts.due < settings.commitments.minimum or not counts.due:
        return None
    return (counts.on_time + settings.late_credit * counts.late_within_7_days) / counts.due


def decision_days(decisions: Sequence[Decision], window: Window) -> Durations:
    """Return days from raised to decided of what was decided in the window, and the ages of what is open at its end.

    A duration runs from the day the question was raised, also where that lies before the window.

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``.

    """
    unique((decision.id for decision in decisions), "decisions")
    closed: list[float] = []
    still_open: list[float] = []
    for decision in decisions:
        end = min((at for at in (decision.decided_at, decision.withdrawn_at) if at is not None), default=None)
        if decision.decided_at is not None and end == decision.decided_at and window.holds(end):
            closed.append((end - decision.raised_at) / _DAY)
        elif decision.raised_at < window.end and (end is None or end >= window.end):
            still_open.append((window.end - decision.raised_at) / _DAY)
    return Durations(tuple(closed), tuple(still_open))
