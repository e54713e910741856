"""Momentum Index from records (specification 05 c3): one trailing window, and the one before as a guard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from comotion.methods.checks import unique
from comotion.methods.communication.closure import Insight, matured
from comotion.methods.communication.mapping import TimeShares, time_shares
from comotion.methods.communication.touchpoints import MinuteSplit
from comotion.methods.momentum.index import (
    RATE_UP_VOLUME_DOWN,
    MomentumInputs,
    MomentumResult,
    momentum_index,
    rate_up_volume_down,
)
from comotion.methods.momentum.kept import Commitment, Decision, KeptCounts, Window, decision_days, kept_counts
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import MeetingKind


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that took place: its kind, when, its minutes and what they went into."""

    id: str
    kind: MeetingKind
    held_at: datetime
    minutes: float
    split: MinuteSplit | None = None

    def __post_init__(self) -> None:
        """Refuse a split longer than the meeting."""
        if self.split is not None:
            self.split.check(self.minutes, self.id)


@dataclass(frozen=True, slots=True)
class MomentumRecords:
    """Everything the index counts, as of a time."""

    as_of: datetime
    commitments: tuple[Commitment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    insights: tuple[Insight, ...] = ()
    meetings: tuple[HeldMeeting, ...] = ()


@dataclass(frozen=True, slots=True)
class MomentumOfRecords:
    """The index, what it counted, the commitments of the window before, and whether fewer promises explain a rise.

    ``rate_up_volume_down`` is None where one of the windows has no commitment due.
    """

    result: MomentumResult
    counted: MomentumInputs
    commitments_before: KeptCounts
    rate_up_volume_down: bool | None
    findings: tuple[str, ...]


_COMMITMENT = {"made_at": "2025-01-06T00:00:00", "due_at": "2025-02-03T00:00:00", "done_at": "2025-02-01T00:00:00"}


@method(
    name="momentum.from_records",
    version="1",
    example={
        "as_of": "2025-03-01T00:00:00",
        "commitments": [{"id": f"c{number}", **_COMMITMENT} for number in range(5)],
        "meetings": [
            {
                "id": "m1",
                "kind": "mbr",
                "held_at": "2025-02-10T09:00:00",
                "minutes": 180,
                "split": {"past": 90, "planning": 90},
            }
        ],
    },
)
def momentum_of_records(records: MomentumRecords, settings: MethodSettings) -> MomentumOfRecords:
    """Count the trailing window and compute the Momentum Index of it.

    Asks: does the engine run, and did the rate rise because fewer things were promised? Formula: commitments by due
    date, decisions decided in the window or open at its end, insights whose closure window ends in it, minutes of
    meetings held in it; then ``momentum.index``. ``RATE_UP_VOLUME_DOWN``: the kept rate is 10 points or more above that
    of the window before, with half the commitments due or fewer.

    Sure: The index carries coverage and bounds; a component below its minimum is missing. The numbers behind it are
    shown, since a few records move it far.

    Parameters
    ----------
    records : commitments, decisions, insights, meetings, and as of when
    settings : length of the window (60 days) and everything of the index

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``DATE_ORDER``, ``SPLIT_EXCEEDS_DURATION``, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 05 c3. Stand-ups do not count. The minutes are those whose kind is known, without
    relationship time.

    """
    for name in ("insights", "meetings"):
        unique((row.id for row in getattr(records, name)), name)
    days = timedelta(days=settings.momentum.window_days)
    window, earlier = (Window(end - days, end) for end in (records.as_of, records.as_of - days))
    counted = count_window(records, window, settings)
    before = kept_counts(records.commitments, earlier, settings.momentum)
    fires = rate_up_volume_down(counted.commitments, before, settings)
    return MomentumOfRecords(
        momentum_index(counted, settings), counted, before, fires, (RATE_UP_VOLUME_DOWN,) if fires else ()
    )


def count_window(records: MomentumRecords, window: Window, settings: MethodSettings) -> MomentumInputs:
    """Return what the index counts in a window of time."""
    mature, closed = matured(records.insights, window, settings)
    shares = _shares(records.meetings, window)
    return MomentumInputs(
        kept_counts(records.commitments, window, settings.momentum),
        decision_days(records.decisions, window),
        mature,
        closed,
        shares.forward_share,
        shares.classified_minutes,
    )


def _shares(meetings: Sequence[HeldMeeting], window: Window) -> TimeShares:
    counting = (one for one in meetings if window.holds(one.held_at) and one.kind != "stand_up")
    return time_shares((1.0, one.minutes, one.split) for one in counting)
