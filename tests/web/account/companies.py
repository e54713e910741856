"""Two organizations with a domain each, and providers to speak for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from comotion.core.principal import acting_as
from comotion.identity.claiming import confirm_domain
from comotion.identity.models import Membership, Organization, SignOn
from comotion.identity.saml_metadata import SamlProvider
from comotion.identity.sign_on import keep_openid_connect, keep_saml, note_trial, open_sign_on
from tests.factories import make_member, make_organization, make_person, principal_of
from tests.web.account.openid_provider import CLIENT, SECRET, ScriptedProvider
from tests.web.account.saml_provider import SigningProvider

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Company:
    """An organization that has proven its domain, and its owner."""

    organization: Organization
    owner: Membership
    domain: str

    def opens(self, keep: Callable[[], SignOn]) -> SignOn:
        """Keep a provider, as if it had been tried, and open it."""
        with acting_as(principal_of(self.owner)):
            sign_on = keep()
            note_trial(sign_on=sign_on, at=AT)
            open_sign_on(sign_on=sign_on, at=AT)
        return sign_on

    def opens_openid(self, issuer: str) -> SignOn:
        """Open a provider that speaks OpenID Connect."""
        return self.opens(lambda: keep_openid_connect(issuer=issuer, client_id=CLIENT, secret=SECRET, at=AT))

    def opens_saml(self, provider: SigningProvider) -> SignOn:
        """Open a provider that speaks SAML."""
        known = SamlProvider(provider.entity_id, provider.sign_on_url, (provider.certificate,))
        return self.opens(lambda: keep_saml(provider=known, at=AT))


def company(name: str, domain: str) -> Company:
    """Make one."""
    organization = make_organization(name)
    owner = make_member(organization, "owner", person=make_person(f"owner@{domain}", name=f"Owner of {name}"))
    with acting_as(principal_of(owner)):
        confirm_domain(domain=domain, at=AT)
    return Company(organization, owner, domain)


@pytest.fixture
def northwind(db: None) -> Company:
    """The organization a test is about."""
    return company("Northwind Cloud", "northwind.example")


@pytest.fixture
def halden(db: None) -> Company:
    """Another one."""
    return company("Halden Analytics", "halden.example")


@pytest.fixture(scope="session")
def openid_provider() -> Iterator[ScriptedProvider]:
    """A provider on this machine that says what a test has it say."""
    with ScriptedProvider.served() as provider:
        yield provider


@pytest.fixture(scope="session")
def saml_provider() -> SigningProvider:
    """A provider that signs."""
    return SigningProvider.made("https://login.northwind.example/saml")


@pytest.fixture(autouse=True)
def own_network(settings: Any) -> None:
    """Let the road to providers lead to this machine."""
    settings.SIGN_ON_NETWORKS = ["127.0.0.0/8"]


def set_out(client: Client, address: str, **more: str) -> Any:
    """Go through the door of organizations and return the page that leads on."""
    return client.post("/account/sign-on/", {"address": address, **more})
