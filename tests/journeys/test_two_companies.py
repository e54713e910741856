"""Two companies in two browsers: they set up a room, share, hold back, write the same thing at once, and part."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comotion.core import events
from comotion.identity.operations import create_member, create_organization
from comotion.partnerships.events import RoomInvitationSent
from comotion.partnerships.models import JointText, Partnership
from tests.factories import make_meeting, make_partnership, make_reading, make_theme
from tests.journeys.browsing import DESKTOP, PHONE, complaints_of_axe, log_in, tab

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]
EMAIL, PASSWORD = "priya@northwind.example", "a-long-enough-word"
DARIO = "dario.venn@halden.example"
PICTURES = os.environ.get("COMOTION_PICTURES", "")
MONTHS = [dt.date(2026, month, 1) for month in (8, 9, 10)]


@contextmanager
def letters() -> Iterator[list[RoomInvitationSent]]:
    """Collect the invitations that the site hands to whoever mails them."""
    found: list[Any] = []
    reactions = events._subscribers[RoomInvitationSent]
    reactions.append(found.append)
    yield found
    reactions.remove(found.append)


def look(page: Page, name: str) -> None:
    """Ask axe about a page, at a desk and on a phone; keep pictures of it where they are wanted."""
    assert complaints_of_axe(page) == []
    for width, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{name} scrolls sideways"
        if PICTURES:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True)
            page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def share(page: Page, room: str, title: str) -> None:
    """Choose a thing, look at it as the others will see it, and share it."""
    page.goto(f"{room}shared/ours/")
    page.get_by_role("checkbox", name=title, exact=True).first.check()
    press(page, "Show what would change")
    expect(page.locator(".co-preview")).to_contain_text("will see")


def northwind() -> Partnership:
    """The host with what it knows about its partner."""
    organization = create_organization(name="Northwind Cloud", slug="northwind")
    create_member(organization=organization, email=EMAIL, name="Priya Raman", role="owner", password=PASSWORD)
    partnership = make_partnership(organization, "Halden Analytics", approach="technology_integration")
    for number, month in enumerate(MONTHS):
        make_reading(partnership, "trust_survey", month, 70 - number, source="Our pulse")
        make_reading(partnership, "lead_response_hours", month, 30 + number, unit="hours", source="CRM")
    make_theme(partnership, "One data model", our_rating=1, their_rating=1, due_date=dt.date(2027, 3, 31))
    make_meeting(partnership, "qsr", dt.date(2026, 9, 1), held_date=dt.date(2026, 9, 1))
    return partnership


def invited(page: Page, room: str, sent: list[RoomInvitationSent]) -> str:
    """Ask the counterpart in; return the path of the link in the letter."""
    page.goto(f"{room}people/invite/")
    look(page, "invite")
    page.locator("input[name=address]").fill(DARIO)
    page.locator("textarea[name=letter]").fill("We would like to work from one page with you.")
    press(page, "Send the invitation")
    look(page, "people-invited")
    return "/" + sent[0].link.split("/", 3)[3]


def joined(page: Page, link: str) -> None:
    """Read the offer, make an account, join for a new company."""
    page.goto(link)
    expect(page.locator("h1")).to_contain_text("Northwind Cloud asks Halden Analytics")
    look(page, "offer")
    page.locator("input[name=name]").fill("Dario Venn")
    page.locator("input[name=password]").fill("kestrel-over-the-bay")
    press(page, "Make my account")
    look(page, "accept")
    press(page, "Join the room with Northwind Cloud")
    page.wait_for_url("**/o/halden-analytics/partnerships/**")


def test_two_companies_share_hold_back_write_at_once_and_part(browser: Browser, site: str) -> None:
    partnership = northwind()
    ours, theirs = (f"/o/{slug}/partnerships/{partnership.ref}/" for slug in ("northwind", "halden-analytics"))
    with letters() as sent, tab(browser, site) as us, tab(browser, site) as them:
        for page in (us, them):
            page.set_default_timeout(60_000)
        log_in(us, EMAIL, PASSWORD)
        joined(them, invited(us, ours, sent))

        them.goto(f"{theirs}shared/")
        expect(them.locator("h1")).to_contain_text("Nothing is shared yet")
        share(us, ours, "Trust survey")
        look(us, "preview")
        press(us, "Share with Halden Analytics")
        share(us, ours, "One data model")
        press(us, "Share with Halden Analytics")
        look(us, "sharing")
        them.reload()
        expect(them.locator("main")).to_contain_text("One data model")
        expect(them.locator("main")).not_to_contain_text("Lead response: 3")

        make_reading(
            partnership, "trust_survey", MONTHS[-1], 55,
            owner_org=type(partnership.owner_org).unscoped.get(slug="halden-analytics"), visibility=3, source="Their pulse",
        )  # fmt: skip
        them.reload()
        expect(them.locator("main")).to_contain_text("The sides differ by 13")
        look(them, "shared")
        us.goto(f"{ours}shared/as/1/")
        assert us.locator(".co-preview .co-cols").first.inner_html() == them.locator("main .co-cols").first.inner_html()
        look(us, "view-as")

        us.goto(f"{ours}shared/ours/")
        us.get_by_role("checkbox", name="One data model", exact=True).check()
        press(us, "Show what would change")
        look(us, "keep-back")
        press(us, "Keep it back from now on")
        them.reload()
        expect(them.locator("main")).not_to_contain_text("One data model")

        for page, room in ((us, ours), (them, theirs)):
            page.goto(f"{room}shared/text/aim/")
        us.locator("textarea[name=text]").fill("Ten joint customers in health care.")
        them.locator("textarea[name=text]").fill("A common data model first.")
        press(us, "Keep this version")
        press(them, "Keep this version")
        expect(them.locator("[role=alert]")).to_contain_text("Both versions are kept.")
        expect(them.locator("textarea[name=text]")).to_have_value("A common data model first.")
        look(them, "both-versions")
        them.locator("textarea[name=text]").fill("A common data model, then ten joint customers in health care.")
        press(them, "Keep this version")
        assert sorted(JointText.unscoped.values_list("number", flat=True), key=str) == [1, 2, None]

        them.goto(f"{theirs}parting/")
        look(them, "parting")
        them.get_by_role("radio", name="End it now").check()
        them.locator("input[name=reason]").fill("Our strategy has changed.")
        them.locator("input[name=understood]").check()
        press(them, "Part as chosen")
        look(them, "people-ended")
        for page, room in ((us, ours), (them, theirs)):
            page.goto(f"{room}shared/")
            expect(page.locator("main")).to_contain_text("A common data model, then ten joint customers")
        assert us.complaints == them.complaints == []  # type: ignore[attr-defined]
