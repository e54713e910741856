"""Signing in by a company's own provider, a program of its own, in a browser: there, back, and to work."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from comotion.core.principal import acting_as
from comotion.identity.claiming import confirm_domain
from comotion.identity.models import Membership
from comotion.identity.saml_metadata import SamlProvider
from comotion.identity.sign_on import keep_openid_connect, keep_saml, note_trial, open_sign_on, place_of_provider
from tests.factories import make_member, make_organization, make_person, principal_of
from tests.journeys.browsing import log_in, tab
from tests.web.account.saml_provider import Asked, SigningProvider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROVIDER = Path(__file__).parent / "company_provider.py"
AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
OWNER, INES = "owner@northwind.example", "ines@northwind.example"
PASSWORD, SECRET = "quite-long-and-unheard-of", "a-secret-of-the-client"


@contextmanager
def provider(redirect: str, address: str) -> Iterator[str]:
    """Run a provider that knows one person, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, str(PROVIDER), port, "comotion", SECRET, redirect, address, PASSWORD]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        assert running.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        running.communicate()


@pytest.fixture
def owner() -> Membership:
    """The owner of an organization that has proven its domain."""
    person = make_person(OWNER, name="Ada Owner")
    person.set_password(PASSWORD)
    person.save()
    made = make_member(make_organization("Northwind Cloud"), "owner", person=person)
    with acting_as(principal_of(made)):
        confirm_domain(domain="northwind.example", at=AT)
    return made


def test_owner_tries_a_provider_and_opens_it_and_a_colleague_comes_in(
    browser: Browser, site: str, owner: Membership, settings: Any
) -> None:
    settings.SIGN_ON_NETWORKS = ["127.0.0.0/8"]
    with acting_as(principal_of(owner)):
        redirect = f"{site}/account/sign-on/{place_of_provider()}/callback/"
    with provider(redirect, INES) as issuer:
        with acting_as(principal_of(owner)):
            keep_openid_connect(issuer=issuer, client_id="comotion", secret=SECRET, at=AT)
        with tab(browser, site) as page:
            log_in(page, OWNER, PASSWORD)
            page.goto("/o/northwind-cloud/settings/sign-on/")
            page.get_by_role("button", name="Try it yourself").click()
            _at_the_provider(page)
            expect(page.get_by_text(f"The provider vouches for {INES}.")).to_be_visible()
            page.get_by_role("button", name="Open it to your people").click()
            expect(page.get_by_role("button", name="Require it")).to_be_visible()
        with tab(browser, site) as page:
            _through_the_door(page)
            _at_the_provider(page)
            page.wait_for_url("**/o/northwind-cloud/today/")
            assert page.complaints == []  # type: ignore[attr-defined]
    assert Membership.unscoped.get(person__email=INES).role == "member"


def test_letter_of_another_site_is_taken_together_with_the_browser_that_asked(
    browser: Browser, site: str, owner: Membership
) -> None:
    """SAML answers by a form of the provider's page, to which our cookies are not sent: only the next step brings them."""
    signing = SigningProvider.made("http://login.northwind.example/saml")
    with acting_as(principal_of(owner)):
        known = SamlProvider(signing.entity_id, signing.sign_on_url, (signing.certificate,))
        sign_on = keep_saml(provider=known, at=AT)
        note_trial(sign_on=sign_on, at=AT)
        open_sign_on(sign_on=sign_on, at=AT)

    def answer(route: Any) -> None:
        asked = Asked.by(route.request.url)
        field = f'<input type="hidden" name="SAMLResponse" value="{signing.answer(asked, INES)}">'
        form = f'<form method="post" action="{asked.reply_to}">{field}<button>Go on</button></form>'
        route.fulfill(content_type="text/html", body=form)

    with tab(browser, site) as page:
        page.route(f"{signing.sign_on_url}**", answer)
        _through_the_door(page)
        page.get_by_role("button", name="Go on").and_(page.locator("form[action*=acs] button")).click()
        page.wait_for_url("**/o/northwind-cloud/today/")
        assert page.complaints == []  # type: ignore[attr-defined]
    assert Membership.unscoped.get(person__email=INES).role == "member"


def _through_the_door(page: Any) -> None:
    page.goto("/account/login/")
    page.get_by_role("link", name="Sign in with your organization").click()
    page.locator("input[name=address]").fill(INES)
    page.keyboard.press("Enter")


def _at_the_provider(page: Any) -> None:
    page.wait_for_url("**/people/login/**")
    page.locator("input[name=login]").fill(INES)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
