"""The ecosystem: who may, what its tables say, where it is empty, queries, whose rows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from comotion.ecosystem.models import PartnerProfile, PeerLink
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from tests.conftest import MemberClient
from tests.factories import make_organization, make_partnership
from tests.web.program import body, broken_links, count_queries, text_of

PAGE = "/o/northwind-cloud/ecosystem/"
LONG_AGO = dt.date(2020, 1, 5)


def linked(left: Partnership, right: Partnership, kind: str = "referral", **fields: object) -> None:
    given = {"started_date": LONG_AGO, "last_active_date": dt.date(2021, 1, 5), **fields}
    PeerLink.unscoped.create(owner_org=left.owner_org, left=left, right=right, kind=kind, **given)


def profiled(partnership: Partnership) -> None:
    PartnerProfile.unscoped.create(
        owner_org=partnership.owner_org, partnership=partnership, category="integration", offers="etl;api",
        segment_shares="Retail=0.6;SMB=0.4", business_model="services", regions="DE;NO",
    )  # fmt: skip


def test_ecosystem_lists_links_and_profiles(organization: Organization, member_client: MemberClient) -> None:
    halden, kestrel = (make_partnership(organization, name) for name in ("Halden", "Kestrel"))
    linked(halden, kestrel)
    linked(halden, kestrel, "joint_event", ended_date=dt.date(2021, 2, 1))
    profiled(halden)
    text = text_of(body(member_client("owner").get(PAGE)))

    assert "No two partners are known to work with each other yet." in text
    assert "Halden and Kestrel Referral quiet 5 January 2020 5 January 2021" in text
    assert "Halden and Kestrel Joint event ended" in text
    assert "Without an active link: Halden and Kestrel." in text
    assert "Halden DE, NO integration etl and api Retail 60%, SMB 40% Services –" in text


def test_ecosystem_that_is_empty_says_what_fills_it(organization: Organization, member_client: MemberClient) -> None:
    text = text_of(body(member_client("analyst").get(PAGE)))
    assert ("Import links" in text, "Import profiles" in text) == (True, True)


def test_ecosystem_shows_nothing_of_another_organization(
    organization: Organization, member_client: MemberClient
) -> None:
    another = make_organization("Another Cloud")
    left, right = (make_partnership(another, name) for name in ("Secret one", "Secret two"))
    linked(left, right)
    profiled(left)
    assert "Secret" not in body(member_client("owner").get(PAGE))


def test_partner_that_is_linked_with_itself_is_never_stored(organization: Organization) -> None:
    halden = make_partnership(organization, "Halden")
    with pytest.raises(IntegrityError, match="peer_link_of_two_partners"), transaction.atomic():
        linked(halden, halden)

    assert PeerLink.unscoped.count() == 0


def test_ecosystem_is_read_by_every_role_and_only_read(
    organization: Organization, client: Client, member_client: MemberClient
) -> None:
    roles = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
    assert {role: member_client(role).get(PAGE).status_code for role in roles} == dict.fromkeys(roles, 200)
    assert member_client("owner").post(PAGE).status_code == 405
    assert client.get(PAGE).status_code == 302


def test_ecosystem_takes_as_many_queries_for_three_lines_as_for_one(
    organization: Organization, member_client: MemberClient
) -> None:
    owner = member_client("owner")
    partners = [make_partnership(organization, f"Partner {number}") for number in range(4)]
    linked(partners[0], partners[1])
    profiled(partners[0])
    one = count_queries(owner, PAGE)
    for left, right in ((partners[0], partners[2]), (partners[1], partners[3])):
        linked(left, right)
        profiled(right)
    assert count_queries(owner, PAGE) == one
    assert broken_links(owner, PAGE) == {}
