"""Where somebody is signed in: listed in words, ended one by one or all at once, and nobody else's."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from comotion.identity.models import Organization, Person
from comotion.web.account.sessions import device_of
from tests.factories import make_member

ADDRESS = "/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1"
PASSWORD = "quite-long-and-unheard-of"


def signed_in(person: Person, user_agent: str = FIREFOX) -> Client:
    client = Client(HTTP_USER_AGENT=user_agent)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def person(organization: Organization) -> Person:
    made = make_member(organization, "owner").person
    made.set_password(PASSWORD)
    made.save()
    return made


def keys_on(page: str) -> list[str]:
    return [key for key in re.findall(r'name="session"\s+value="(\w+)"', page) if key != "others"]


def test_sessions_are_named_by_their_browsers(person: Person) -> None:
    here = signed_in(person)
    signed_in(person, EDGE)
    page = here.get(ADDRESS).content.decode()
    assert "You are signed in at 2 places." in page
    assert re.findall(r"(\w+ on \w+)", page) == ["Edge on Windows", "Firefox on Linux"]
    assert "this browser" in page


def test_other_session_is_ended_and_this_one_stays(person: Person) -> None:
    here, there = signed_in(person), signed_in(person, SAFARI)
    (key,) = keys_on(here.get(ADDRESS).content.decode())
    answer = here.post(ADDRESS, {"session": key}, follow=True)
    assert "Safari on iOS is signed out." in answer.content.decode()
    assert (here.get(ADDRESS).status_code, there.get(ADDRESS).status_code) == (200, 302)


def test_all_other_sessions_are_ended_at_once(person: Person) -> None:
    here, others = signed_in(person), [signed_in(person, EDGE), signed_in(person, SAFARI)]
    answer = here.post(ADDRESS, {"session": "others"}, follow=True)
    assert "You are signed in here only." in answer.content.decode()
    assert [other.get(ADDRESS).status_code for other in others] == [302, 302]


def test_nobody_ends_the_session_of_somebody_else(organization: Organization, person: Person) -> None:
    other = make_member(organization, "member").person
    other.set_password(PASSWORD)
    other.save()
    theirs, mine = signed_in(other), signed_in(person)
    signed_in(other, EDGE)
    (key,) = keys_on(theirs.get(ADDRESS).content.decode())
    answer = mine.post(ADDRESS, {"session": key}, follow=True)
    assert "This session has ended already." in answer.content.decode()
    assert UserSession.objects.filter(user=other).count() == 2


def test_sessions_answer_no_other_method_and_nobody_else(person: Person) -> None:
    assert signed_in(person).put(ADDRESS).status_code == 405
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [(FIREFOX, "Firefox on Linux"), (SAFARI, "Safari on iOS"), ("Opera", "A program"), ("X Windows", "Windows")],
)
def test_device_is_named_as_far_as_it_says(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
