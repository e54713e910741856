"""A promise by page and by link, and calendar feeds: each link does one thing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from comotion.core.links import revoke_link
from comotion.core.models import Link
from comotion.core.visibility import Visibility
from comotion.notices.models import Mail
from comotion.partnerships.models import Party
from comotion.rhythm.models import Commitment
from tests.factories import make_meeting, make_member, make_organization, make_person, make_room
from tests.notices.conftest import AT, SITE, TODAY, Telling, committed, letters, telling
from tests.web.notices.test_notices_pages import browser
from tests.web.program import body, text_of

__all__ = ["telling"]
DAY = TODAY + dt.timedelta(days=9)


@pytest.fixture
def promise(telling: Telling) -> Commitment:
    return Commitment.unscoped.create(
        owner_org=telling.organization, partnership=telling.halden, text="Send the joint price list",
        owner_name="Ada Lind", side="ours", made_date=TODAY, due_date=TODAY,
    )  # fmt: skip


def page(promise: Commitment, action: str = "") -> str:
    return f"/o/northwind-cloud/commitments/{promise.ref}/{action}"


def state(promise: Commitment) -> str:
    promise.refresh_from_db()
    return promise.state


def test_promise_is_settled_on_its_page(telling: Telling, promise: Commitment) -> None:
    answer = browser(telling.ada).post(page(promise), {"state": "done"})

    assert (answer.status_code, state(promise), promise.done_date) == (302, "done", TODAY)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "This field is required"),
        ({"state": "open"}, "not one of the available choices"),
        ({"state": "later"}, "Say by when."),
        ({"state": "later", "due": "2020-01-01"}, "Choose another day"),
        ({"state": "later", "due": "soon"}, "Enter a valid date"),
        ({"state": "cancelled"}, "Say why"),
    ],
)
def test_status_that_makes_no_sense_is_refused(
    telling: Telling, promise: Commitment, given: dict[str, str], says: str
) -> None:
    answer = browser(telling.ada).post(page(promise), given)

    assert (answer.status_code, state(promise)) == (200, "open")
    assert says in text_of(body(answer))


def test_promise_for_later_is_a_new_one(telling: Telling, promise: Commitment) -> None:
    browser(telling.ada).post(page(promise), {"state": "later", "due": DAY.isoformat(), "why": "Legal reads it."})
    new = Commitment.unscoped.latest("pk")

    assert (state(promise), promise.reason, new.due_date, new.state) == ("cancelled", "Legal reads it.", DAY, "open")


def test_promise_is_read_by_all_and_settled_by_who_may(telling: Telling, promise: Commitment) -> None:
    auditor = browser(make_member(telling.organization, "auditor"))

    assert auditor.get(page(promise)).status_code == 200
    assert auditor.post(page(promise), {"state": "done"}).status_code == 403
    assert auditor.get(page(promise, "ask/")).status_code == 405


def test_promise_of_the_other_side_is_settled_by_who_made_it_alone(telling: Telling) -> None:
    other = make_organization("Halden")
    room = make_room("Room", telling.organization, other)
    theirs = Commitment.unscoped.create(
        owner_org=other, partnership=room, visibility=Visibility.SHARED, text="Call", owner_name="Ada Lind",
        due_date=TODAY,
    )  # fmt: skip
    by_ben = browser(telling.ben).post(page(theirs), {"state": "done"})
    assert (by_ben.status_code, state(theirs)) == (200, "open")
    browser(telling.ada).post(page(theirs), {"state": "done"})

    assert state(theirs) == "done"


def link_by_mail(telling: Telling, promise: Commitment) -> str:
    with committed():
        answer = browser(telling.ben).post(page(promise, "ask/"), {"address": "dana@halden.example"})
    assert answer.status_code == 302
    return re.findall(rf"{SITE}(/l/\S+/commitment/)", str(letters()[-1].body))[0]


def test_somebody_without_an_account_settles_a_promise_by_link(telling: Telling, promise: Commitment) -> None:
    link = link_by_mail(telling, promise)
    stranger = Client()
    before = body(stranger.get(link))
    answer = stranger.post(link, {"state": "done"}, follow=True)

    assert "Send the joint price list" in before
    assert (answer.status_code, state(promise)) == (200, "done")
    assert "With an account you would see everything" in text_of(body(answer))


def test_opening_the_link_changes_nothing(telling: Telling, promise: Commitment) -> None:
    Client().get(link_by_mail(telling, promise))

    assert state(promise) == "open"


def test_link_taken_back_opens_nothing(telling: Telling, promise: Commitment) -> None:
    link = link_by_mail(telling, promise)
    with telling.as_(telling.ben):
        revoke_link(ref=Link.objects.get().ref, at=AT)

    assert Client().get(link).status_code == 404
    assert Client().post(link, {"state": "done"}).status_code == 404


def test_link_of_a_promise_opens_no_calendar(telling: Telling, promise: Commitment) -> None:
    link = link_by_mail(telling, promise).replace("commitment/", "calendar.ics")

    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("address", ["", "nobody", "a@b"])
def test_letter_goes_to_an_address(telling: Telling, promise: Commitment, address: str) -> None:
    answer = browser(telling.ben).post(page(promise, "ask/"), {"address": address})

    assert (answer.status_code, Mail.unscoped.count(), Link.unscoped.count()) == (200, 0, 0)


def test_settled_promise_is_not_asked_about(telling: Telling, promise: Commitment) -> None:
    Commitment.unscoped.update(state="done")
    answer = browser(telling.ben).post(page(promise, "ask/"), {"address": "dana@halden.example"})

    assert (answer.status_code, Link.unscoped.count()) == (200, 0)


def make_feed(member: Any, subject: str) -> str:
    answer = browser(member).post("/o/northwind-cloud/calendar/", {"subject": subject})
    return re.findall(rf"{SITE}(/l/\S+/calendar\.ics)", body(answer))[0]


def titles(path: str) -> list[str]:
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


@pytest.fixture
def dated(telling: Telling, promise: Commitment) -> Commitment:
    make_meeting(telling.halden, "qsr", DAY)
    return promise


def test_own_feed_holds_what_one_looks_after_and_promised(telling: Telling, dated: Commitment) -> None:
    found = {member.person.name: titles(make_feed(member, "mine")) for member in (telling.ada, telling.ben)}

    assert found == {
        "Ada Lind": ["Quarterly review: Halden Analytics", "Due: Send the joint price list"],
        "Ben Ortiz": [],
    }


def test_feed_of_a_partnership_holds_that_one(telling: Telling, dated: Commitment) -> None:
    other = make_room("Other", telling.organization)
    make_meeting(other, "mbr", DAY)

    assert titles(make_feed(telling.ben, other.ref)) == ["Monthly review: Other"]


def test_feed_says_the_same_each_time(telling: Telling, dated: Commitment) -> None:
    path = make_feed(telling.ada, "mine")

    assert Client().get(path).content == Client().get(path).content


def test_feed_of_who_left_is_gone(telling: Telling, dated: Commitment) -> None:
    path = make_feed(telling.ada, "mine")
    type(telling.ada).unscoped.filter(pk=telling.ada.pk).update(state="removed")

    assert Client().get(path).status_code == 404


def test_feed_of_what_one_may_no_longer_see_is_empty(telling: Telling, dated: Commitment) -> None:
    other = make_organization("Halden")
    room = make_room("Room", other, telling.organization)
    make_meeting(room, "qsr", DAY, owner_org=other, visibility=Visibility.SHARED)
    path = make_feed(telling.ben, room.ref)
    before = titles(path)
    Party.unscoped.filter(organization=telling.organization, partnership=room).update(state="left")

    assert (before, titles(path)) == (["Quarterly review: Room"], [])


@pytest.mark.parametrize("subject", ["zzzzzzzzzzzz", "\x00", "", "a" * 300])
def test_feed_of_nothing_is_not_made(telling: Telling, subject: str) -> None:
    answer = browser(telling.ada).post("/o/northwind-cloud/calendar/", {"subject": subject})

    assert (answer.status_code, Link.unscoped.count()) == (404, 0)


def test_feed_of_a_foreign_partnership_is_not_made(telling: Telling) -> None:
    foreign = make_room("Foreign", make_organization("Elsewhere"))
    answer = browser(telling.ada).post("/o/northwind-cloud/calendar/", {"subject": foreign.ref})

    assert answer.status_code == 404


def test_own_feeds_are_listed_without_their_addresses(telling: Telling, dated: Commitment) -> None:
    path = make_feed(telling.ada, "mine")
    listed = body(browser(telling.ada).get("/o/northwind-cloud/calendar/"))

    assert "What I look after and promised" in listed
    assert path not in listed
    assert "What I look after" not in body(browser(make_member(telling.organization, person=make_person())).get(
        "/o/northwind-cloud/calendar/"))  # fmt: skip
