"""Whose people an address belongs to."""

from __future__ import annotations

import pytest

from comotion.core.principal import past_the_wall
from comotion.identity.models import Organization
from comotion.imports.cells import UnableToKeep
from comotion.imports.references import PartnershipIndex
from comotion.imports.sides import domains_said, host_of, sides_of
from comotion.partnerships.models import Standing
from tests.factories import make_organization, make_partnership, make_room


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("https://www.halden.example/about?x=1", "halden.example"),
        ("Halden.Example", "halden.example"),
        ("halden.example:8080/path", "halden.example"),
        ("n/a", ""),
        ("http://[broken", ""),
    ],
)
def test_domain_is_taken_out_of_a_web_address(site: str, host: str) -> None:
    assert host_of(site) == host


def test_domains_are_said_one_a_line() -> None:
    said = domains_said("halden.example = Halden Analytics\n\n@Kestrel.example=Kestrel Payments\n")

    assert said == {"domain:halden.example": "Halden Analytics", "domain:kestrel.example": "Kestrel Payments"}


@pytest.mark.parametrize("line", ["halden.example", "gmail.com = Halden", "halden = Halden", "= Halden"])
def test_line_that_names_no_domain_of_a_company_is_refused(line: str) -> None:
    with pytest.raises(UnableToKeep):
        domains_said(line)


@pytest.mark.usefixtures("principal")
def test_sides_are_known_by_websites_by_those_who_joined_and_by_what_was_said(organization: Organization) -> None:
    Organization.unscoped.filter(pk=organization.pk).update(domain="northwind.example")
    joined = make_organization("Kestrel Payments")
    Organization.unscoped.filter(pk=joined.pk).update(domain="kestrel.example")
    room = make_room("Kestrel", organization, joined)
    halden = make_partnership(organization, "Halden Analytics", standing={"website": "https://halden.example"})
    make_partnership(organization, "Us", standing={"website": "shop.northwind.example"})
    make_partnership(organization, "Freemail", standing={"website": "gmail.com"})
    index = PartnershipIndex.load(organization.pk)

    sides = sides_of(organization.pk, index, {"domain:halden.test": "Halden Analytics", "Close Date": "dmy"})

    assert "northwind.example" in sides.ours
    assert dict(sides.theirs) == {
        "halden.example": (halden.pk,), "kestrel.example": (room.pk,), "halden.test": (halden.pk,),
    }  # fmt: skip
    assert sides.partnerships_of("eu.halden.example") == (halden.pk,)
    assert sides.partnerships_of("elsewhere.example") == ()


@pytest.mark.usefixtures("principal")
def test_a_partnership_is_found_by_the_name_of_its_room_and_by_what_we_call_it(organization: Organization) -> None:
    other = make_organization("Kestrel Payments")
    room = make_room("Kestrel and friends", other, organization)
    Standing.objects.update_or_create(partnership=room, owner_org=organization, defaults={"called": "Kestrel Nordic"})
    with past_the_wall():
        Standing.unscoped.create(partnership=room, owner_org=other, called="Our best customer")
    index = PartnershipIndex.load(organization.pk)

    assert [index.find(name) for name in ("kestrel and friends", "Kestrel nordic")] == [room.pk, room.pk]
    with pytest.raises(UnableToKeep):
        index.find("Our best customer")
