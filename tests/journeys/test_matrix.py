"""The responsibility matrix by keyboard: arrows from cell to cell, letters, Enter, kept, and the findings beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from comotion.core.principal import acting_as
from comotion.initiatives.operations import assign, keep_activity
from tests.factories import make_member, make_organization, make_person, make_room, principal_of
from tests.journeys.browsing import DESKTOP, complaints_of_axe, follow, reach, tab
from tests.journeys.test_audit import come_in

pytestmark = pytest.mark.browser


def test_matrix_is_filled_in_without_a_mouse(
    browser: Browser, live_server: Any, transactional_db: None, settings: Any
) -> None:
    settings.COMOTION_AS_OF = dt.date(2026, 10, 5)
    member = make_member(make_organization("Northwind Cloud"), person=make_person(name="Priya Raman"))
    partner = make_organization("Meridian Integration")
    make_member(partner)
    room = make_room("Meridian Integration", member.organization, partner)
    with acting_as(principal_of(member)):
        for name in ("Hand over customers", "Staff the first week"):
            activity = keep_activity(partnership=room, name=name, weight=3, crosses_sides=False)
            assign(activity=activity, member="Ana Ruiz", letters="R", side="ours")
            assign(activity=activity, member="Dario Venn", letters="C", side="theirs")
    with tab(browser, live_server.url, size=DESKTOP) as page:
        come_in(page, member, live_server.url)
        page.goto(f"/o/northwind-cloud/partnerships/{room.ref}/initiatives/")
        assert "Nobody answers for “Hand over customers”" in page.locator("#findings").inner_text()
        reach(page, "[data-co-grid] input")
        page.keyboard.type("AR")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("R")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("A")
        follow(page, "#matrix button[type=submit]")
        cells = page.locator("[data-co-grid] tbody input")
        kept = [cells.nth(place).input_value() for place in range(cells.count())]
        assert kept == ["RA", "C", "", "R", "A", ""]
        assert "Nobody answers for" not in page.locator("#findings").inner_text()
        assert complaints_of_axe(page) == []
        assert page.complaints == []  # type: ignore[attr-defined]
