"""What a list of partnerships makes, keeps, and never erases."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.accounts.models import Opportunity
from comotion.core.principal import acting_as
from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.partnerships.models import Partnership, Party, Sponsor, Standing
from tests.factories import make_member, make_organization, make_partnership, make_room, principal_of
from tests.imports.conftest import AT, Load, codes, counts, previewed
from tests.imports.everything import everything

LIST = "Partner,Partner ID,Owner,Our sponsor,Partner sponsor,Level,Notes,Started\n"


def test_partnership_comes_with_partner_parties_standing_and_sponsors(organization: Organization, load: Load) -> None:
    load(LIST + "Halden,P1,Mira,Ana,Odd,Gold,Good,2024-02-01\n")

    partnership = Partnership.objects.get()
    parties = Party.objects.order_by("position").values_list("organization__name", "state", "organization__kept_by")
    standing = Standing.objects.get()
    sponsors = Sponsor.objects.order_by("side").values_list("side", "name", "from_date", "until_date")
    assert (partnership.name, partnership.started_date, partnership.owner_org_id) == (
        "Halden", dt.date(2024, 2, 1), organization.pk,
    )  # fmt: skip
    assert list(parties) == [("Northwind Cloud", "active", None), ("Halden", "record", organization.pk)]
    assert (standing.external_id, standing.owner_name, standing.owner, standing.level) == ("P1", "Mira", None, "Gold")
    assert list(sponsors) == [("ours", "Ana", None, None), ("theirs", "Odd", None, None)]


def test_owner_is_linked_by_name_and_by_address(organization: Organization, load: Load) -> None:
    mira = make_member(organization, "member", email="mira@northwind.example").person

    load(LIST + "Halden,P1,Mira,,,,,\nKestrel,P2,MIRA@northwind.example,,,,,\n")

    assert list(Standing.objects.values_list("owner", flat=True)) == [mira.pk, mira.pk]


def test_blank_cells_and_missing_columns_never_erase(load: Load) -> None:
    load(LIST + "Halden,P1,Mira,Ana,Odd,Gold,Good,2024-02-01\n")
    before = everything()

    run = load(LIST + "Halden,P1,,,,,,\n")
    names_only = load("Partner\nHalden\n", kind="partnerships")

    assert (counts(run), counts(names_only)) == ((0, 0, 1, 0), (0, 0, 1, 0))
    assert everything() == before


def test_blank_cells_erase_where_the_person_says_so(load: Load) -> None:
    load(LIST + "Halden,P1,Mira,Ana,Odd,Gold,Good,2024-02-01\n")

    run = load(LIST + "Halden,P1,,,,,,\n", choices={"Notes:empty": "erase", "Our sponsor:empty": "erase"})

    assert run.changes == [
        {"row": 2, "name": "Halden", "fields": [
            {"field": "notes", "old": "Good", "new": None}, {"field": "our_sponsor", "old": "Ana", "new": None},
        ]}
    ]  # fmt: skip
    assert Standing.objects.values_list("notes", "level").get() == ("", "Gold")
    assert Sponsor.objects.get(side="ours").until_date == AT.date()


def test_new_sponsor_ends_the_office_of_the_old_one_and_undo_restores_it(load: Load) -> None:
    load(LIST + "Halden,P1,Mira,Ana,Odd,Gold,,\n")
    before = everything()

    run = load(LIST + "Halden,P1,Mira,Bea,Odd,Gold,,\n")
    offices = list(Sponsor.objects.filter(side="ours").order_by("pk").values_list("name", "from_date", "until_date"))
    operations.undo(run=run, at=AT)

    assert offices == [("Ana", None, AT.date()), ("Bea", AT.date(), None)]
    assert everything() == before


def test_renamed_partner_is_the_same_partner(load: Load) -> None:
    load(LIST + "Halden,P1,,,,,,\n")

    run = load(LIST + "Halden Analytics,P1,,,,,,\n")

    assert counts(run) == (0, 1, 0, 0)
    assert Partnership.objects.get().name == "Halden Analytics"
    assert Organization.objects.filter(name="Halden Analytics").count() == 1
    assert Organization.objects.filter(name="Halden").count() == 0


def test_name_alone_finds_a_partner_and_takes_its_id_over(load: Load) -> None:
    load('Partner,Level\n"Halden  analytics, Inc.",Gold\n')

    run = load(LIST + "HALDEN Analytics Inc,P1,,,,,,\n")

    assert counts(run) == (0, 1, 0, 0)
    assert Standing.objects.get().external_id == "P1"


def test_two_ids_of_one_name_stay_two_and_a_mere_name_is_then_refused(load: Load) -> None:
    run = load(LIST + "Halden,P1,,,,,,\nHalden,P2,,,,,,\n")
    named = load("Partner,Level\nHalden,Gold\n")

    assert (counts(run), counts(named)) == ((2, 0, 0, 0), (0, 0, 0, 1))
    assert codes(named) == [("AMBIGUOUS_PARTNERSHIP", "Partner")]


def test_foreign_rows_are_neither_touched_nor_revealed(load: Load) -> None:
    other = make_organization("Other")
    secret = make_partnership(other, "Halden", standing={"external_id": "P1", "notes": "secret"})
    with acting_as(principal_of(make_member(other))):
        theirs = list(Standing.objects.values_list())

    run = load(LIST + "Halden,P1,,,,Gold,,\n")
    reading = load("Partner,KPI,Month,Value\nOnly theirs,trust_survey,2026-09,4\n")

    assert counts(run) == (1, 0, 0, 0)
    assert [each["remedy"] for each in reading.problems] == ["Import the partnership first, or correct the name."]
    with acting_as(principal_of(make_member(other))):
        assert list(Standing.objects.values_list()) == theirs
        assert list(Partnership.objects.all()) == [secret]


def test_room_of_another_organization_keeps_its_name_and_takes_our_standing(
    organization: Organization, load: Load
) -> None:
    room = make_room("Halden", make_organization("Halden"), organization)

    run = load(LIST + "HALDEN,P1,,,,Gold,,2020-01-01\n")

    assert counts(run) == (0, 1, 0, 0)
    room.refresh_from_db()
    assert (room.name, room.started_date) == ("Halden", None)
    assert Standing.objects.values_list("level", "partnership").get() == ("Gold", room.pk)


def test_deals_that_named_a_partner_are_linked_when_it_comes(load: Load) -> None:
    deals = load("Opportunity ID,Opportunity Name,Partner Account\nO1,Deal,Halden\nO2,Other,Halden\n")
    before = everything()

    run = load(LIST + "Halden,P1,,,,,,\n")
    linked = list(Opportunity.objects.values_list("partnership__name", flat=True))
    operations.undo(run=run, at=AT)

    assert [(each["code"], each["refuses"], each["message"]) for each in deals.problems] == [
        ("UNKNOWN_PARTNERSHIP", False, "“Halden” names a partnership that is not here. (2 rows)")
    ]
    assert linked == ["Halden", "Halden"]
    assert everything() == before


def test_status_of_a_partner_is_reported_as_not_kept(principal: object) -> None:
    run = previewed("Partner,Status\nHalden,warm\n")

    assert codes(run) == [("NOT_KEPT", "Status")]


@pytest.mark.usefixtures("principal")
def test_unknown_partner_is_refused_with_the_nearest_names(organization: Organization) -> None:
    make_partnership(organization, "Halden Analytics")
    make_partnership(organization, "Kestrel Payments")

    run = previewed("Partner,KPI,Month,Value\nHaldn Analytics,trust_survey,2026-09,4\n")

    assert [(each["value"], each["remedy"]) for each in run.problems] == [
        ("Haldn Analytics", "Do you mean “Halden Analytics”? Correct the name, or import the partnership first.")
    ]


@pytest.mark.usefixtures("principal")
def test_text_can_be_read_as_a_partnership_by_one_answer(organization: Organization, load: Load) -> None:
    make_partnership(organization, "Halden Analytics")

    run = load("Partner,KPI,Month,Value\nHaldn,trust_survey,2026-09,4\n", choices={"Partner=Haldn": "Halden Analytics"})

    assert counts(run) == (1, 0, 0, 0)
