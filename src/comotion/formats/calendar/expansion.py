"""The occurrences of events between two dates: rules followed, changed ones replaced, cancelled ones left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
from recurring_ical_events import CalendarQuery

from comotion.formats.calendar.events import Event
from comotion.formats.calendar.records import Moment, Occurrence, Window
from comotion.formats.calendar.zones import fixed

MOST_OF_A_SERIES = 5_000
DAY = dt.timedelta(days=1)
WRONG = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, AssertionError)


class UnfollowableSeries(ValueError):
    """A series whose dates contradict each other."""


def expand(events: list[Event], window: Window) -> list[Occurrence]:
    """Give the occurrences of the events of one id, in their order; raises UnfollowableSeries where they make no sense.

    An occurrence belongs to the window if any part of it does.
    """
    calendar = icalendar.Calendar()
    for event in events:
        calendar.add_component(event.component)
    try:
        found = CalendarQuery(calendar).between(window.start, window.end)
        repeats = any(event.repeats for event in events)
        held = (occurrence(each, events[0], repeats=repeats) for each in found if not cancelled(each))
        return sorted(held, key=moment_of)
    except WRONG as wrong:
        raise UnfollowableSeries(str(wrong)[:200]) from wrong


def cancelled(component: Any) -> bool:
    """Say whether an occurrence was called off."""
    return str(component.get("STATUS", "")).strip().upper() == "CANCELLED"


def occurrence(component: Any, event: Event, *, repeats: bool) -> Occurrence:
    """Give one occurrence as a record; what an override does not repeat is as in its series."""
    start, end = component["DTSTART"].dt, component["DTEND"].dt
    all_day = not isinstance(start, dt.datetime)
    if all_day and end <= start:
        end = start + DAY
    summary = component.get("SUMMARY")
    title = " ".join(str(summary).split()) if isinstance(summary, str) else event.summary
    planned = getattr(component.get("RECURRENCE-ID"), "dt", start)
    original = fixed(planned) if repeats else None
    title = title[:300] or event.summary
    return Occurrence(event.uid, fixed(start), fixed(end), all_day, title, event.attendees, original)


def moment_of(found: Occurrence) -> tuple[dt.datetime, str]:
    """Give what occurrences are put in order by: the start, with dates and bare times as if in UTC."""
    return as_time(found.start), found.uid


def as_time(moment: Moment) -> dt.datetime:
    """Give any date or time as a time that can be compared with others."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(), dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
