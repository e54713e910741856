"""The log of a room as its page and its files show it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from django.test import Client

from comotion.core.audit import record
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership
from comotion.partnerships.models import Partnership
from tests.conftest import MemberClient
from tests.factories import (
    make_member,
    make_organization,
    make_partnership,
    make_person,
    make_reading,
    make_room,
    principal_of,
)
from tests.web.program import MISSING_REF, body, count_queries, text_of

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
MONTH = dt.date(2026, 1, 1)


@pytest.fixture
def dario() -> Membership:
    halden = make_organization("Halden Analytics")
    return make_member(halden, person=make_person("dario@halden.example", name="Dario Halden"))


@pytest.fixture
def room(member: Membership, dario: Membership) -> Partnership:
    found = make_room("The room", member.organization, dario.organization)
    for number, (by, days) in enumerate(((member, 0), (dario, 1), (dario, 2))):
        do(by, found, number, days)
    return found


def do(by: Membership, room: Partnership, number: int, days: int) -> None:
    reading = make_reading(room, f"kpi{number}", MONTH, 5, visibility=Visibility.SHARED)
    with acting_as(principal_of(by)):
        record("enter", "reading", reading.pk, at=AT + dt.timedelta(days=days), partnership=room.ref, value="secret")


@pytest.fixture
def owner(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person)
    return client


def path(room: Partnership, rest: str = "/") -> str:
    return f"/o/northwind-cloud/partnerships/{room.ref}/log{rest}"


def test_log_names_company_person_and_deed_and_nothing_else(room: Partnership, owner: Client) -> None:
    text = text_of(body(owner.get(path(room))))

    assert "Halden Analytics Dario Halden entered reading" in text
    assert "3 deeds about what is shared here; every company of the room reads the same." in text
    assert "secret" not in text


def test_log_where_nobody_else_is_says_so(member: Membership, owner: Client) -> None:
    text = text_of(body(owner.get(path(make_partnership(member.organization, "Kestrel")))))

    assert "Nobody of the other side is here yet" in text
    assert "Nobody has done anything with what is shared here yet." in text
    assert "Kind of thing" not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"who": "Halden Analytics"}, 2),
        ({"what": "enter", "since": "2026-03-02"}, 2),
        ({"until": "2026-03-01"}, 1),
        ({"kind": "reading"}, 3),
        ({"who": "Somebody else"}, 3),
    ],
)
def test_page_and_files_hold_what_is_asked_for(
    room: Partnership, owner: Client, asked: dict[str, str], found: int
) -> None:
    page = body(owner.get(path(room), asked))
    rows = list(csv.DictReader(io.StringIO(owner.get(path(room, ".csv"), asked).content.decode("utf-8-sig"))))
    document = json.loads(owner.get(path(room, ".json"), asked).content)

    assert (page.count("<tr>") - 1, len(rows), len(document["deeds"])) == (found, found, found)
    assert rows == document["deeds"]


def test_log_is_for_everybody_of_the_room_and_its_files_for_those_who_may(
    room: Partnership, member_client: MemberClient
) -> None:
    roles = ("owner", "alliance_manager", "analyst", "member", "executive_sponsor", "auditor")
    clients = {role: member_client(role) for role in roles}

    assert {role: client.get(path(room)).status_code for role, client in clients.items()} == dict.fromkeys(roles, 200)
    assert {role for role, client in clients.items() if client.get(path(room, ".csv")).status_code == 200} == {
        "owner", "alliance_manager", "auditor",
    }  # fmt: skip


def test_log_of_a_foreign_room_is_not_found(room: Partnership, member_client: MemberClient) -> None:
    stranger = member_client("owner", organization=make_organization("Another Cloud"))
    answers = [stranger.get(f"/o/another-cloud/partnerships/{ref}/log/").content for ref in (room.ref, MISSING_REF)]

    assert answers[0] == answers[1]
    assert stranger.get(f"/o/another-cloud/partnerships/{room.ref}/log.csv").status_code == 404


def test_log_answers_only_to_its_method_and_knows_no_other_file(room: Partnership, owner: Client) -> None:
    assert (owner.post(path(room)).status_code, owner.post(path(room, ".csv")).status_code) == (405, 405)
    assert owner.get(path(room, ".xml")).status_code == 404


def test_log_takes_as_many_queries_for_three_deeds_as_for_one(
    member: Membership, dario: Membership, owner: Client
) -> None:
    room = make_room("The room", member.organization, dario.organization)
    counts = []
    for numbers in ((0,), (1, 2)):
        for number in numbers:
            do(dario, room, number, number)
        counts.append(count_queries(owner, path(room)))

    assert counts[0] == counts[1]
