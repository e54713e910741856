"""The candidates: who may, what the table says, where it is empty, queries, whose rows."""

from __future__ import annotations

from typing import Any

from django.test import Client

from comotion.identity.models import Organization
from comotion.selection.models import Candidate, PanelScore
from tests.conftest import MemberClient
from tests.factories import make_organization
from tests.web.program import body, broken_links, count_queries, text_of

PAGE = "/o/northwind-cloud/selection/"
DIMENSIONS = ("strategic_fit", "cultural_compatibility", "operational_capability", "market_position")


def scored(owner: Organization, name: str, *rounds: tuple[int, int, int, int], **fields: Any) -> Candidate:
    """A candidate with what each rater gave it in the four dimensions."""
    candidate = Candidate.unscoped.create(owner_org=owner, name=name, **fields)
    for number, given in enumerate(rounds):
        for dimension, score in zip(DIMENSIONS, given, strict=True):
            PanelScore.unscoped.create(
                owner_org=owner,
                candidate=candidate,
                rater=f"r{number}",
                dimension=dimension,
                score=score,
                evidence="call",
            )
    return candidate


def test_candidates_stand_with_those_to_approach_first_on_top(
    organization: Organization, member_client: MemberClient
) -> None:
    scored(organization, "Vega", (3, 3, 3, 3), (3, 3, 3, 3))
    scored(organization, "Halden", (4, 4, 3, 3), (4, 4, 5, 3), aligned_items=4, wildcard=True)
    scored(organization, "Lyra", excluded_because="compliance")
    scored(organization, "Orion")
    text = text_of(body(member_client("owner").get(PAGE)))

    assert "One of four candidates is worth approaching first; one has no score yet." in text
    assert "Halden wildcard to be discussed: Operational capability Approach first 68.8 4 4 4 3 2" in text
    assert "Vega Watch 50.0 3 3 3 3 2" in text
    assert "Orion Not scored yet no score – – – – 0" in text
    assert text.index("Halden") < text.index("Vega") < text.index("Lyra")
    assert "Lyra Out Compliance" in text


def test_page_that_is_empty_says_what_fills_it(organization: Organization, member_client: MemberClient) -> None:
    text = text_of(body(member_client("analyst").get(PAGE)))
    assert "Nobody is a candidate yet." in text
    assert "A list of companies that might become partners fills this" in text


def test_page_shows_nothing_of_another_organization(organization: Organization, member_client: MemberClient) -> None:
    scored(make_organization("Another Cloud"), "Secret", (5, 5, 5, 5))
    assert "Secret" not in body(member_client("owner").get(PAGE))


def test_page_is_read_by_every_role_and_only_read(
    organization: Organization, client: Client, member_client: MemberClient
) -> None:
    roles = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
    assert {role: member_client(role).get(PAGE).status_code for role in roles} == dict.fromkeys(roles, 200)
    assert member_client("owner").post(PAGE).status_code == 405
    assert client.get(PAGE).status_code == 302


def test_page_takes_as_many_queries_for_three_candidates_as_for_one(
    organization: Organization, member_client: MemberClient
) -> None:
    owner = member_client("owner")
    scored(organization, "Vega", (3, 3, 3, 3))
    one = count_queries(owner, PAGE)
    scored(organization, "Lyra", (4, 3, 3, 3), (4, 4, 4, 4))
    scored(organization, "Orion", (4, 3, 3, 3))
    assert count_queries(owner, PAGE) == one
    assert broken_links(owner, PAGE) == {}
