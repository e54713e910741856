"""From a bad file to a mended import, with the keyboard alone: answer, decide, load, download, mend, load the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comotion.core.principal import Principal, acting_as
from comotion.identity.operations import create_member, create_organization
from comotion.imports.models import ImportRun
from comotion.partnerships.models import Standing
from tests.factories import make_partnership
from tests.journeys.browsing import complaints_of_axe, follow, log_in, reach, tab

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

EMAIL, PASSWORD = "priya@northwind.example", "a-long-enough-word"
BAD = """Partner list of the alliance team
as sent by mail,,,,
Partner,Since,Potential,Level,Notes
Haldn Analytics GmbH,03/04/2025,70,Gold,typed in a hurry
Kestrel Payments,05/06/2025,much,Silver,
Osprey Robotics,07/08/2025,55,Bronze,
,09/10/2025,40,Bronze,nameless
Total,,165,,
"""
LOAD = "form[action$='/load/'] button"


def choose(page: Page, file: Path) -> None:
    """Bring a file on the first page of Import."""
    reach(page, "input[type=file]")
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Space")
    choosing.value.set_files(file)
    follow(page, "main form[enctype] button[type=submit]")


def test_bad_file_is_mended_and_loaded_with_the_keyboard_alone(browser: Browser, site: str, tmp_path: Path) -> None:
    organization = create_organization(name="Northwind Cloud", slug="northwind")
    create_member(organization=organization, email=EMAIL, name="Priya Raman", role="owner", password=PASSWORD)
    make_partnership(organization, "Halden Analytics", standing={"level": "Silver"})
    bad, mended = tmp_path / "partners.csv", tmp_path / "mended.csv"
    bad.write_text(BAD)
    with tab(browser, site) as page:
        page.set_default_timeout(30_000)
        log_in(page, EMAIL, PASSWORD)
        page.goto("/o/northwind/import/")
        choose(page, bad)

        expect(page.locator("h1")).to_contain_text("None of 4 rows can be loaded yet.")
        expect(page.locator("#reading")).to_contain_text("line 8: Total")
        follow(page, "button[name=value][value=dmy]")
        expect(page.locator("h1")).to_contain_text("2 of 4 rows can be loaded.")
        reach(page, "input[name=pair_4]")
        page.keyboard.press("ArrowDown")
        assert page.locator("input[name=pair_4][value=same]").is_checked()
        follow(page, "form[action$='/pairs/'] button")
        expect(page.locator("#pairs")).to_contain_text("all decided; you are not asked again")
        assert complaints_of_axe(page) == []

        follow(page, LOAD)
        expect(page.locator("form[action$='/undo/']")).to_be_visible()
        expect(page.locator("h1")).to_contain_text("1 row is new and 1 changed. 2 rows wait to be mended.")
        reach(page, "a[href$='/refused.csv']")
        with page.expect_download() as downloading:
            page.keyboard.press("Enter")
        lines = downloading.value.path().read_text("utf-8-sig")
        assert "much" in lines
        assert "Not loaded because" in lines
        mended.write_text(lines.replace("much", "60").replace("\n,09/10", "\nBrightwater,09/10"))

        page.goto("/o/northwind/import/")
        choose(page, mended)
        expect(page.locator("h1")).to_contain_text("All 2 rows can be loaded.")
        follow(page, LOAD)
        expect(page.locator("h1")).to_contain_text("2 rows are new and 0 changed. Nothing was refused.")

        page.goto("/o/northwind/import/")
        choose(page, bad)
        expect(page.locator("h1")).to_contain_text("2 rows are here already")
        assert page.complaints == []  # type: ignore[attr-defined]
    with acting_as(Principal(organization.pk, "owner")):
        levels = Standing.objects.order_by("partnership__name").values_list("partnership__name", "level")
        assert list(levels) == [
            ("Brightwater", "Bronze"), ("Halden Analytics", "Gold"), ("Kestrel Payments", "Silver"),
            ("Osprey Robotics", "Bronze"),
        ]  # fmt: skip
        assert ImportRun.objects.filter(state="applied").count() == 2
