"""What the reading of a calendar gives back: occurrences, the series they belong to, and problems as data.

Nothing here needs the calendar libraries, so a program that only asks for a reading does not load them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from comotion.formats.tables import Problem

Moment = dt.date | dt.datetime
Side = Literal["ours", "theirs"]
LONGEST_WINDOW = dt.timedelta(days=3_660)


class UnusableWindow(ValueError):
    """Two dates between which nothing can be listed: one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days from ``start`` to ``end``, of which ``end`` is the first that is not meant; at most ten years."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise UnusableWindow(f"{self.start} is not before {self.end}: turn the two dates round.")
        if self.end - self.start > LONGEST_WINDOW:
            raise UnusableWindow(f"From {self.start} to {self.end} is more than ten years: ask for less.")


@dataclass(frozen=True, slots=True)
class People:
    """The domains by which the two sides are told apart; ``theirs`` is None where everybody's entries are wanted."""

    ours: frozenset[str] = frozenset()
    theirs: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person (never a room) of an event; ``side`` is None where the domain is of neither side."""

    address: str
    name: str | None
    side: Side | None
    declined: bool = False

    @property
    def domain(self) -> str:
        """What follows the sign in the address; empty where it has none."""
        return self.address.rpartition("@")[2] if "@" in self.address else ""


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind of meeting that something looks like, and how sure that is from 0 to 1; None is no guess."""

    tier: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting as it takes place: moved ones at their new time, cancelled ones not at all.

    ``start`` and ``end`` are dates where it lasts all day, and ``end`` is then the first day after it. Times carry the
    offset of their zone on that day, or none where the file names no zone that is defined. ``original`` is when a
    meeting of a series would have begun had nobody moved it, and None for a meeting of its own.
    """

    uid: str
    start: Moment
    end: Moment
    all_day: bool
    summary: str
    attendees: tuple[Attendee, ...] = ()
    original: Moment | None = None

    @property
    def minutes(self) -> float | None:
        """Its length; None where it lasts all day or the file gives no end."""
        if not (isinstance(self.start, dt.datetime) and isinstance(self.end, dt.datetime)):
            return None
        return (self.end - self.start).total_seconds() / 60 or None


@dataclass(frozen=True, slots=True)
class Series:
    """Meetings that repeat, and the rhythm they show.

    ``per_quarter`` counts them per quarter of 13 weeks and is None where too few are seen; ``minutes`` is the median.
    """

    uid: str
    summary: str
    guess: Guess
    per_quarter: float | None
    minutes: float | None
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calendar that was read between two dates.

    ``events`` counts the entries of the file with anything in them, ``personal`` those that nobody of a partner's
    domain attends or that are marked private, and that were left out unread; ``zones`` are the names of zones as the
    file spells them.
    """

    calendars: int
    events: int
    personal: int
    zones: tuple[str, ...]
    series: tuple[Series, ...]
    occurrences: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]
