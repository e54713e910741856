"""Every calendar of the shared data is read as its own description says."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import Window

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "calendars-ics"
SAID = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["per_file"]
REFUSED_BY_A_STRICT_READER = {
    "icalendar-bsd/issue_1081_invalid_start_and_end.ics": {"calendars": 1, "vevents": 1, "tzids": []}
}
PROBLEMS = {
    "ical-apache/office_365_invalid_timezone.ics": [(38, "DTSTART", "UNKNOWN_ZONE")],
    "icalendar-bsd/big_bad_calendar.ics": [(None, None, "NOT_CLOSED")],
    "icalendar-bsd/broken_ical.ics": [(4, "DTSTART", "UNREADABLE_LINE")],
    "icalendar-bsd/issue_1050_multiple_calendars.ics": [(4, "DTSTART", "NO_START"), (12, "DTSTART", "NO_START")],
    "icalendar-bsd/issue_1081_invalid_rrule_freq.ics": [(7, "RRULE", "UNREADABLE_LINE")],
    "icalendar-bsd/issue_1081_invalid_start_and_end.ics": [(6, "DTSTART", "UNREADABLE_LINE")],
    "icalendar-bsd/multiple_timezones.ics": [(line, "RDATE", "NOT_A_DATE") for line in (23, 28, 33)],
    "icalendar-bsd/rfc_5545_RDATE_example.ics": [(line, "DTSTART", "NO_START") for line in (2, 6, 10, 14, 19, 24)],
}


def window_of(said):
    first, last = said.get("window", ("1997-01-01", "1998-01-02"))
    return Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("name", SAID)
def test_calendar_is_read_as_published(name):
    said = SAID[name] | REFUSED_BY_A_STRICT_READER.get(name, {})
    found = read_calendar((DATA / name).read_bytes(), name, window_of(said))
    starts = [each.start.isoformat() for each in found.occurrences]
    assert (found.calendars, found.events, list(found.zones)) == (said["calendars"], said["vevents"], said["tzids"])
    assert len(starts) == said.get("occurrences", 0)
    assert (starts[:1], starts[-1:]) == (said.get("first", []), said.get("last", []))
    assert starts == (said.get("starts") or starts)
    assert [(each.row, each.column, each.code) for each in found.problems] == PROBLEMS.get(name, [])


def test_every_file_of_the_folder_is_described():
    assert sorted(SAID) == sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("*/*.ics"))


def test_problem_names_the_event_and_the_line():
    data = (DATA / "icalendar-bsd/multiple_timezones.ics").read_bytes()
    found = read_calendar(data, "a.ics", Window(dt.date(2021, 1, 1), dt.date(2022, 1, 1)))
    assert found.problems[0].message == (
        "“test-vtime-named-timezone” gives something else than one date under RDATE (line 23)."
    )
