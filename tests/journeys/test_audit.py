"""A whole friction audit by browser: two companies, each respondent on a phone, the report on both screens."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page

from comotion.core import events
from comotion.identity.models import Membership
from comotion.partnerships.models import Partnership
from comotion.surveys.events import SurveyInvited
from tests.factories import make_member, make_organization, make_person, make_room
from tests.journeys.browsing import DESKTOP, PHONE, complaints_of_axe, tab

pytestmark = pytest.mark.browser

TODAY = dt.date(2026, 10, 5)
US, THEM = "Northwind Cloud", "Meridian Integration"
LEVELS = ("executive", "management", "operational")
HEALTHY = {"executive": 4, "management": 3, "operational": 2}
AGREES_TO_TROUBLE = "stay undone|wait for a group|too junior|already happened|confirm the vision|firefighting|push me|compete for|nobody checks"
LONGEST = 60


@pytest.fixture
def letters(db: None) -> Iterator[list[SurveyInvited]]:
    """Every letter that goes out, as it would reach a mailbox."""
    caught: list[SurveyInvited] = []
    kept = list(events._subscribers[SurveyInvited])
    events._subscribers[SurveyInvited] = [caught.append]
    yield caught
    events._subscribers[SurveyInvited] = kept


@pytest.fixture
def companies(transactional_db: None, settings: Any) -> tuple[Membership, Membership, Partnership]:
    """Two companies in a shared room, with somebody who leads the audit on each side."""
    settings.COMOTION_AS_OF = TODAY
    ours = make_member(make_organization(US), person=make_person(name="Priya Raman"))
    theirs = make_member(make_organization(THEM), person=make_person(name="Dario Venn"))
    return ours, theirs, make_room(THEM, ours.organization, theirs.organization)


def come_in(page: Page, member: Membership, address: str) -> None:
    """Be logged in already: logging in has a journey of its own."""
    client = Client()
    client.force_login(member.person)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def begin(page: Page, sizes: Mapping[str, int]) -> str:
    """Begin an audit, paste its people, send the questionnaire; return its address."""
    page.goto("/o/northwind-cloud/friction-audits/begin/")
    page.get_by_label("The joint goal, in one sentence").fill("Win 40 joint customers by December.")
    press(page, "Begin the audit")
    audit = urlsplit(page.url).path
    people = [
        f"{level.title()} {number} of {company}; {level}; {company}; {level}{number}@{company.split()[0].lower()}.example"
        for company in (US, THEM)
        for level in LEVELS
        for number in range(sizes[level])
    ]
    page.goto(f"{audit}people/")
    page.get_by_label("Or paste a list").fill("\n".join(people))
    press(page, "Add to the list")
    page.goto(f"{audit}questionnaire/")
    press(page, "Send the questionnaire")
    return audit


def respond(phone: Page, letter: SurveyInvited) -> int:
    """Answer every question of one letter on a phone; return how many there were."""
    level = re.sub(r"\d.*", "", letter.address)
    phone.goto(urlsplit(letter.link).path)
    phone.get_by_role("link", name="Begin").click()
    for count in range(LONGEST):
        if not phone.locator("#answer").count():
            press(phone, "I am done")
            return count
        trouble = re.search(AGREES_TO_TROUBLE, phone.locator("h1").inner_text())
        value = 6 - HEALTHY[level] if trouble else HEALTHY[level]
        phone.locator(f'input[name=choice][value="{value}"]').check(force=True)
        phone.locator("button[name=go][value=next]").click()
    raise AssertionError("The questionnaire does not end.")


def finish(page: Page, audit: str) -> None:
    """Close the questionnaire and issue the report."""
    page.goto(f"{audit}questionnaire/")
    press(page, "Close the questionnaire")
    page.goto(f"{audit}report/")
    press(page, "Issue the report")


def read(browser: Browser, member: Membership, address: str, audit: str) -> str:
    """Return what somebody reads on the report's page, below its head."""
    with tab(browser, address, size=DESKTOP) as page:
        come_in(page, member, address)
        path = audit.replace("northwind-cloud", member.organization.slug)
        page.goto(f"{path}report/")
        assert complaints_of_axe(page) == []
        assert page.complaints == []  # type: ignore[attr-defined]
        return page.locator("#causes").inner_text() + page.locator("#statements").inner_text()


@pytest.mark.slow
def test_eighteen_people_answer_on_phones_and_both_companies_read_one_report(
    browser: Browser, live_server: Any, letters: list[SurveyInvited], companies: Any
) -> None:
    ours, theirs, _room = companies
    with tab(browser, live_server.url, size=DESKTOP) as page:
        come_in(page, ours, live_server.url)
        audit = begin(page, dict.fromkeys(LEVELS, 3))
        counts = {}
        for letter in letters:
            with tab(browser, live_server.url, size=PHONE) as phone:
                counts[letter.address] = respond(phone, letter)
        assert len(counts) == 18
        assert {counts[f"{level}0@northwind.example"] for level in LEVELS} == {15, 27, 25}
        finish(page, audit)
        assert "the levels are 50 points apart" in page.locator("h1").inner_text()
        assert "18 of 18" in page.locator("main").inner_text()
    assert read(browser, ours, live_server.url, audit) == read(browser, theirs, live_server.url, audit)


@pytest.mark.slow
def test_eight_people_answer_and_no_group_is_shown(
    browser: Browser, live_server: Any, letters: list[SurveyInvited], companies: Any
) -> None:
    withheld(browser, live_server.url, letters, companies, {"executive": 1, "management": 1, "operational": 2})


def test_one_phone_of_each_side_is_too_few_for_any_figure(
    browser: Browser, live_server: Any, letters: list[SurveyInvited], companies: Any
) -> None:
    withheld(browser, live_server.url, letters, companies, {"executive": 1, "management": 0, "operational": 0})


def withheld(
    browser: Browser, address: str, letters: list[SurveyInvited], companies: Any, sizes: Mapping[str, int]
) -> None:
    """Carry out an audit of so few that no statement may show a figure."""
    ours, _theirs, _room = companies
    with tab(browser, address, size=DESKTOP) as page:
        come_in(page, ours, address)
        audit = begin(page, sizes)
        for letter in letters:
            with tab(browser, address, size=PHONE) as phone:
                respond(phone, letter)
        finish(page, audit)
        rows = page.locator("#statements tbody tr")
        shown = {rows.nth(place).locator("td").first.inner_text() for place in range(rows.count())}
    assert (rows_are(shown), len(letters)) == ("–", 2 * sum(sizes.values()))


def rows_are(shown: set[str]) -> str:
    """Return the one text that every row shows."""
    (text,) = shown
    return text
