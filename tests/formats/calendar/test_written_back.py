"""Random series, written by the calendar library and read back: each rule against arithmetic that knows no library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import Window

FIRST = dt.date(2026, 1, 1)
WINDOW = Window(FIRST, dt.date(2027, 1, 1))
WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
HALF_AN_HOUR, HOUR = dt.timedelta(minutes=30), dt.timedelta(hours=1)
ZONES = st.sampled_from([None, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=80)


@dataclass
class Drawn:
    """Moments at equal distances, and the places of those that are taken away, moved by an hour, or cancelled."""

    moments: list[dt.datetime]
    every: int
    length: dt.timedelta
    removed: set[int]
    moved: set[int]
    cancelled: set[int]


@st.composite
def series(draw):
    zone = draw(ZONES)
    start = dt.datetime.combine(
        FIRST + dt.timedelta(days=draw(st.integers(0, 100))),
        dt.time(draw(st.integers(4, 20)), draw(st.integers(0, 59))),
        ZoneInfo(zone) if zone else None,
    )
    count, every = draw(st.integers(1, 12)), draw(st.integers(1, 14))
    places = st.sets(st.integers(0, count - 1), max_size=3)
    removed = draw(places)
    return Drawn(
        moments=[start + dt.timedelta(days=every * place) for place in range(count)],
        every=every,
        length=dt.timedelta(minutes=draw(st.integers(1, 240))),
        removed=removed,
        moved=draw(places) - removed,
        cancelled=draw(places) - removed,
    )


def event(**properties):
    made = icalendar.Event()
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    return made


def written(*events):
    calendar = icalendar.Calendar()
    for each in events:
        calendar.add_component(each)
    return calendar.to_ical()


def events_of(title, drawn):
    rule = {"freq": "daily", "interval": drawn.every, "count": len(drawn.moments)}
    first = drawn.moments[0]
    whole = event(uid="a", summary=title, dtstart=first, dtend=first + drawn.length, rrule=rule)
    for place in sorted(drawn.removed):
        whole.add("exdate", drawn.moments[place])
    yield whole
    for place in sorted(drawn.moved | drawn.cancelled):
        moment = drawn.moments[place]
        status = "CANCELLED" if place in drawn.cancelled else "CONFIRMED"
        yield event(uid="a", recurrence_id=moment, dtstart=moment + HOUR, duration=HALF_AN_HOUR, status=status)


@settings(max_examples=50, deadline=None)
@given(TITLES, series())
def test_series_is_read_as_it_was_written(title, drawn):
    expected = []
    for place, moment in enumerate(drawn.moments):
        if place in drawn.moved - drawn.cancelled:
            expected.append((moment + HOUR, moment + HOUR + HALF_AN_HOUR))
        elif place not in drawn.removed | drawn.cancelled:
            expected.append((moment, moment + drawn.length))
    found = read_calendar(written(*events_of(title, drawn)), "a.ics", WINDOW)
    shown = sorted((each.start.isoformat(), each.end.isoformat()) for each in found.occurrences)
    assert shown == sorted((start.isoformat(), end.isoformat()) for start, end in expected)
    assert {each.summary for each in found.occurrences} <= {title}
    assert found.problems == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 300), st.integers(1, 40), st.sets(st.sampled_from(WEEK), min_size=1))
def test_weekdays_of_all_day_series_are_the_named_ones(offset, count, weekdays):
    every_day = (FIRST + dt.timedelta(days=offset + number) for number in range(400))
    days = [day for day in every_day if WEEK[day.weekday()] in weekdays][:count]
    rule = {"freq": "weekly", "byday": sorted(weekdays, key=WEEK.index), "count": count}
    data = written(event(uid="a", dtstart=days[0], rrule=rule)).replace(b",", b", ")
    found = read_calendar(data, "a.ics", WINDOW)
    shown = [(each.start, each.end, each.all_day) for each in found.occurrences]
    assert shown == [(day, day + dt.timedelta(days=1), True) for day in days if day < WINDOW.end]
