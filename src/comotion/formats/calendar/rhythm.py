"""The rhythm of a series: how often a quarter it takes place, and how long."""

from __future__ import annotations

import datetime as dt
from statistics import median

from comotion.formats.calendar.events import Event
from comotion.formats.calendar.expansion import UnfollowableSeries, expand
from comotion.formats.calendar.records import Occurrence, Series, Window
from comotion.formats.calendar.tiers import guess

QUARTER_DAYS = 91.0
ENOUGH = 8
AROUND = dt.timedelta(days=400)


def series(events: list[Event], occurrences: list[Occurrence], window: Window) -> Series:
    """Sum up a series by what of it takes place in the window.

    Where that is too little to tell a rhythm by, as three months are of a quarterly meeting, the year before and after
    is looked at as well.
    """
    seen = occurrences if len(occurrences) >= ENOUGH else nearby(events, occurrences, window)
    lengths = [found.minutes for found in occurrences if found.minutes is not None]
    often, minutes = per_quarter(seen), median(lengths) if lengths else None
    titled = next((event for event in events if not event.is_override), events[0])
    kind = guess(titled.summary, per_quarter=often, minutes=minutes, attendees=titled.attendees)
    return Series(titled.uid, titled.summary, kind, often, minutes, titled.attendees)


def nearby(events: list[Event], occurrences: list[Occurrence], window: Window) -> list[Occurrence]:
    """Give the occurrences a good year around the window."""
    try:
        return expand(events, Window(window.start - AROUND, min(window.end, window.start + AROUND) + AROUND))
    except (UnfollowableSeries, OverflowError, ValueError):
        return occurrences


def per_quarter(occurrences: list[Occurrence]) -> float | None:
    """Give the number of occurrences per quarter of 13 weeks by the mean time between them; None below two."""
    days = (day_of(occurrences[-1]) - day_of(occurrences[0])).days if occurrences else 0
    return round((len(occurrences) - 1) / days * QUARTER_DAYS, 2) if days else None


def day_of(found: Occurrence) -> dt.date:
    """Give the day an occurrence begins on, where it takes place."""
    return dt.date(found.start.year, found.start.month, found.start.day)
