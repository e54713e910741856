"""Drafts: kept while a person types, back when they return, seen by nobody else, gone once sent or discarded."""

from __future__ import annotations

from django.test import Client

from comotion.core.models import Draft
from comotion.identity.models import Organization
from comotion.measures.models import Reading
from tests.conftest import MemberClient
from tests.factories import make_partnership

SETTINGS = "/o/northwind-cloud/settings/"
KEEP = "/o/northwind-cloud/drafts/settings/"
WEIGHT = "card-category_weights-financial_performance"


def test_draft_is_back_when_its_author_returns(member_client: MemberClient) -> None:
    client = member_client("owner")
    assert client.post(KEEP, {WEIGHT: "21", "reason": "Trust first"}).status_code == 204
    page = client.get(SETTINGS).content.decode()
    assert 'value="21"' in page
    assert "Trust first" in page
    assert "What you typed on" in page


def test_draft_is_seen_by_nobody_else(member_client: MemberClient) -> None:
    member_client("owner").post(KEEP, {WEIGHT: "21"})
    page = member_client("alliance_manager").get(SETTINGS).content.decode()
    assert 'value="21"' not in page
    assert "What you typed on" not in page


def test_discarding_forgets_it_and_leads_back(member_client: MemberClient) -> None:
    client = member_client("owner")
    client.post(KEEP, {WEIGHT: "21"})
    answer = client.post(f"{KEEP}discard/", {"back": SETTINGS})
    assert (answer.status_code, answer["Location"]) == (302, SETTINGS)
    assert 'value="21"' not in client.get(SETTINGS).content.decode()


def test_discarding_never_leads_to_another_site(member_client: MemberClient) -> None:
    answer = member_client("owner").post(f"{KEEP}discard/", {"back": "//evil.example/"})
    assert answer["Location"] == "/o/northwind-cloud/today/"


def test_draft_larger_than_a_form_is_refused_with_a_sentence(member_client: MemberClient) -> None:
    answer = member_client("owner").post(KEEP, {"reason": "x" * 100_001})
    assert (answer.status_code, answer.content.decode()) == (
        422,
        "This is more than a form holds. Shorten the longest text.",
    )
    assert not Draft.unscoped.exists()


def test_sending_the_form_forgets_its_draft(
    member_client: MemberClient, organization: Organization, principal: object
) -> None:
    partnership = make_partnership(organization, "Halden Analytics")
    client: Client = member_client("owner")
    form = f"enter_reading-{partnership.ref}"
    client.post(f"/o/northwind-cloud/drafts/{form}/", {"source": "half a sentence"})
    address = f"/o/northwind-cloud/partnerships/{partnership.ref}/metrics/enter/"
    assert "half a sentence" in client.get(address).content.decode()
    sent = {"kpi": "trust_survey", "month": "2020-01", "value": "61", "source": "a count"}
    assert client.post(address, sent).status_code == 302
    assert Reading.unscoped.get().value == 61
    assert not Draft.unscoped.exists()


def test_auditor_keeps_no_draft(member_client: MemberClient) -> None:
    assert member_client("auditor").post(KEEP, {WEIGHT: "21"}).status_code == 403


def test_reading_a_draft_by_address_is_not_offered(member_client: MemberClient) -> None:
    assert member_client("owner").get(KEEP).status_code == 405
