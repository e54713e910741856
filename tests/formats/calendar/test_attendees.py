"""Who takes part, and for which side."""

from __future__ import annotations

import icalendar
import pytest

from comotion.formats.calendar.attendees import attendees, both_sides, company_domains
from comotion.formats.calendar.records import Attendee, People

PEOPLE = People(frozenset({"halden.example"}), frozenset({"northwind.example"}))


def entry(text, **params):
    address = icalendar.vCalAddress(text)
    address.params.update({name.upper(): value for name, value in params.items()})
    return address


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (entry("mailto:A@Halden.example", cn='"Ada Berg"'), [Attendee("a@halden.example", "Ada Berg", "ours")]),
        (entry("MAILTO:b@eu.northwind.example"), [Attendee("b@eu.northwind.example", None, "theirs")]),
        (entry("c@notnorthwind.example"), [Attendee("c@notnorthwind.example", None, None)]),
        (entry("mailto:d@northwind.example", partstat="DECLINED"),
         [Attendee("d@northwind.example", None, "theirs", declined=True)]),
        (entry("mailto:room@halden.example", cutype="ROOM"), []),
        (entry("mailto:beamer@halden.example", cutype="resource"), []),
        (entry("mailto:x@resource.calendar.google.com"), []),
        (entry("invalid:nomail"), []),
        (entry("Ada Berg"), []),
        (entry(""), []),
    ],
)  # fmt: skip
def test_attendee_is_read_by_address_and_side(given, found):
    assert attendees([given], PEOPLE) == tuple(found)


def test_person_who_stands_twice_is_one():
    assert len(attendees([entry("mailto:a@b.example"), entry("mailto:A@b.example")], PEOPLE)) == 1


def test_domains_of_free_mail_stand_for_no_company():
    assert company_domains(["@Northwind.example ", "gmail.com", "", "sub.b.example."]) == {
        "northwind.example", "sub.b.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("addresses", "answer"),
    [
        ([], None),
        (["a@gmail.com"], None),
        (["a@halden.example", "b@halden.example"], False),
        (["a@halden.example", "b@northwind.example"], True),
        (["a@one.example", "b@two.example"], True),
        (["a@one.example", "b@gmail.com"], False),
    ],
)
def test_both_sides_are_there_where_two_companies_are(addresses, answer):
    assert both_sides(attendees([entry(f"mailto:{each}") for each in addresses], PEOPLE)) is answer


def test_who_declined_is_not_there():
    found = attendees(
        [entry("mailto:a@halden.example"), entry("mailto:b@northwind.example", partstat="declined")], PEOPLE
    )
    assert both_sides(found) is False
