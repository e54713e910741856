"""Settings › Sign-on: domains claimed and proven, a provider kept, tried, opened and required, by owners alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import acting_as
from comotion.identity.claiming import UnableToClaim, claim_domain, prove_domain
from comotion.identity.models import ClaimedDomain, SignOn
from comotion.notices.connecting import UnableToReach
from comotion.web.settings.fetching import fetched
from tests.factories import make_member, principal_of
from tests.web.account.companies import AT, Company
from tests.web.account.openid_provider import CLIENT, SECRET, ScriptedProvider
from tests.web.account.saml_provider import SigningProvider

BASE = "/o/northwind-cloud/settings/sign-on/"


@pytest.fixture
def browser(northwind: Company) -> Client:
    """The owner's browser."""
    client = Client()
    client.force_login(northwind.owner.person)
    return client


def browser_of(company: Company, role: str) -> Client:
    client = Client()
    client.force_login(make_member(company.organization, role).person)
    return client


def post(client: Client, road: str, **fields: str) -> str:
    return client.post(f"{BASE}{road}/", fields, follow=True).content.decode()


def go_and_come_back(client: Client, provider: ScriptedProvider) -> str:
    page = client.post(f"{BASE}try/").content.decode()
    (state,) = re.findall(r"state=(\w+)", page.split("refresh")[1].split(">")[0])
    back = f"/account/sign-on/{SignOn.unscoped.get().ref}/callback/"
    assert provider.issuer in page
    return client.get(back, {"code": "x", "state": state}, follow=True).content.decode()


def test_owner_claims_a_domain_and_is_told_how_to_prove_it(browser: Client) -> None:
    page = post(browser, "claim", domain="Mail@Cloud.Example")
    claim = ClaimedDomain.unscoped.get(domain="cloud.example")
    assert claim.proof in page
    assert "https://cloud.example/.well-known/comotion-domain.txt" in page


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [
        ("localhost", "This is no domain."),
        ("a b.example", "This is no domain."),
        ("../etc.example", "This is no domain."),
        ("gmail.com", "Everybody can have an address there"),
        ("northwind.example", "You have claimed this domain already."),
    ],
)
def test_what_cannot_be_claimed_is_said_beside_the_field(browser: Client, domain: str, sentence: str) -> None:
    assert sentence in post(browser, "claim", domain=domain)
    assert ClaimedDomain.unscoped.count() == 1


def test_proof_is_looked_for_on_the_open_internet_only(browser: Client, settings: Any) -> None:
    settings.SIGN_ON_NETWORKS = []
    post(browser, "claim", domain="localhost.example")
    claim = ClaimedDomain.unscoped.get(domain="localhost.example")
    ClaimedDomain.unscoped.filter(pk=claim.pk).update(domain="localhost")
    assert "This address does not lead to a public server." in post(browser, "prove", domain=claim.ref)


def test_domain_is_proven_by_its_line_and_by_no_other(northwind: Company) -> None:
    with acting_as(principal_of(northwind.owner)):
        claim = claim_domain(domain="cloud.example", at=AT)
        with pytest.raises(UnableToClaim, match="the line with your proof is not in it"):
            prove_domain(claim=claim, found=f"{claim.proof}x\n", at=AT)
        prove_domain(claim=claim, found=f"# ours\n{claim.proof}\n", at=AT)
    kept = ClaimedDomain.unscoped.get(pk=claim.pk)
    assert (kept.proven_at, kept.proven_by) == (AT, "file")


def test_page_of_a_domain_answers_by_itself_or_not_at_all(openid_provider: ScriptedProvider) -> None:
    assert b"jwks_uri" in fetched(f"{openid_provider.issuer}/anything")
    with pytest.raises(UnableToReach, match="answered 302; it has to answer by itself"):
        fetched(f"{openid_provider.issuer}/elsewhere")


def test_domain_of_another_organization_is_not_found(browser: Client, halden: Company) -> None:
    theirs = ClaimedDomain.unscoped.get(owner_org=halden.organization)
    answers = [
        browser.post(f"{BASE}{road}/", {"domain": theirs.ref}).status_code for road in ("prove", "give-up-domain")
    ]
    assert answers == [404, 404]
    assert ClaimedDomain.unscoped.filter(pk=theirs.pk).exists()


