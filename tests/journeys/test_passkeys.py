"""A passkey from its making to its end, with Chromium's own virtual device."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import make_member, make_organization
from tests.journeys.browsing import log_in, tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "quite-long-and-unheard-of"


@pytest.fixture
def email() -> str:
    """Somebody with a password."""
    person = make_member(make_organization("Northwind Cloud"), "owner").person
    person.set_password(PASSWORD)
    person.save()
    return person.email


def give_a_device(page: Page) -> None:
    """Plug in a device that holds keys and knows its user."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_added_signs_in_and_is_removed(browser: Browser, site: str, email: str) -> None:
    with tab(browser, site) as page:
        give_a_device(page)
        log_in(page, email, PASSWORD)
        page.goto("/account/passkeys/add/")
        _say_that_it_is_still_me(page)
        page.get_by_role("button", name="Ask the device").click()
        page.wait_for_url("**/account/codes/recovery/")
        _sign_out_and_in_again(page)
        page.goto("/account/passkeys/")
        expect(page.get_by_role("heading", level=1)).to_have_text("You have one passkey here.")
        page.get_by_role("link", name="Remove", exact=True).click()
        _say_that_it_is_still_me(page)
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You have 0 passkeys here.")
        complaints: list[Any] = page.complaints  # type: ignore[attr-defined]
        assert complaints == []


def _sign_out_and_in_again(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main button[type=submit]").click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today/")


def _say_that_it_is_still_me(page: Page) -> None:
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
