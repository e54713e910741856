"""Meetings as facts: who attended as far as it is known, one query for any number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Organization
from comotion.rhythm.facts import MeetingFacts
from comotion.rhythm.queries import last_held, last_of, last_sponsor_contacts, next_of
from tests.factories import make_meeting, make_organization, make_partnership

pytestmark = pytest.mark.usefixtures("principal")
DAY = dt.date(2026, 10, 14)
TODAY = dt.date(2026, 11, 16)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_one_query_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        make_meeting(partnership, "mbr", DAY)
    with CaptureQueriesContext(connection) as captured:
        facts = MeetingFacts(None)
        assert [len(facts.take(partnership.pk)) for partnership in made] == [1] * size
    assert len(captured) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [("Priya", "Dario", True), ("Priya", "", False), ("", "Dario", False), ("", " ", None)],
)
def test_attendance_is_known_once_anybody_is_named(
    organization: Organization, ours: str, theirs: str, expected: bool | None
) -> None:
    partnership = make_partnership(organization)
    make_meeting(partnership, "mbr", DAY, held_date=DAY, our_attendees=ours, their_attendees=theirs)
    (found,) = MeetingFacts(None).take(partnership.pk)
    assert found.both_attended is expected


def test_a_sponsor_counts_where_the_other_side_was_there(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_meeting(
        partnership, "qsr", DAY, held_date=DAY, our_attendees="Ines", their_attendees="Dario", our_sponsor_present=True
    )
    make_meeting(partnership, "qsr", DAY, held_date=DAY, our_attendees="Ines", our_sponsor_present=True)
    make_meeting(partnership, "qsr", DAY, our_sponsor_present=True, their_attendees="Dario")
    found = MeetingFacts(None).take(partnership.pk)
    assert [meeting.sponsor_contact("ours") for meeting in found] == [True, False, False]
    assert not any(meeting.sponsor_contact("theirs") for meeting in found)


def test_last_and_next_meetings_are_those_before_and_after_today(organization: Organization) -> None:
    partnership = make_partnership(organization)
    for held in (DAY, TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=2)):
        make_meeting(partnership, "wts", None, held_date=held, their_sponsor_present=True)
    make_meeting(partnership, "qsr", TODAY + dt.timedelta(days=5))
    make_meeting(partnership, "mbr", DAY)
    before = TODAY - dt.timedelta(days=2)
    assert last_held(TODAY) == {partnership.pk: before}
    assert last_sponsor_contacts(TODAY) == {(partnership.pk, "theirs"): before}
    assert last_of(partnership.pk, TODAY) == {"wts": ("wts", None, before)}
    assert next_of(partnership.pk, TODAY) == [("qsr", TODAY + dt.timedelta(days=5), None)]


def test_another_organizations_meetings_are_not_read(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_meeting(partnership, "mbr", DAY, held_date=DAY, owner_org=make_organization("Else"), visibility=3)
    assert MeetingFacts(None).take(partnership.pk) == ()
    assert last_held(TODAY) == {}
