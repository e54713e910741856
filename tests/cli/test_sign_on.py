from __future__ import annotations

import datetime as dt

import pytest

from comotion.core.principal import acting_as
from comotion.identity.claiming import claim_domain
from comotion.identity.models import ClaimedDomain, Membership, Organization, SignOn
from tests.cli.conftest import Run
from tests.factories import make_member, make_organization, principal_of

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def test_operator_confirms_a_domain(run: Run, organization: Organization) -> None:
    document = run("sign-on", "confirm-domain", "Northwind.example", "--json").document
    assert document == {
        "domains": [{"domain": "northwind.example", "proven": True}],
        "provider": None,
        "state": "none",
    }
    assert ClaimedDomain.unscoped.get().proven_by == "operator"


def test_operator_confirms_what_an_owner_has_claimed(run: Run, member: Membership) -> None:
    with acting_as(principal_of(member)):
        claim_domain(domain="northwind.example", at=NOW)
    assert run("sign-on", "show").out.splitlines()[0] == "northwind.example is claimed, not proven."
    assert run("sign-on", "confirm-domain", "northwind.example").status == 0
    assert ClaimedDomain.unscoped.get().proven_at is not None


@pytest.mark.postgres
def test_domain_is_proven_for_one_organization_only(run: Run, organization: Organization) -> None:
    make_member(make_organization("Halden Analytics"))
    run("sign-on", "confirm-domain", "shared.example", "--organization", organization.slug)
    answer = run("sign-on", "confirm-domain", "shared.example", "--organization", "halden-analytics")
    assert (answer.status, "Another organization" in answer.err) == (2, True)


def test_public_mail_is_nobodys_domain(run: Run, organization: Organization) -> None:
    answer = run("sign-on", "confirm-domain", "gmail.com")
    assert (answer.status, ClaimedDomain.unscoped.count()) == (2, 0)


def test_operator_lets_passwords_count_again(run: Run, organization: Organization) -> None:
    SignOn.unscoped.create(
        owner_org=organization, kind="saml", issuer="https://login.example", opened_at=NOW, required_at=NOW
    )
    assert run("sign-on", "allow-passwords", "--json").document["state"] == "open"


def test_there_is_nothing_to_allow_without_a_provider(run: Run, organization: Organization) -> None:
    assert run("sign-on", "allow-passwords").status == 2
