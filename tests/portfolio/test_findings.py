"""First findings: what the data tell that the user may not have known."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from comotion.accounts.models import DealMerge, Opportunity, Stage
from comotion.identity.models import Organization
from comotion.partnerships.models import Partnership
from comotion.portfolio.operations import refresh
from comotion.portfolio.queries import findings, partnership_brief, portfolio_page
from tests.factories import (
    make_meeting,
    make_opportunity,
    make_organization,
    make_partnership,
    make_readings,
    make_sponsor,
)
from tests.scores.world import AT, OCTOBER, TODAY, make_full_partnership

pytestmark = pytest.mark.usefixtures("principal")


def of(code: str) -> list[tuple[str, int, dict[str, Any]]]:
    return [(one.name, one.count, one.detail) for one in findings(TODAY).findings if one.code == code]


def open_deal(partnership: Partnership, amount: float | None = 100.0, **fields: Any) -> Opportunity:
    defaults = {"currency": "EUR", "is_closed": False, "close_date": dt.date(2027, 1, 10), "external_id": ""}
    return make_opportunity(
        partnership.owner_org, "Deal", partnership=partnership, amount=amount, **(defaults | fields)
    )


def test_open_pipeline_without_a_meeting_in_30_days_is_found(organization: Organization) -> None:
    quiet, busy, never = (make_partnership(organization, name) for name in ("Quiet", "Busy", "Never"))
    for partnership, amount in ((quiet, 100.0), (busy, 900.0), (never, 300.0)):
        open_deal(partnership, amount)
    make_meeting(quiet, "wts", None, held_date=TODAY - dt.timedelta(days=31))
    make_meeting(busy, "wts", None, held_date=TODAY - dt.timedelta(days=30))
    assert of("OPEN_PIPELINE_NO_MEETING") == [
        ("Never", 1, {"amount": 300.0, "currency": "EUR", "last_meeting": None}),
        ("Quiet", 1, {"amount": 100.0, "currency": "EUR", "last_meeting": "2026-10-16"}),
    ]


def test_deals_that_name_no_partner_are_counted_with_what_they_lack(organization: Organization) -> None:
    make_opportunity(organization, "Bare")
    make_opportunity(organization, "Staged", stage="Proposal", amount=0)
    make_opportunity(organization, "Named", partner_name="Osprey Robotics")
    make_opportunity(organization, "Merged", merged_into="x")

    assert of("DEAL_NAMES_NO_PARTNER") == [("", 2, {"deals": 3, "without_stage": 1, "without_amount": 1})]


def test_closed_merged_and_foreign_deals_are_no_pipeline(organization: Organization) -> None:
    partnership = make_partnership(organization)
    open_deal(partnership, is_closed=True)
    open_deal(partnership, merged_into="x")
    open_deal(partnership, external_id="m")
    DealMerge.objects.create(owner_org=organization, survivor_external_id="s", merged_external_id="m")
    Stage.objects.create(owner_org=organization, external_id="7", label="Paid", is_closed=True)
    open_deal(partnership, is_closed=None, stage="Paid")
    open_deal(partnership, is_closed=None, close_date=dt.date(2026, 1, 1))
    make_opportunity(make_organization("Else"), "Deal", partnership=partnership, is_closed=False, amount=5)
    assert of("OPEN_PIPELINE_NO_MEETING") == []


def test_amounts_in_two_currencies_are_not_added(organization: Organization) -> None:
    partnership = make_partnership(organization, "Quiet")
    open_deal(partnership)
    open_deal(partnership, currency="USD")
    assert of("OPEN_PIPELINE_NO_MEETING") == [("Quiet", 2, {"amount": None, "currency": "", "last_meeting": None})]


def test_deals_that_name_a_partner_but_no_owner_there_are_found(organization: Organization) -> None:
    partnership = make_partnership(organization, "Quiet")
    open_deal(partnership)
    open_deal(partnership, partner_owner_name="Dario Venn")
    assert of("DEAL_WITHOUT_PARTNER_OWNER") == [("Quiet", 1, {"open": 2})]


def test_a_sponsor_not_seen_for_a_quarter_is_found(organization: Organization) -> None:
    partnership = make_partnership(organization, "Quiet")
    make_sponsor(partnership, "ours", "Ines Ferreira")
    make_sponsor(partnership, "theirs", "Marta Lindqvist")
    make_sponsor(partnership, "theirs", "Long gone", until_date=dt.date(2026, 1, 1))
    held = TODAY - dt.timedelta(days=92)
    make_meeting(partnership, "qsr", None, held_date=held, our_sponsor_present=True)
    found = [(detail["side"], detail["sponsor"], detail["days"]) for _, _, detail in of("SPONSOR_NOT_SEEN")]
    assert found == [("theirs", "Marta Lindqvist", None), ("ours", "Ines Ferreira", 92)]


def test_metrics_on_which_two_sources_disagree_are_found(organization: Organization) -> None:
    partnership = make_full_partnership(organization)
    make_readings(partnership, "revenue_vs_plan", OCTOBER, [1.1])
    refresh(as_of=TODAY, at=AT)
    ((name, _, detail),) = of("SOURCES_DISAGREE")
    assert (name, detail["kpi"], detail["value"], detail["other"]) == (
        "Halden Analytics",
        "revenue_vs_plan",
        pytest.approx(0.9),
        1.1,
    )


def test_names_of_partners_that_nobody_knows_are_found(organization: Organization) -> None:
    for name in ("Acme", "Acme", "Zeta", ""):
        make_opportunity(organization, "Deal", partner_name=name)
    assert of("UNKNOWN_PARTNER_NAMED") == [("Acme", 2, {}), ("Zeta", 1, {})]


def test_what_to_measure_first_is_told_by_weight(organization: Organization) -> None:
    partnership = make_partnership(organization, "Thin")
    make_readings(partnership, "trust_survey", OCTOBER, [70])
    refresh(as_of=TODAY, at=AT)
    ((name, _, detail),) = of("MEASURE_FIRST")
    assert (name, detail["missing"][0]) == ("Thin", "revenue_vs_plan")
    assert detail["missing"][-2:] == ["potential", "effort"]


def test_ten_of_a_code_are_listed_and_all_are_counted(organization: Organization) -> None:
    for number in range(12):
        open_deal(make_partnership(organization, f"Partner {number:02}"))
    found = findings(TODAY)
    assert found.totals["OPEN_PIPELINE_NO_MEETING"] == 12
    assert sum(one.code == "OPEN_PIPELINE_NO_MEETING" for one in found.findings) == 10


def test_next_review_is_the_next_planned_one_that_was_not_held(organization: Organization) -> None:
    partnership = make_partnership(organization, "Halden Analytics")
    make_readings(partnership, "trust_survey", OCTOBER, [70.0])
    make_meeting(partnership, "mbr", TODAY - dt.timedelta(days=3))
    make_meeting(partnership, "wts", TODAY + dt.timedelta(days=1))
    make_meeting(partnership, "qsr", TODAY + dt.timedelta(days=20))
    make_meeting(partnership, "mbr", TODAY + dt.timedelta(days=9))
    refresh(as_of=TODAY, at=AT)
    assert [line.next_review_date for line in portfolio_page().lines] == [TODAY + dt.timedelta(days=9)]
    assert partnership_brief(partnership.ref, today=TODAY).next_review_date == TODAY + dt.timedelta(days=9)


def test_next_review_set_by_a_person_goes_before_planned_ones(organization: Organization) -> None:
    day = TODAY + dt.timedelta(days=30)
    partnership = make_partnership(organization, "Halden Analytics", standing={"next_review_date": day})
    make_readings(partnership, "trust_survey", OCTOBER, [70.0])
    make_meeting(partnership, "mbr", TODAY + dt.timedelta(days=9))
    refresh(as_of=TODAY, at=AT)
    assert [line.next_review_date for line in portfolio_page().lines] == [day]
