"""What a calendar says between two dates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comotion.formats.calendar.reading import read_calendar
from comotion.formats.calendar.records import Attendee, Guess, People, UnusableWindow, Window
from comotion.formats.tables import Unreadable

SAMPLES = Path(__file__).parent / "samples"
YEAR = Window(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
FIRST = "DTSTART:20260105T090000"
NO_CALENDAR = "a.ics is no calendar: it does not begin with BEGIN:VCALENDAR. Export it as .ics again."
WEB_PAGE = "a.ics is a web page (HTML), whatever its ending says: export it as CSV or XLSX."
NUL = "a.ics holds a NUL byte in line 2, so it is damaged or no text: export it again."
NORTHWIND = People(frozenset({"halden.example"}), frozenset({"northwind.example"}))


def calendar(*lines, head=(), tail="END:VCALENDAR"):
    return "\r\n".join(["BEGIN:VCALENDAR", *head, *lines, tail, ""]).encode()


def event(*lines, uid="a"):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:Meeting {uid}", *lines, "END:VEVENT"])


def sample(name, window=YEAR, people=None):
    return read_calendar((SAMPLES / name).read_bytes(), name, window, people)


def read(*lines, window=YEAR, people=None, **around):
    return read_calendar(calendar(*lines, **around), "a.ics", window, people)


def starts(found):
    return [each.start.isoformat() for each in found.occurrences]


def days(found):
    return [start[5:10] for start in starts(found)]


def problems(found):
    return [(each.row, each.column, each.code) for each in found.problems]


def test_outlook_series_is_read_in_the_zone_the_file_defines():
    found = sample("outlook_with_windows_zones.ics", Window(dt.date(2026, 1, 1), dt.date(2026, 4, 21)))
    tactical = [each for each in found.occurrences if each.uid == "wts"]
    assert [each.start.isoformat() for each in tactical] == [
        "2026-01-05T09:00:00+01:00", "2026-01-13T14:00:00+01:00", "2026-01-26T09:00:00+01:00",
        "2026-02-02T09:00:00+01:00", "2026-02-09T09:00:00+01:00", "2026-02-16T09:00:00+01:00",
        "2026-02-23T09:00:00+01:00", "2026-03-02T09:00:00+01:00", "2026-03-09T09:00:00+01:00",
        "2026-03-16T09:00:00+01:00", "2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00",
        "2026-04-13T09:00:00+02:00", "2026-04-20T09:00:00+02:00",
    ]  # fmt: skip
    assert [each.minutes for each in tactical[:3]] == [45, 30, 45]
    assert [each.summary for each in tactical[:2]] == [
        "Halden × Northwind: Weekly Tactical Sync", "Weekly Tactical Sync (moved)",
    ]  # fmt: skip
    assert found.problems == ()


def test_windows_zone_that_the_file_does_not_define_is_known_by_its_name():
    found = sample("outlook_with_windows_zones.ics", Window(dt.date(2026, 2, 1), dt.date(2026, 5, 1)))
    assert [each.start.isoformat() for each in found.occurrences if each.uid == "east"] == [
        "2026-02-03T10:00:00-05:00", "2026-03-03T10:00:00-05:00", "2026-04-07T10:00:00-04:00",
    ]  # fmt: skip


def test_series_show_their_rhythm_and_what_they_look_like():
    found = sample("outlook_with_windows_zones.ics", Window(dt.date(2026, 1, 1), dt.date(2026, 7, 1)))
    assert [(each.uid, each.guess.tier, each.per_quarter, each.minutes) for each in found.series] == [
        ("wts", "wts", 11.96, 45), ("east", "mbr", 3.0, 90),
    ]  # fmt: skip


def test_rhythm_of_a_quarterly_series_is_told_by_the_year_around_one_quarter():
    found = sample("google_with_personal_entries.ics", Window(dt.date(2026, 1, 1), dt.date(2026, 4, 1)))
    assert [(each.uid, each.guess, each.per_quarter) for each in found.series] == [
        ("qsr@google.com", Guess("qsr", 0.99), 1.0)
    ]


def test_personal_entries_leave_nothing_but_their_number():
    found = sample("google_with_personal_entries.ics", people=NORTHWIND)
    assert {each.uid for each in found.occurrences} == {"qsr@google.com"}
    assert (found.events, found.personal, found.problems) == (4, 3, ())
    assert [word for word in ("Dentist", "Leave", "Secret") if word in repr(found)] == []


def test_everything_is_read_where_no_partner_is_named():
    found = sample("google_with_personal_entries.ics")
    assert {each.summary for each in found.occurrences} == {
        "Quarterly strategic review with Northwind", "Dentist", "Leave",
    }  # fmt: skip
    assert (found.personal, problems(found)) == (0, [(38, "DTSTART", "UNREADABLE_LINE")])


def test_attendees_have_sides_and_rooms_are_none():
    found = sample("google_with_personal_entries.ics", people=NORTHWIND)
    assert found.series[0].attendees == (
        Attendee("mara.lund@halden.example", "Mara Lund", "ours"),
        Attendee("ines.roth@eu.northwind.example", "Ines Roth", "theirs"),
        Attendee("tom.ek@northwind.example", "Tom Ek", "theirs", declined=True),
    )


def test_file_that_names_nobody_says_so_where_a_partner_is_asked_for():
    found = read(event(FIRST), people=NORTHWIND)
    assert (found.occurrences, found.personal, problems(found)) == ((), 1, [(None, "ATTENDEE", "NO_ATTENDEES")])


def test_doubtful_letters_of_a_personal_entry_are_not_shown():
    data = calendar(event(FIRST), "X-NOTE:caf\xe9").decode().encode("latin-1")
    assert read_calendar(data, "a.ics", YEAR).problems[0].value == "X-NOTE:café"
    found = read_calendar(data, "a.ics", YEAR, NORTHWIND)
    assert [(each.code, each.value) for each in found.problems] == [("NO_ATTENDEES", None), ("ENCODING_GUESSED", None)]


@pytest.mark.parametrize(
    ("lines", "start", "end", "all_day"),
    [
        (["DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260107"], "2026-01-05", "2026-01-07", True),
        (["DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260105"], "2026-01-05", "2026-01-06", True),
        (["DTSTART;VALUE=DATE:20260105"], "2026-01-05", "2026-01-06", True),
        (["DTSTART:20260105"], "2026-01-05", "2026-01-06", True),
        (["DTSTART;VALUE=DATE:20260105", "DURATION:P3D"], "2026-01-05", "2026-01-08", True),
        ([FIRST, "DURATION:PT50M"], "2026-01-05T09:00:00", "2026-01-05T09:50:00", False),
        ([FIRST], "2026-01-05T09:00:00", "2026-01-05T09:00:00", False),
        (["DTSTART:20260105T090000Z", "DTEND:20260105T100000Z"],
         "2026-01-05T09:00:00+00:00", "2026-01-05T10:00:00+00:00", False),
    ],
)  # fmt: skip
def test_start_and_end_are_as_written(lines, start, end, all_day):
    (found,) = read(event(*lines)).occurrences
    assert (found.start.isoformat(), found.end.isoformat(), found.all_day) == (start, end, all_day)


def test_length_is_missing_where_the_file_gives_none():
    assert [each.minutes for each in read(event(FIRST), event("DTSTART:20260105", uid="b")).occurrences] == [None, None]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["01-05", "01-12", "01-19"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO, TU, WE;COUNT=4"], ["01-05", "01-06", "01-07", "01-12"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=MONTHLY;COUNT=2"], ["01-05", "01-12", "02-05"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260112T090000"], ["01-05", "01-19"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260112"], ["01-05", "01-19"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20260114T090000", "RDATE:"], ["01-05", "01-12", "01-14"]),
        (["RDATE;VALUE=PERIOD:20260114T090000/PT1H"], ["01-05", "01-14"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260119"], ["01-05", "01-12", "01-19"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260119T090000Z"], ["01-05", "01-12", "01-19"]),
        (["RRULE:FREQ=MONTHLY;UNTIL=99991231T235959Z;BYMONTH=1,2"], ["01-05", "02-05"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1;COUNT=2;"], ["01-05", "01-26", "02-23"]),
    ],
)  # fmt: skip
def test_rules_and_lists_of_dates_are_followed(lines, expected):
    assert days(read(event(FIRST, *lines))) == expected


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("DTSTART;TZID=America/New_York:20260105T200000", "20260112"),
        ("DTSTART;TZID=America/New_York:20260105T200000", "20260112T200000"),
        ("DTSTART;VALUE=DATE:20260105", "20260112T050000Z"),
        ("DTSTART:20260105T200000", "20260112"),
        ("DTSTART:20260105T200000Z", "20260112"),
    ],
)
def test_end_of_a_rule_that_is_written_unlike_its_start_includes_its_day(start, until):
    assert len(read(event(start, f"RRULE:FREQ=WEEKLY;UNTIL={until}")).occurrences) == 2


def test_override_of_a_series_that_is_not_in_the_file_is_read_alone():
    found = read(event("RECURRENCE-ID:20260112T090000", "DTSTART:20260113T100000"))
    assert starts(found) == ["2026-01-13T10:00:00"]


def test_cancelled_series_keeps_nothing():
    assert read(event(FIRST, "RRULE:FREQ=WEEKLY", "STATUS:CANCELLED")).occurrences == ()


def test_calendar_that_cancels_takes_an_occurrence_out_of_another_one_in_the_file():
    series = calendar(event(FIRST, "RRULE:FREQ=WEEKLY;COUNT=3"))
    cancelling = calendar(event("RECURRENCE-ID:20260112T090000", "DTSTART:20260112T090000"), head=["METHOD:CANCEL"])
    found = read_calendar(series + cancelling, "a.ics", YEAR)
    assert (found.calendars, days(found)) == (2, ["01-05", "01-19"])


def test_window_begins_with_its_first_day_and_ends_before_its_last():
    lines = event("DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=DAILY")
    assert days(read(lines, window=Window(dt.date(2026, 1, 6), dt.date(2026, 1, 9)))) == ["01-06", "01-07", "01-08"]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-02-01", "2026-02-01", "2026-02-01 is not before 2026-02-01: turn the two dates round."),
        ("2016-02-01", "2026-02-11", "From 2016-02-01 to 2026-02-11 is more than ten years: ask for less."),
    ],
)
def test_window_without_days_or_without_bounds_is_refused(first, last, sentence):
    with pytest.raises(UnusableWindow) as refusal:
        Window(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("lines", "problem", "message"),
    [
        (["DTSTART:20261305T090000"], ("DTSTART", "UNREADABLE_LINE"), "has a line that cannot be read (line 5)."),
        (["DTSTART;TZID=America:20260105T090000"], ("DTSTART", "UNREADABLE_LINE"), "has a line that cannot be read"),
        (["LOCATION:x"], ("DTSTART", "NO_START"), "has no start"),
        ([FIRST, FIRST], ("DTSTART", "NOT_A_DATE"), "gives something else than one date under DTSTART"),
        (["DTSTART;VALUE=TIME:090000"], ("DTSTART", "NOT_A_DATE"), "gives something else than one date"),
        ([FIRST, "DTEND:20260104T090000"], ("DTEND", "END_BEFORE_START"), "ends before it starts"),
        ([FIRST, "DTEND:20260105T080000Z"], ("DTEND", "END_BEFORE_START"), "ends before it starts"),
        (["DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260104"], ("DTEND", "END_BEFORE_START"), "ends before"),
        ([FIRST, "DURATION:-PT1H"], ("DTEND", "END_BEFORE_START"), "ends before it starts"),
        ([FIRST, "RRULE:W1 MO"], ("RRULE", "UNUSABLE_RULE"), "does not say how often it repeats"),
        ([FIRST, "RRULE:FREQ=SECONDLY"], ("RRULE", "UNUSABLE_RULE"), "repeats oftener than by the hour"),
        ([FIRST, "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40"], ("RRULE", "UNUSABLE_RULE"), "oftener"),
        ([FIRST, "RRULE:FREQ=DAILY;INTERVAL=0"], ("RRULE", "UNUSABLE_RULE"), "an interval below 1"),
        ([FIRST, "RRULE:FREQ=WEEKLY;UNTIL=P1D"], ("RRULE", "UNUSABLE_RULE"), "a rule whose end is no date"),
        (["DTSTART:00010101T090000", "RRULE:FREQ=DAILY"], ("RRULE", "UNUSABLE_RULE"), "since too long ago"),
        ([FIRST, "EXRULE:FREQ=WEEKLY"], ("EXRULE", "UNUSABLE_RULE"), "a rule of exceptions (EXRULE)"),
        ([FIRST, "DURATION:P999999999D"], ("RRULE", "UNFOLLOWABLE_SERIES"), "contradict each other"),
    ],
)  # fmt: skip
def test_unusable_event_is_named_and_the_others_are_read(lines, problem, message):
    found = read(event(*lines), event(FIRST, uid="good"))
    assert [each.uid for each in found.occurrences] == ["good"]
    assert [(each.column, each.code) for each in found.problems] == [problem]
    assert "“Meeting a”" in found.problems[0].message
    assert message in found.problems[0].message


def test_line_that_is_no_date_is_left_out_of_its_event():
    found = read(event(FIRST, "SEQUENCE:first", "ATTENDEE;;CN=x:mailto:a@b.example"))
    assert (days(found), problems(found)) == (
        ["01-05"],
        [(6, "SEQUENCE", "UNREADABLE_LINE"), (7, "ATTENDEE", "UNREADABLE_LINE")],
    )


def test_series_of_the_hour_is_listed_up_to_a_number():
    found = read(event(FIRST, "RRULE:FREQ=HOURLY"))
    assert (len(found.occurrences), problems(found)) == (5_000, [(2, "RRULE", "TOO_MANY_OCCURRENCES")])


def test_zone_that_is_defined_nowhere_is_reported_once_and_the_time_kept():
    zoned = "DTSTART;TZID=Customized Time Zone:20260105T090000"
    found = read(event(zoned), event(zoned, uid="b"))
    assert starts(found) == ["2026-01-05T09:00:00"] * 2
    assert [(each.code, each.value) for each in found.problems] == [("UNKNOWN_ZONE", "Customized Time Zone")]


def test_zone_of_a_file_is_forgotten_afterwards():
    zone = ["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0530",
            "TZOFFSETTO:+0530", "END:STANDARD", "END:VTIMEZONE"]  # fmt: skip
    meeting = event("DTSTART;TZID=Ours:20260105T090000")
    assert starts(read(meeting, head=zone)) == ["2026-01-05T09:00:00+05:30"]
    assert starts(read(meeting)) == ["2026-01-05T09:00:00"]


def test_zone_without_offsets_is_reported_and_the_time_kept():
    zone = [
        "BEGIN:VTIMEZONE",
        "TZID:Ours",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    found = read(event("DTSTART;TZID=Ours:20260105T090000"), head=zone)
    assert starts(found) == ["2026-01-05T09:00:00"]
    assert problems(found) == [(2, "VTIMEZONE", "INVALID_ZONE"), (11, "DTSTART", "UNKNOWN_ZONE")]


def test_id_of_several_events_is_reported():
    found = read(event(FIRST), event("DTSTART:20260106T090000", "SEQUENCE:1"))
    assert (days(found), problems(found)) == (["01-06"], [(7, "UID", "ID_STANDS_TWICE")])


def test_event_without_an_id_has_the_same_one_in_every_export():
    bare = f"BEGIN:VEVENT\r\nSUMMARY:Review\r\n{FIRST}\r\nEND:VEVENT"
    first, second = read(bare), read(event(FIRST), bare.replace("\r\nEND", "\r\nATTENDEE:mailto:a@b.example\r\nEND"))
    assert first.occurrences[0].uid == second.occurrences[1].uid
    assert first.occurrences[0].uid.startswith("without-uid-")


def test_file_that_breaks_off_is_read_up_to_there():
    found = read(event(FIRST), tail="BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260106T090000")
    assert (days(found), problems(found)) == (["01-05", "01-06"], [(7, None, "NOT_CLOSED")])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.ics is empty: export it again and check that it holds rows."),
        (b"Partner,Tier\nNorthwind,Gold\n", NO_CALENDAR),
        (b"<html><body>Sign in</body></html>", WEB_PAGE),
        (b"BEGIN:VCALENDAR\n\0\nEND:VCALENDAR", NUL),
    ],
)
def test_file_that_is_no_calendar_is_refused_with_one_sentence(data, sentence):
    with pytest.raises(Unreadable) as refusal:
        read_calendar(data, "a.ics", YEAR)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("word", ["PRIVATE", "confidential"])
def test_entry_marked_private_is_personal_though_a_partner_attends(word):
    shared = "ATTENDEE:mailto:ines@northwind.example"
    found = read(event(FIRST, shared, f"CLASS:{word}"), event(FIRST, shared, "CLASS:PUBLIC", uid="b"), people=NORTHWIND)
    assert (found.personal, [each.uid for each in found.occurrences]) == (1, ["b"])


def test_moved_meeting_of_a_series_keeps_when_it_would_have_been():
    moved = "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20260112T090000\r\nDTSTART:20260114T090000\r\nEND:VEVENT"
    found = read(event(FIRST, "RRULE:FREQ=WEEKLY;COUNT=2"), moved, event("DTSTART:20260120T090000", uid="b"))
    assert [(each.start.day, each.original and each.original.day) for each in found.occurrences] == [
        (5, 5), (14, 12), (20, None),
    ]  # fmt: skip
