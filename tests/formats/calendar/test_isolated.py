"""A calendar in a child process: the same reading, and one clear line whatever a file tries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comotion.formats.calendar.isolated import read_calendar_isolated
from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import People, Window
from comotion.formats.isolated import Limits, inspect_isolated, read_isolated
from comotion.formats.tables import OverLimit, Unreadable

SAMPLES = Path(__file__).parent / "samples"
YEAR = Window(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
HEAD = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105T090000\n"
TAIL = b"\nEND:VEVENT\nEND:VCALENDAR\n"
OVER = "took longer than 0.3 seconds to read: a rule in it may never end, or it holds too much; ask for fewer days or export fewer events."


@pytest.mark.parametrize("name", ["outlook_with_windows_zones.ics", "google_with_personal_entries.ics"])
def test_isolated_reading_gives_the_same(name):
    data, people = (SAMPLES / name).read_bytes(), People(frozenset(), frozenset({"northwind.example"}))
    assert read_calendar_isolated(data, name, YEAR, people) == read_calendar(data, name, YEAR, people)


def test_rule_that_never_matches_is_said_and_the_rest_is_read():
    other = b"\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nDTSTART:20260106T090000\nRRULE:FREQ=WEEKLY;COUNT=3"
    found = read_calendar_isolated(
        HEAD + b"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30" + other + TAIL, "endless.ics", YEAR
    )
    assert [each.uid for each in found.occurrences] == ["a", "b", "b", "b"]
    assert [(each.row, each.code, each.message) for each in found.problems] == [
        (2, "UNUSABLE_RULE", "“a” repeats on days that never come.")
    ]


def test_calendar_that_takes_too_long_is_ended():
    events = b"".join(b"BEGIN:VEVENT\nUID:%d\nDTSTART:20260105T090000\nEND:VEVENT\n" % n for n in range(20_000))
    with pytest.raises(OverLimit) as refusal:
        read_calendar_isolated(b"BEGIN:VCALENDAR\n" + events, "endless.ics", YEAR, limits=Limits(seconds=0.3))
    assert str(refusal.value) == f"endless.ics {OVER}"


@pytest.mark.parametrize(
    ("lines", "code"),
    [(b"SUMMARY:" + b"x" * 20_000_000, "LINE_TOO_LONG"), (b"RDATE:" + b"20260105T090000," * 50_000, "LINE_TOO_LONG")],
    ids=["summary", "dates"],
)
def test_huge_line_is_named(lines, code):
    found = read_calendar_isolated(HEAD + lines + TAIL, "huge.ics", YEAR)
    assert [(each.row, each.code) for each in found.problems] == [(5, code)]
    assert found.occurrences == ()


def test_huge_line_that_nobody_reads_does_no_harm():
    found = read_calendar_isolated(HEAD + b"DESCRIPTION:" + b"x" * 20_000_000 + TAIL, "huge.ics", YEAR)
    assert (len(found.occurrences), found.problems) == (1, ())


def test_calendar_that_needs_too_much_memory_is_ended():
    data = HEAD + b"DESCRIPTION:" + b"x" * 20_000_000 + TAIL
    with pytest.raises(Unreadable, match=r"^big\.ics needs more memory"):
        read_calendar_isolated(data, "big.ics", YEAR, limits=Limits(seconds=20, memory_bytes=60_000_000))


def test_calendar_is_refused_as_a_table_by_name():
    with pytest.raises(Unreadable) as refusal:
        read_isolated(HEAD + TAIL, "a.ics", kind="meetings")
    assert str(refusal.value) == (
        "a.ics is a calendar, not a table: list its meetings with “comotion calendar FILE --from DATE --to DATE”."
    )


@pytest.mark.parametrize(
    ("name", "maker", "events"),
    [("outlook_with_windows_zones.ics", "outlook", 4), ("google_with_personal_entries.ics", "google", 4)],
)
def test_inspection_says_what_a_calendar_is(name, maker, events):
    found = inspect_isolated((SAMPLES / name).read_bytes(), name)
    assert (found.format, found.kind, found.dialect, found.encoding) == ("ics", "calendars", maker, "utf-8")
    assert (found.rows, found.columns, found.header_row, found.problems) == (events, (), None, ())


def test_inspection_of_a_calendar_of_no_known_maker_names_none():
    assert inspect_isolated(HEAD + TAIL, "a.ics").dialect is None