def test_provider_is_kept_tried_opened_and_required(
    browser: Client, northwind: Company, openid_provider: ScriptedProvider
) -> None:
    openid_provider.names(sub="1", email=northwind.owner.person.email, email_verified=True)
    kept = post(browser, "openid-connect", issuer=openid_provider.issuer, client_id=CLIENT, secret=SECRET)
    assert "Kept. Try it before you open it." in kept
    assert SECRET not in kept + SignOn.unscoped.get().sealed_secret
    assert "Try the provider first" in post(browser, "decide", deed="open")
    assert f"The provider vouches for {northwind.owner.person.email}." in go_and_come_back(browser, openid_provider)
    assert "People of your domains can sign in by your provider." in post(browser, "decide", deed="open")
    assert "way in while the provider is down" in post(browser, "decide", deed="require")
    Authenticator.objects.create(user=northwind.owner.person, type=Authenticator.Type.TOTP, data={"secret": "X"})
    assert "and only by it" in post(browser, "decide", deed="require")
    assert "can sign in by your provider." in post(browser, "decide", deed="allow")
    assert "no provider speaks for them yet" in post(browser, "decide", deed="close")
    post(browser, "give-up")
    assert SignOn.unscoped.count() == 0


def test_trial_says_what_would_be_refused_and_opens_nothing(browser: Client, openid_provider: ScriptedProvider) -> None:
    openid_provider.names(sub="1", email="somebody@halden.example", email_verified=True)
    post(browser, "openid-connect", issuer=openid_provider.issuer, client_id=CLIENT, secret=SECRET)
    assert "somebody@halden.example is in no domain of Northwind Cloud" in go_and_come_back(browser, openid_provider)
    assert SignOn.unscoped.get().tried_at is None


def test_changing_the_provider_closes_it(
    browser: Client, northwind: Company, openid_provider: ScriptedProvider
) -> None:
    northwind.opens_openid(openid_provider.issuer)
    post(browser, "openid-connect", issuer="https://login.example", client_id=CLIENT, secret="another")
    kept = SignOn.unscoped.get()
    assert (kept.tried_at, kept.opened_at, kept.issuer) == (None, None, "https://login.example")


def test_another_issuer_needs_its_own_secret(
    browser: Client, northwind: Company, openid_provider: ScriptedProvider
) -> None:
    northwind.opens_openid(openid_provider.issuer)
    page = post(browser, "openid-connect", issuer="https://login.example", client_id=CLIENT, secret="")
    assert "Enter the client&#x27;s secret" in page
    assert SignOn.unscoped.get().issuer == openid_provider.issuer


def test_saml_is_kept_from_its_metadata(browser: Client, saml_provider: SigningProvider) -> None:
    post(browser, "saml", metadata=saml_provider.metadata())
    kept = SignOn.unscoped.get()
    assert (kept.kind, kept.issuer, kept.certificates) == ("saml", saml_provider.entity_id, [saml_provider.certificate])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Give the address of the metadata"),
        ({"metadata": "<a/>"}, "The metadata name no provider"),
        ({"metadata_url": "ftp://x"}, "This is no address of a server."),
        ({"metadata_url": "http://127.0.0.1:9/x"}, "The server did not answer properly in time."),
    ],
)
def test_metadata_that_cannot_be_used_are_refused(browser: Client, fields: dict[str, str], sentence: str) -> None:
    assert sentence in post(browser, "saml", **fields)
    assert SignOn.unscoped.count() == 0


def test_newcomers_never_become_owners(browser: Client, northwind: Company, openid_provider: ScriptedProvider) -> None:
    northwind.opens_openid(openid_provider.issuer)
    post(browser, "arrival", default_role="owner")
    assert SignOn.unscoped.get().default_role == "member"
    post(browser, "arrival", default_role="analyst", trusts_addresses="on")
    kept = SignOn.unscoped.get()
    assert (kept.default_role, kept.trusts_addresses) == ("analyst", True)


WRITING = ("claim", "prove", "give-up-domain", "openid-connect", "saml", "arrival", "decide", "give-up", "try")


@pytest.mark.parametrize("role", ["alliance_manager", "auditor"])
def test_others_read_and_change_nothing(northwind: Company, role: str) -> None:
    client = browser_of(northwind, role)
    page = client.get(BASE)
    assert (page.status_code, "Claim it" in page.content.decode()) == (200, False)
    assert [client.post(f"{BASE}{road}/").status_code for road in WRITING] == [403] * len(WRITING)


def test_members_do_not_see_it_at_all(northwind: Company) -> None:
    assert browser_of(northwind, "member").get(BASE).status_code == 403


def test_writing_roads_take_only_what_they_are_for(browser: Client) -> None:
    assert [browser.get(f"{BASE}{road}/").status_code for road in WRITING] == [405] * len(WRITING)
    assert browser.post(f"{BASE}decide/", {"deed": "anything"}).status_code == 404
    assert "Enter your provider first." in post(browser, "decide", deed="open")
    assert "Enter your provider first." in post(browser, "try")


def test_page_asks_as_often_for_three_domains_as_for_one(browser: Client, northwind: Company) -> None:
    browser.get(BASE)
    with CaptureQueriesContext(connection) as one:
        browser.get(BASE)
    with acting_as(principal_of(northwind.owner)):
        for domain in ("two.example", "three.example"):
            claim_domain(domain=domain, at=AT)
    with CaptureQueriesContext(connection) as three:
        browser.get(BASE)
    assert len(three) == len(one)
