"""The lines of a calendar file, however it was folded, encoded and closed."""

from __future__ import annotations

import pytest

from comotion.formats.calendar.components import components, is_calendar
from comotion.formats.tables import Unreadable

TEXT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Übergabe am Nachmittag\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def kept(data):
    return [line for block in components(data, "a.ics").events for line in block.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_calendar_is_recognised_and_read_in_every_encoding(encoding):
    data = TEXT.encode(encoding)
    assert (is_calendar(data), kept(data)) == (True, [(3, "SUMMARY:Übergabe am Nachmittag")])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_end_is_one(end):
    assert kept(TEXT.replace("\r\n", end).encode()) == [(3, "SUMMARY:Übergabe am Nachmittag")]


def test_fold_inside_a_letter_is_mended():
    data = TEXT.encode().replace("Ü".encode(), b"\xc3\r\n \x9c").replace(b" am", b"\r\n\t am")
    assert kept(data) == [(3, "SUMMARY:Übergabe am Nachmittag")]
    assert components(data, "a.ics").problems == []


def test_letters_that_had_to_be_guessed_are_a_problem():
    assert [each.code for each in components(TEXT.encode("cp1252"), "a.ics").problems] == ["ENCODING_GUESSED"]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\n\n  begin:vcalendar\n", True),
        (b"BEGIN:VEVENT\r\n", True),
        (b"BEGIN:VCARD\r\n", False),
        (b"Subject\nBEGIN:VCALENDAR\n", False),
        (b"", False),
    ],
)
def test_calendar_is_known_by_its_first_line(data, answer):
    assert is_calendar(data) is answer


def test_lines_of_alarms_descriptions_and_tasks_are_dropped():
    lines = ["BEGIN:VCALENDAR", "BEGIN:VTODO", "SUMMARY:task", "END:VTODO", "BEGIN:VEVENT", "DESCRIPTION:secret",
             "BEGIN:VALARM", "SUMMARY:alarm", "END:VALARM", "SUMMARY:event", "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    assert kept("\n".join(lines).encode()) == [(10, "SUMMARY:event")]


def test_event_that_is_never_closed_ends_where_the_next_begins():
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:one", "BEGIN:VALARM", "BEGIN:VEVENT", "SUMMARY:two",
             "END:VEVENT", "BEGIN:VEVENT", "SUMMARY:three", "END:VCALENDAR"]  # fmt: skip
    found = components("\n".join(lines).encode(), "a.ics")
    assert [block.lines for block in found.events] == [
        [(3, "SUMMARY:one")],
        [(6, "SUMMARY:two")],
        [(9, "SUMMARY:three")],
    ]
    assert [(each.row, each.code) for each in found.problems] == [(2, "NOT_CLOSED"), (8, "NOT_CLOSED")]
    assert found.calendars == 1


def test_end_without_a_beginning_is_passed_over():
    found = components(TEXT.replace("SUMMARY", "END:VALARM\r\nSUMMARY").encode(), "a.ics")
    assert (len(found.events), found.problems) == (1, [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 30,
         "a.ics nests components deeper than 20 (line 21): it is damaged or hostile."),
        (b"BEGIN:VCALENDAR\n" + b"x" * 30_000_000, "a.ics is larger than 30 MB: export fewer years of the calendar."),
    ],
    ids=["deep", "large"],
)  # fmt: skip
def test_hostile_shape_is_refused(data, sentence):
    with pytest.raises(Unreadable) as refusal:
        components(data, "a.ics")
    assert str(refusal.value) == sentence
