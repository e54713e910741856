"""Whether a request may reach its view is decided before the view runs."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from comotion.core.principal import principal_or_none
from comotion.identity.models import Membership, Organization
from tests.conftest import MemberClient
from tests.factories import make_member, make_organization, make_partnership, make_person

pytestmark = pytest.mark.urls("tests.core.urls")
STANDING = "/o/northwind-cloud/standing/"


def test_view_without_a_policy_is_refused_even_to_the_owner(member_client: MemberClient) -> None:
    assert member_client("owner").get("/o/northwind-cloud/undeclared/").status_code == 403


def test_member_acts_with_their_role_for_the_organization_of_the_address(
    member_client: MemberClient, organization: Organization
) -> None:
    answer = member_client("analyst").get(STANDING)

    assert answer.content.decode() == f"analyst of {organization.pk} for northwind-cloud"


def test_method_that_is_not_offered_is_named_as_such(member_client: MemberClient) -> None:
    answer = member_client("owner").delete(STANDING)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


def test_method_that_the_role_may_not_use_is_forbidden(member_client: MemberClient) -> None:
    auditor = member_client("auditor")

    assert auditor.get(STANDING).status_code == 200
    assert auditor.post(STANDING).status_code == 403


def test_foreign_organization_is_not_found_whatever_the_method(member_client: MemberClient) -> None:
    make_organization("Elsewhere")
    client = member_client("owner")

    assert [client.generic(method, "/o/elsewhere/standing/").status_code for method in ("GET", "POST", "DELETE")] == [
        404
    ] * 3


@pytest.mark.parametrize("state", ["invited", "suspended", "removed"])
def test_member_who_is_not_active_finds_nothing(member_client: MemberClient, state: str) -> None:
    assert member_client("owner", state=state).get(STANDING).status_code == 404


def test_member_who_is_suspended_while_logged_in_finds_nothing(member_client: MemberClient) -> None:
    client = member_client("owner")
    assert client.get(STANDING).status_code == 200
    Membership.unscoped.update(state="suspended")

    assert client.get(STANDING).status_code == 404


def test_person_who_is_deactivated_is_sent_to_log_in(member_client: MemberClient, organization: Organization) -> None:
    membership = make_member(organization, "owner")
    client = Client()
    client.force_login(membership.person)
    membership.person.is_active = False
    membership.person.save()

    assert client.get(STANDING).headers["Location"] == f"/account/login/?next={STANDING}"


def test_stranger_is_sent_to_log_in_for_own_foreign_and_invented_organizations(organization: Organization) -> None:
    for slug in ("northwind-cloud", "never-existed"):
        answer = Client().get(f"/o/{slug}/standing/")
        assert answer.headers["Location"] == f"/account/login/?next=/o/{slug}/standing/"


def test_person_in_two_organizations_acts_for_the_one_of_the_address(organization: Organization) -> None:
    other = make_organization("Elsewhere")
    person = make_person()
    make_member(organization, "auditor", person=person)
    make_member(other, "owner", person=person)
    client = Client()
    client.force_login(person)

    assert client.get(STANDING).content.decode().startswith("auditor of")
    assert client.get("/o/elsewhere/standing/").content.decode().startswith("owner of")


def test_not_found_is_the_same_bytes_for_foreign_missing_malformed_and_no_such_address(
    member_client: MemberClient, organization: Organization
) -> None:
    foreign = make_partnership(make_organization("Elsewhere"))
    client = member_client("owner")
    answers = [
        client.get(address)
        for address in (
            f"/o/northwind-cloud/room/{foreign.ref}/",
            "/o/northwind-cloud/room/neverexisted/",
            "/o/northwind-cloud/room/%00/",
            f"/o/elsewhere/room/{foreign.ref}/",
            "/o/never-existed/standing/",
            "/o/northwind-cloud/no/such/address/",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({_bytes(answer) for answer in answers}) == 1


def test_forbidden_is_not_the_same_as_not_found(member_client: MemberClient) -> None:
    assert member_client("owner").get("/o/northwind-cloud/refusing/").status_code == 403


def test_public_and_personal_views_run_as_nobody(member_client: MemberClient) -> None:
    client = member_client("owner")

    assert client.get("/public/").content == b"None"
    assert client.get("/person/").content == b"None"
    assert Client().get("/public/").content == b"None"
    assert Client().get("/person/").status_code == 302


def test_public_and_personal_views_refuse_methods_too(member_client: MemberClient) -> None:
    client = member_client("owner")

    assert client.post("/public/").status_code == 405
    assert client.post("/person/").status_code == 405


def test_signed_in_pages_are_kept_by_no_cache(member_client: MemberClient) -> None:
    assert member_client("owner").get(STANDING).headers["Cache-Control"] == "no-store, private"


def test_nobody_acts_after_the_request(member_client: MemberClient) -> None:
    member_client("owner").get(STANDING)

    assert principal_or_none() is None


def test_write_without_a_token_against_forgery_is_refused(organization: Organization) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(organization, "owner").person)

    assert client.post(STANDING).status_code == 403


def _bytes(answer: HttpResponse) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    return answer.content, tuple(sorted(answer.headers.items()))
