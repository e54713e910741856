"""What only a browser shows: the panel, the theme, the keys, the charts, the menu, and what axe has to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from comotion.identity.models import Organization
from tests.factories import make_member
from tests.journeys.conftest import browser  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.shared.pages"), pytest.mark.django_db(transaction=True)]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def page(request: Any, browser: Browser, live_server: Any, organization: Organization) -> Iterator[Page]:  # noqa: F811
    """The page of components on a screen, ``DESKTOP`` unless the test is parametrized with another."""
    client = Client()
    client.force_login(make_member(organization, "member").person)
    context = browser.new_context(viewport=getattr(request, "param", DESKTOP))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/o/{organization.slug}/design/")
    page.wait_for_selector(".co-chart svg")
    yield page
    assert errors == []
    context.close()


def test_panel_opens_a_figure_and_escape_returns_the_focus(page: Page) -> None:
    figure = page.locator("a.co-scored").nth(1)
    figure.click()
    expect(page.locator("#co-panel #co-explain-name")).to_have_text("Scorecard total")

    page.keyboard.press("Escape")

    expect(page.locator("#co-panel")).not_to_be_visible()
    expect(figure).to_be_focused()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_figure_opens_as_a_page_on_the_phone(page: Page) -> None:
    page.locator("a.co-scored").nth(1).click()

    page.wait_for_url("**/design/explanation/")


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_phone_page_never_scrolls_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_menu_opens_and_closes_on_the_phone(page: Page) -> None:
    menu = page.locator("#co-nav")
    expect(menu).not_to_be_visible()

    page.locator("[data-co-menu]").click()
    expect(menu).to_be_visible()

    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()


def test_theme_is_remembered(page: Page) -> None:
    page.locator(".co-person > summary").click()
    page.locator("[data-co-theme]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_keys_lead_to_pages_but_not_while_typing(page: Page) -> None:
    page.locator("#id_name").press_sequentially("gp?")
    expect(page.locator("#co-keys")).not_to_be_visible()

    page.locator("#id_name").blur()
    page.keyboard.press("?")
    expect(page.locator("#co-keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/portfolio/")


def test_keys_of_one_letter_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("[data-co-keys-off]").check()
    page.keyboard.press("Escape")

    page.keyboard.press("?")

    expect(page.locator("#co-keys")).not_to_be_visible()


def test_charts_are_drawn_and_open_as_tables(page: Page) -> None:
    expect(page.locator(".co-chart-picture svg")).to_have_count(6)

    page.locator("#chart-history summary").click()

    expect(page.locator("#chart-history tbody tr").nth(2)).to_have_text("May 202669.0–")


@pytest.mark.parametrize("page", [DESKTOP, PHONE], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half-way to another

    found = Axe().run(page).response["violations"]

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_text_is_saved_while_one_types(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/typing/")

    page.locator("textarea").fill("Leads go to the partner desk.")

    expect(page.locator("[data-co-saved]")).to_have_text("Saved")


def test_text_that_could_not_be_saved_stays(browser: Browser, live_server: Any) -> None:  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/typing/")

    page.locator("textarea").fill("storm")

    expect(page.locator("[data-co-saved]")).to_have_text("Not saved. Your text is still here.")
    expect(page.locator("textarea")).to_have_value("storm")
    context.close()
