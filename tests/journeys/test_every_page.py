"""Every page, found from the resolver, is read by axe on a desk in light and on a phone in the dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.isolation.roads import roads
from tests.isolation.walk import Walk
from tests.isolation.world import World, build_world
from tests.journeys.browsing import DESKTOP, PHONE, complaints_of_axe, tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LOOKS = {"desk, light": (DESKTOP, "light"), "phone, dark": (PHONE, "dark")}


def pages_of(world: World) -> Iterator[str]:
    """Yield the address of every page that answers the owner of one organization with HTML."""
    walk = Walk(world)
    walk.explore()
    actor = world.actors["a.owner"]
    for road in (one for one in roads() if one.policy("GET") and not one.is_api):
        errands = [one for one in walk.errands_of(road, actor, targets=1) if one.method == "GET"]
        for errand in [one for one in errands if walk.expected(one) == 0][:1]:
            answer = walk.send(errand, {})
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield errand.address


def session_of(world: World, page: Page, site: str) -> None:
    """Log the owner in without the form, which has a journey of its own."""
    client = Client()
    owner = world.actors["a.owner"].person
    assert owner is not None
    client.force_login(owner)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def complaints(page: Page, address: str) -> list[str]:
    """Open a page; return what axe, the console and the width have to say."""
    heard: list[str] = page.complaints  # type: ignore[attr-defined]
    heard.clear()
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    found = [*heard, *complaints_of_axe(page), *(["scrolls sideways"] if wide else [])]
    return [f"{address}: {one}" for one in found]


def test_every_page_is_fit_for_everyone(browser: Browser, site: str) -> None:
    world = build_world()
    addresses = list(pages_of(world))
    found = []
    for look, (size, scheme) in LOOKS.items():
        with tab(browser, site, size=size, scheme=scheme) as page:
            session_of(world, page, site)
            found += [f"{look}: {one}" for address in addresses for one in complaints(page, address)]

    assert found == []
    assert len(addresses) > 15


def test_log_in_is_fit_for_everyone(browser: Browser, site: str) -> None:
    found = []
    for look, (size, scheme) in LOOKS.items():
        with tab(browser, site, size=size, scheme=scheme) as page:
            found += [f"{look}: {one}" for one in complaints(page, "/account/login/")]

    assert found == []
