"""The whole main job with the keyboard alone: bring files, see them scored, open a figure, try a change, take a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comotion.identity.operations import create_member, create_organization
from tests.journeys.browsing import complaints_of_axe, follow, log_in, reach, tab

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]

PROGRAM = Path(__file__).parents[2] / "examples" / "program"
EMAIL, PASSWORD = "priya@northwind.example", "a-long-enough-word"


def bring(page: Page, file: str) -> None:
    """Bring a file, look at what was understood, load it."""
    follow(page, "a[href='/o/northwind/import/']")
    reach(page, "input[type=file]")
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Space")
    choosing.value.set_files(PROGRAM / file)
    follow(page, "main form[enctype] button[type=submit]")
    assert complaints_of_axe(page) == []
    follow(page, "form[action$='/load/'] button")
    expect(page.locator("form[action$='/undo/']")).to_be_visible(timeout=60_000)


def test_main_job_is_done_with_the_keyboard_alone(browser: Browser, site: str) -> None:
    organization = create_organization(name="Northwind Cloud", slug="northwind")
    create_member(organization=organization, email=EMAIL, name="Priya Raman", role="owner", password=PASSWORD)
    with tab(browser, site) as page:
        page.set_default_timeout(60_000)
        log_in(page, EMAIL, PASSWORD)
        bring(page, "partnerships.xlsx")
        bring(page, "pulse-monthly.csv")

        follow(page, "a[href='/o/northwind/portfolio/']")
        expect(page.get_by_role("link", name="Halden Analytics").first).to_be_visible()
        follow(page, "main table a[href*='/partnerships/']")
        expect(page.locator("h1, h2").first).to_be_visible()
        reach(page, "main a[href*='/explain/']")
        page.keyboard.press("Enter")
        expect(page.locator("dialog[open]")).to_contain_text("How it is computed")

        page.goto("/o/northwind/settings/")
        reach(page, "input[name='card-category_weights-relationship_health']")
        page.keyboard.press("Control+A")
        page.keyboard.type("40")
        follow(page, "button[formaction$='/preview/']", backwards=True)
        expect(page.locator("button[formaction$='/apply/']")).to_be_visible()
        assert complaints_of_axe(page) == []

        page.goto("/o/northwind/portfolio/")
        reach(page, "summary:has(+ div a[href*='report.xlsx'])")
        page.keyboard.press("Enter")
        reach(page, "a[href*='report.xlsx']")
        with page.expect_download() as downloading:
            page.keyboard.press("Enter")
        assert downloading.value.path().read_bytes().startswith(b"PK")
        assert page.complaints == []  # type: ignore[attr-defined]
