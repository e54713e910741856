"""The factories make rows that their owner sees and nobody else does."""

from __future__ import annotations

import datetime as dt

from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Organization
from comotion.ledger.models import HorizonGrade, LedgerEntry, RoadmapTheme
from comotion.measures.models import Reading
from comotion.partnerships.models import Partnership, Party, Sponsor, Standing
from comotion.rhythm.models import Meeting
from comotion.surveys.models import PulseRound
from tests.conftest import MemberClient
from tests.factories import (
    make_account,
    make_answers,
    make_grade,
    make_ledger_entry,
    make_meeting,
    make_member,
    make_opportunity,
    make_organization,
    make_partnership,
    make_readings,
    make_room,
    make_sponsor,
    make_theme,
    principal_of,
)


def test_make_partnership_is_seen_by_its_owner_only(organization: Organization, principal: Principal) -> None:
    partnership = make_partnership(organization, "Halden Analytics", standing={"level": "Gold"})

    assert list(Partnership.objects.all()) == [partnership]
    assert [party.organization.name for party in Party.objects.order_by("position")] == [
        "Northwind Cloud",
        "Halden Analytics",
    ]
    assert Standing.objects.get().level == "Gold"
    with acting_as(principal_of(make_member(make_organization("Elsewhere")))):
        assert not Partnership.objects.exists()


def test_make_room_is_seen_by_all_its_parties(organization: Organization, principal: Principal) -> None:
    partner = make_organization("Halden Analytics")
    room = make_room("Northwind – Halden", organization, partner)

    with acting_as(principal_of(make_member(partner, "analyst"))):
        assert list(Partnership.objects.all()) == [room]


def test_make_readings_leaves_missing_months_out(organization: Organization, principal: Principal) -> None:
    partnership = make_partnership(organization)
    make_readings(partnership, "revenue", dt.date(2025, 11, 1), [1.0, None, 3.0])

    assert list(Reading.objects.order_by("period_start").values_list("period_start", "value")) == [
        (dt.date(2025, 11, 1), 1.0),
        (dt.date(2026, 1, 1), 3.0),
    ]


def test_records_belong_to_the_owner_of_the_partnership(organization: Organization, principal: Principal) -> None:
    partnership = make_partnership(organization)
    make_meeting(partnership, "qsr", dt.date(2026, 1, 5), held_date=dt.date(2026, 1, 6))
    make_sponsor(partnership, "ours")
    make_answers(partnership, dt.date(2026, 1, 31), "theirs", {"trust_1": [4, 5, None]})
    make_ledger_entry(partnership, "ours", "contribution", 100)
    make_grade(partnership, "h1", 3)
    make_theme(partnership, "One login")
    make_account(organization, "Acme")
    make_opportunity(organization, "Acme renewal")

    for model in (Meeting, Sponsor, PulseRound, LedgerEntry, HorizonGrade, RoadmapTheme):
        assert [row.owner_org_id for row in model.objects.all()] == [organization.pk]


def test_member_client_logs_in_as_the_role(member_client: MemberClient) -> None:
    client = member_client("analyst")

    assert client.get("/").headers["Location"] == "/o/northwind-cloud/today/"
