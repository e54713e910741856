"""Participation (specification 10 c4): how much each side takes part, never who."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

ActKind = Literal[
    "meeting_attended",
    "commitment_made",
    "commitment_moved",
    "commitment_closed",
    "decision_raised",
    "decision_decided",
    "insight_entered",
    "insight_answered",
    "signal_entered",
    "signal_answered",
    "reading_confirmed",
    "entry_confirmed",
    "survey_answered",
    "signature",
    "comment",
]
ActOrigin = Literal["page", "link", "minutes", "import", "job"]
_COUNTING: tuple[ActOrigin, ...] = ("page", "link", "minutes")


@dataclass(frozen=True, slots=True)
class Act:
    """A dated deed of one person in the room on one shared record; ``record`` says which."""

    person: str
    side: str
    on: date
    kind: ActKind
    record: str
    origin: ActOrigin = "page"


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Days without work entered beforehand, first and last day included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a shutdown that ends before it starts."""
        if self.last < self.first:
            raise InvalidInput("DATE_ORDER", "shutdown.last", f"It ends on {self.last}, before {self.first}.")


@dataclass(frozen=True, slots=True)
class ParticipationInputs:
    """Acts in the room, the sides, when the room started, shutdowns, and the day of the check."""

    sides: tuple[str, ...]
    acts: tuple[Act, ...]
    room_started: date
    as_of: date
    shutdowns: tuple[Shutdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """Acts of one side in the last 30 days, and its usual number; None in a room that is too young."""

    acts_now: int | None
    acts_usual: float | None


_EXAMPLE = {
    "sides": ["a", "b"],
    "acts": [{"person": "p1", "side": "a", "on": "2025-05-20", "kind": "comment", "record": "r1"}],
    "room_started": "2024-06-01",
    "as_of": "2025-06-01",
}


@method(name="scorecard.participation", version="1", example=_EXAMPLE)
def participation(inputs: ParticipationInputs, settings: MethodSettings) -> dict[str, Participation]:
    """Count how much each side takes part.

    Asks: is one side growing quiet? Formula: ``acts_now`` over the last 30 days, ``acts_usual`` the median of the three
    windows of 30 days before; days of a shutdown are left out and the windows reach back further.

    Sure: Exact for the acts in the room; work done elsewhere is not seen. It is shown per side and never per person.

    Parameters
    ----------
    inputs : acts on shared records; imports and jobs do not count; several edits of one record by one person on one
        day count once
    settings : length and number of windows

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an act of a side that is not a party, ``DATE_ORDER``.

    Notes
    -----
    Source: specification 10 c4, our inference. A room younger than the windows gives no figure. Shown per side only.

    """
    for act in inputs.acts:
        if act.side not in inputs.sides:
            raise InvalidInput("UNKNOWN_ID", "acts.side", f"{act.side} is not a side of this room.")
    windows = _windows(inputs, settings)
    if windows is None:
        return dict.fromkeys(inputs.sides, Participation(None, None))
    days_of = {side: _days(act for act in inputs.acts if act.side == side) for side in inputs.sides}
    return {side: _counted(days_of[side], windows) for side in inputs.sides}


def _days(acts: Iterable[Act]) -> list[date]:
    """Return the day of each act that counts, one per person, record and day."""
    distinct = {(act.person, act.record, act.on) for act in acts if act.origin in _COUNTING}
    return [on for _, _, on in distinct]


def _windows(inputs: ParticipationInputs, settings: MethodSettings) -> list[set[date]] | None:
    """Return the working days of the windows, newest first; None where the room is younger than they reach back."""
    rules = settings.participation
    wanted = rules.window_days * (1 + rules.usual_windows)
    days: list[date] = []
    day = inputs.as_of
    while len(days) < wanted:
        day -= timedelta(days=1)
        if day < inputs.room_started:
            return None
        if not any(shutdown.first <= day <= shutdown.last for shutdown in inputs.shutdowns):
            days.append(day)
    return [set(days[start : start + rules.window_days]) for start in range(0, wanted, rules.window_days)]


def _counted(days: Sequence[date], windows: Sequence[set[date]]) -> Participation:
    counts = [sum(day in window for day in days) for window in windows]
    return Participation(counts[0], median(counts[1:]))
