"""A calendar becomes meetings: with partners only, confirmed by a person, known again, and taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.calendar_runs import entries_of
from comotion.imports.models import ImportRun, SavedMapping
from comotion.imports.packing import unpack
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Meeting
from tests.factories import make_partnership, make_sponsor
from tests.imports.conftest import AT, Load, counts, previewed
from tests.imports.everything import everything

WEEKLY = """BEGIN:VEVENT
UID:weekly
SUMMARY:Halden weekly sync
DTSTART:20261005T090000Z
DTEND:20261005T094500Z
RRULE:FREQ=WEEKLY
EXDATE:20261012T090000Z
ORGANIZER;CN=Priya Raman:mailto:priya@northwind.example
ATTENDEE;CN=Ines Roth:mailto:ines@eu.halden.example
END:VEVENT
BEGIN:VEVENT
UID:weekly
RECURRENCE-ID:20261019T090000Z
SUMMARY:Halden weekly sync
DTSTART:20261021T090000Z
DTEND:20261021T093000Z
ORGANIZER;CN=Priya Raman:mailto:priya@northwind.example
ATTENDEE;CN=Ines Roth:mailto:ines@eu.halden.example
END:VEVENT
"""
DENTIST = """BEGIN:VEVENT
UID:dentist
SUMMARY:Dentist on Baker Street
DTSTART:20261105T090000Z
DTEND:20261105T100000Z
ATTENDEE:mailto:mara@gmail.com
END:VEVENT
"""
SECRET = """BEGIN:VEVENT
UID:secret
CLASS:PRIVATE
SUMMARY:Job talk at Halden
DTSTART:20261106T090000Z
DTEND:20261106T100000Z
ATTENDEE:mailto:ines@halden.example
END:VEVENT
"""
LUNCH = """BEGIN:VEVENT
UID:lunch
SUMMARY:Lunch
DTSTART:20261107T110000Z
DTEND:20261107T120000Z
ATTENDEE;CN=Ines Roth:mailto:ines@halden.example
END:VEVENT
"""
ALL_GUESSES = {"guesses": "confirmed"}

pytestmark = pytest.mark.usefixtures("principal")


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\n" + "".join(events) + "END:VCALENDAR\n"


def brought(*events: str, **answers: object) -> ImportRun:
    return previewed(calendar(*events), "work.ics", **answers)


@pytest.fixture
def halden(organization: Organization) -> Partnership:
    Organization.unscoped.filter(pk=organization.pk).update(domain="northwind.example")
    return make_partnership(organization, "Halden Analytics", standing={"website": "https://www.halden.example"})


@pytest.mark.usefixtures("halden")
def test_nothing_of_personal_and_private_entries_is_stored() -> None:
    run = brought(WEEKLY, DENTIST, SECRET)

    run.refresh_from_db()
    stored = f"{unpack(run.content)} {run.inspection} {run.problems} {bytes(run.parsed)!r} {unpack(run.outcome)}"
    assert (run.skipped, [each.title for each in entries_of(run)]) == (2, ["Halden weekly sync"])
    assert [word for word in ("Dentist", "Baker", "Job talk", "gmail", "VEVENT") if word in stored] == []


def test_meetings_are_guessed_and_wait_for_a_person(halden: Partnership) -> None:
    run = brought(WEEKLY, LUNCH)

    weekly, lunch = entries_of(run)
    assert (counts(run), run.kind) == ((0, 0, 0, 0), "meetings")
    assert (weekly.tier, weekly.minutes, weekly.repeats, len(weekly.times)) == ("wts", 45.0, True, 19)
    assert (weekly.ours, weekly.theirs) == (["Priya Raman"], {halden.ref: ["Ines Roth"]})
    assert (lunch.tier, lunch.repeats, len(lunch.times)) == (None, False, 1)
    assert Meeting.objects.count() == 0


def test_confirmed_meetings_are_loaded_held_ones_and_planned_ones(
    organization: Organization, halden: Partnership
) -> None:
    make_sponsor(halden, "theirs", "Ines Roth")
    run = brought(WEEKLY, LUNCH)

    (weekly, _lunch) = entries_of(run)
    operations.remap(run=run, mapping={}, choices={f"{weekly.key}:tier": "mbr"}, at=AT)
    operations.apply(run=run, at=AT)

    found = Meeting.objects.order_by("scheduled_date")
    moved = found[1]
    assert (counts(run), {each.kind for each in found}) == ((19, 0, 0, 0), {"mbr"})
    assert [each.scheduled_date.isoformat() for each in found[:3]] == ["2026-10-05", "2026-10-21", "2026-10-26"]  # type: ignore[union-attr]
    assert (moved.held_date, moved.minutes, moved.our_attendees, moved.their_attendees, moved.their_sponsor_present) == (
        dt.date(2026, 10, 21), 30, "Priya Raman", "Ines Roth", True,
    )  # fmt: skip
    assert [each.scheduled_date for each in found if each.held_date is None][0] == dt.date(2026, 11, 23)  # noqa: RUF015


@pytest.mark.usefixtures("halden")
def test_second_reading_changes_nothing_and_a_moved_meeting_moves(load: Load) -> None:
    load(calendar(WEEKLY, LUNCH), "work.ics", choices=ALL_GUESSES)

    again = brought(WEEKLY, LUNCH, choices=ALL_GUESSES)
    later = brought(WEEKLY.replace("20261021T09", "20261022T09"), LUNCH, choices=ALL_GUESSES)

    assert (counts(again), counts(later)) == ((0, 0, 19, 0), (0, 1, 18, 0))
    assert [each["field"] for each in later.changes[0]["fields"]] == ["scheduled_date", "held_date"]


@pytest.mark.usefixtures("halden")
def test_undo_takes_the_meetings_back(load: Load) -> None:
    before = everything()
    run = load(calendar(WEEKLY), "work.ics", choices=ALL_GUESSES)

    operations.undo(run=run, at=AT)

    assert everything() == before


@pytest.mark.usefixtures("halden")
def test_what_was_confirmed_holds_for_the_next_calendar(load: Load) -> None:
    first = brought(WEEKLY, LUNCH)
    weekly, lunch = entries_of(first)
    said = {f"{weekly.key}:tier": "", f"{lunch.key}:tier": "sponsor_talk"}
    load(calendar(WEEKLY, LUNCH), "work.ics", choices={**said, "from": "2026-11-01"})

    again = brought(WEEKLY, LUNCH, at=AT + dt.timedelta(days=7))

    assert SavedMapping.objects.get().choices == said
    assert counts(again) == (0, 0, 1, 0)


def test_domain_of_a_partner_can_be_said(organization: Organization) -> None:
    make_partnership(organization, "Halden Analytics")

    run = brought(LUNCH, choices={"domain:halden.example": "Halden Analytics"})

    assert [each.title for each in entries_of(run)] == ["Lunch"]


def test_calendar_is_refused_where_no_partner_can_be_told() -> None:
    with pytest.raises(operations.UnableToImport, match="No partner's mail domain is known here"):
        brought(LUNCH)
    assert ImportRun.objects.count() == 0


@pytest.mark.usefixtures("halden")
@pytest.mark.parametrize("days", [{"from": "soon"}, {"from": "2026-05-01", "to": "2026-04-01"}])
def test_days_that_make_no_sense_are_refused(days: dict[str, str]) -> None:
    with pytest.raises(operations.UnableToImport, match=r"\.$"):
        brought(LUNCH, choices=days)


@pytest.mark.usefixtures("halden")
def test_unlimited_rule_ends_with_the_window() -> None:
    run = brought(WEEKLY, choices={"from": "2026-10-01", "to": "2026-11-01"})

    (weekly,) = entries_of(run)
    assert [day for _key, day, _end, _minutes in weekly.times] == ["2026-10-05", "2026-10-21", "2026-10-26"]
