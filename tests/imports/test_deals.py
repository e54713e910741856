"""Deals: partners they name, deals merged away, deleted or reopened."""

from __future__ import annotations

from comotion.accounts.models import Opportunity
from comotion.identity.models import Organization
from comotion.imports import operations
from tests.factories import make_partnership
from tests.imports.conftest import AT, Load, counts
from tests.imports.everything import everything

DEALS = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Partner Account\n"


def test_deal_is_linked_to_the_partner_it_names(organization: Organization, load: Load) -> None:
    partnership = make_partnership(organization, "Halden Analytics", standing={"external_id": "P1"})

    load(DEALS + "O1,One,Dairy,Proposal,100,halden analytics\nO2,Two,Dairy,Proposal,100,P1\nO3,Three,Dairy,,,\n")

    assert list(Opportunity.objects.order_by("name").values_list("name", "partnership", "partner_name", "amount")) == [
        ("One", partnership.pk, "halden analytics", 100),
        ("Three", None, "", None),
        ("Two", partnership.pk, "P1", 100),
    ]


def test_merged_deals_are_marked_whichever_file_comes_first(load: Load) -> None:
    load(DEALS + "O1,One,Dairy,,,\nO2,Two,Dairy,,,\n")
    before = everything()

    merges = load("Deal ID,Merged deal ID\nO1,O2\nO1,O3\n")
    load(DEALS + "O3,Three,Dairy,,,\n")

    assert list(Opportunity.objects.order_by("external_id").values_list("external_id", "merged_into")) == [
        ("O1", ""), ("O2", "O1"), ("O3", "O1"),
    ]  # fmt: skip
    later = load(DEALS + "O3,Three,Dairy,,,\n")
    assert counts(later) == (0, 0, 1, 0)
    Opportunity.objects.filter(external_id="O3").delete()
    operations.undo(run=merges, at=AT)
    assert everything() == before


def test_reopened_deal_is_not_closed_any_more(load: Load) -> None:
    load(DEALS + "O1,One,Dairy,Closed Won,100,\n")
    won = Opportunity.objects.values_list("is_closed", "is_won").get()

    load(DEALS + "O1,One,Dairy,Negotiation,100,\n")

    assert won == (True, True)
    assert Opportunity.objects.values_list("is_closed", "is_won").get() == (None, None)


def test_deal_deleted_at_its_source_goes_and_undo_brings_it_back(load: Load) -> None:
    header = "Opportunity ID,Opportunity Name,Stage,IsDeleted\n"
    load(header + "O1,One,Proposal,false\nO2,Two,Proposal,false\n")
    before = everything()

    run = load(header + "O1,One,Proposal,true\nO2,Two,Proposal,false\nO9,Nine,Proposal,true\n")
    left = list(Opportunity.objects.values_list("external_id", flat=True))
    operations.undo(run=run, at=AT)

    assert counts(run) == (0, 1, 2, 0)
    assert left == ["O2"]
    assert everything() == before


def test_deals_without_ids_are_known_by_account_and_name(load: Load) -> None:
    header = "Account Name,Opportunity Name,Stage,Amount\n"

    first = load(header + "Dairy,Renewal,Proposal,100\nFoundry,Renewal,Proposal,50\n")
    second = load(header + "Dairy,Renewal,Proposal,120\nFoundry,Renewal,Proposal,50\n")

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (0, 1, 1, 0))


def test_row_without_an_id_that_fits_two_deals_is_refused(load: Load) -> None:
    load(DEALS + "O1,Renewal,Dairy,,100,\nO2,Renewal,Dairy,,200,\n")

    run = load("Account Name,Opportunity Name,Stage,Amount\nDairy,Renewal,Proposal,120\n")

    assert counts(run) == (0, 0, 0, 1)
    assert [each["code"] for each in run.problems] == ["AMBIGUOUS_ROW"]


def test_text_longer_than_its_field_refuses_the_row(load: Load) -> None:
    run = load(DEALS + f"O1,{'long ' * 60},Dairy,,100,\nO2,Two,Dairy,,99999999999999999999999,\nO3,Three,Dairy,,1,\n")

    assert counts(run) == (1, 0, 0, 2)
    assert sorted((each["code"], each["column"]) for each in run.problems) == [
        ("TOO_LARGE", "Amount"), ("TOO_LONG", "Opportunity Name"),
    ]  # fmt: skip
