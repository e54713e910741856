"""Rhythm of reviews (specification 05 c2): what was due, and what was held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import TOLERANCE, not_negative, reaches, unique
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import MeetingKind, TierOfReview

TIERS: tuple[TierOfReview, ...] = ("wts", "mbr", "qsr")


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A meeting that was planned, held, or both.

    ``sides_present`` is None where nobody wrote down who attended. One that was called off before the quarter began is
    not due.
    """

    id: str
    kind: MeetingKind
    scheduled_on: date | None = None
    held_on: date | None = None
    sides_present: tuple[str, ...] | None = None
    planning_minutes: float = 0.0
    called_off_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse negative minutes."""
        not_negative(self.planning_minutes, f"{self.id}.planning_minutes")


@dataclass(frozen=True, slots=True)
class Quarter:
    """The meetings of a partnership and its sides; what counts is start ≤ t < end, as known on a day."""

    sides: tuple[str, ...]
    meetings: tuple[PlannedMeeting, ...]
    start: date
    end: date
    as_of: date

    def __post_init__(self) -> None:
        """Refuse a quarter that ends before it starts."""
        if self.end <= self.start:
            raise InvalidInput("DATE_ORDER", "end", f"It ends on {self.end}, before {self.start}.")


@dataclass(frozen=True, slots=True)
class TierCadence:
    """Reviews of one tier: due, held, their rate (None where none was due), the usual number, each in date order."""

    due: int
    held: int
    rate: float | None
    usual: float
    outcomes: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Cadence:
    """Cadence per tier and as one figure, reviews without a list of who attended, and joint planning sessions."""

    cadence_adherence: float | None
    tiers: dict[TierOfReview, TierCadence]
    attendance_unknown: tuple[str, ...]
    joint_planning_sessions: int
    config_hash: str


_HELD = {"kind": "mbr", "scheduled_on": "2025-02-03", "held_on": "2025-02-06", "sides_present": ["a", "b"]}


@method(
    name="momentum.rhythm",
    version="1",
    example={
        "sides": ["a", "b"],
        "meetings": [{"id": "m1", **_HELD}, {"id": "m2", "kind": "mbr", "scheduled_on": "2025-03-03"}],
        "start": "2025-01-01",
        "end": "2025-04-01",
        "as_of": "2025-03-31",
    },
)
def rhythm(inputs: Quarter, settings: MethodSettings) -> Cadence:
    """Say how far the rhythm of reviews is kept.

    Asks: do the reviews take place, with both sides, near their dates? Formula: ``cadence_adherence = held / due`` per
    tier, and held over due of the three tiers together; held means within ±2 (WTS), ±5 (MBR) or ±10 (QSR) days of the
    date with every side present.

    Sure: Exact for the meetings that were entered; one of which nobody wrote down who attended enters neither count and
    is listed.

    Parameters
    ----------
    inputs : meetings with planned and held dates, sides, the quarter, and as of when
    settings : days of tolerance, usual numbers per quarter (12, 3, 1), planning minutes of a QSR (30)

    Raises
    ------
    InvalidInput
        ``DUPLICATE_ID``, ``DATE_ORDER`` for a quarter that ends before it starts, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 05 c2, after the first article. A review is due once its date has come, unless called off
    before the quarter began. Stand-ups and planning sessions are left out. A review in time of which nobody wrote down
    who attended enters neither count and is listed.

    """
    unique((meeting.id for meeting in inputs.meetings), "meetings")
    rows = sorted(inputs.meetings, key=lambda one: (one.scheduled_on or date.min, one.id))
    states = {tier: _states(tier, rows, inputs, settings) for tier in TIERS}
    tiers = {tier: _tier(tier, (held for _, held in states[tier]), settings) for tier in TIERS}
    total = sum(one.due for one in tiers.values())
    return Cadence(
        sum(one.held for one in tiers.values()) / total if total else None,
        tiers,
        tuple(name for tier in TIERS for name, held in states[tier] if held is None),
        sum(_is_planning(one, inputs, settings) for one in rows),
        settings.config_hash,
    )


def _states(
    tier: TierOfReview, rows: Iterable[PlannedMeeting], quarter: Quarter, settings: MethodSettings
) -> list[tuple[str, bool | None]]:
    """Return each review of a tier that was due, and whether it was held."""
    days: float = getattr(settings.rhythm.tolerance_days, tier)
    return [
        (one.id, _held(one, one.scheduled_on, quarter, days))
        for one in rows
        if one.kind == tier and one.scheduled_on is not None and _is_due(one, one.scheduled_on, quarter)
    ]


def _tier(tier: TierOfReview, states: Iterable[bool | None], settings: MethodSettings) -> TierCadence:
    outcomes = tuple(held for held in states if held is not None)
    due, held = len(outcomes), sum(outcomes)
    usual: float = getattr(settings.rhythm.usual_per_quarter, tier)
    return TierCadence(due, held, held / due if due else None, usual, outcomes)


def _is_due(meeting: PlannedMeeting, planned: date, quarter: Quarter) -> bool:
    dropped = meeting.called_off_on is not None and meeting.called_off_on < quarter.start
    return not dropped and quarter.start <= planned < quarter.end and planned <= quarter.as_of


def _held(meeting: PlannedMeeting, planned: date, quarter: Quarter, days: float) -> bool | None:
    """Say whether a review that was due was held; None where it was, and nobody wrote down with whom."""
    held = meeting.held_on
    if held is None or held > quarter.as_of or abs((held - planned).days) > days + TOLERANCE:
        return False
    return None if meeting.sides_present is None else set(quarter.sides) <= set(meeting.sides_present)


def _is_planning(meeting: PlannedMeeting, quarter: Quarter, settings: MethodSettings) -> bool:
    """Say whether a meeting of the quarter was a joint planning session."""
    held = meeting.held_on
    if held is None or not quarter.start <= held < quarter.end or held > quarter.as_of:
        return False
    planned = meeting.kind == "qsr" and reaches(meeting.planning_minutes, settings.rhythm.planning_minutes)
    return (planned or meeting.kind == "joint_planning") and set(quarter.sides) <= set(meeting.sides_present or ())
