"""The audit log as its page and its files show it: filtered, page by page, and nobody else's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from comotion.core.audit import record
from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from tests.conftest import MemberClient
from tests.core.test_audit import TRIGGERS
from tests.factories import make_member, make_organization, make_partnership, make_person, principal_of
from tests.web.program import body, count_queries, statuses, text_of

pytestmark = pytest.mark.django_db
LOG = "/o/northwind-cloud/settings/audit-log"
PAGE = f"{LOG}/"
AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def ada(organization: Organization) -> Membership:
    return make_member(organization, person=make_person("ada@northwind.example", name="Ada Owner"))


@pytest.fixture
def deeds(organization: Organization, ada: Membership) -> str:
    """Four deeds of three days, and one of another organization; returns the partnership's reference."""
    bob = make_member(organization, "analyst", person=make_person("bob@northwind.example", name="Bob Analyst"))
    stranger = make_member(make_organization("Another Cloud"), person=make_person(name="Stranger"))
    room = make_partnership(organization, "Halden Analytics")
    with acting_as(principal_of(stranger)):
        record("token.created", "token", "theirs", at=AT, name="not ours")
    with acting_as(principal_of(ada)):
        record("token.created", "token", "t1", at=AT, name="=nightly", scopes=["portfolio:read"])
        record("tier.pinned", "partnership", room.ref, at=AT + dt.timedelta(days=1), tier="growth", reason="new")
    with acting_as(principal_of(bob)):
        record("enter", "reading", 7, at=AT + dt.timedelta(days=2), partnership=room.ref, value=70)
        record("keep", "saved view", "v1", at=AT + dt.timedelta(days=2), name="my own view")
    return room.ref


@pytest.fixture
def owner(ada: Membership) -> Client:
    client = Client()
    client.force_login(ada.person)
    return client


def entries_shown(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<td class="co-n">(\d+)</td>', html)]


def choice(owner: Client, name: str) -> str:
    """The value that the page's form gives to a choice."""
    return re.search(rf'<option value="([^"]+)"[^>]*>{name}</option>', body(owner.get(PAGE)))[1]  # type: ignore[index]


def test_log_lists_ones_own_deeds_in_words(deeds: str, owner: Client) -> None:
    text = text_of(body(owner.get(PAGE)))

    assert "Bob Analyst entered value: 70 reading Halden Analytics" in text
    assert "Ada Owner pinned its tier tier: growth; reason: new partnership Halden Analytics" in text
    assert "Verified all 4 entries, read on" in text
    assert ("Stranger" in text, "not ours" in text, "my own view" in text) == (False, False, False)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [4, 3, 2, 1]),
        ({"who": "Bob Analyst"}, [4, 3]),
        ({"who": "Comotion, or who runs it"}, []),
        ({"what": "pinned its tier"}, [2]),
        ({"kind": "API token"}, [1]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, [2]),
        ({"until": "2026-03-01"}, [1]),
        ({"thing": "t1"}, [1]),
        ({"thing": "theirs"}, []),
        ({"since": "no day"}, [4, 3, 2, 1]),
        ({"who": "Ada Owner", "since": "2026-03-02"}, [2]),
    ],
)
def test_log_shows_what_is_asked_for_and_its_files_hold_the_same(
    deeds: str, owner: Client, asked: dict[str, str], found: list[int]
) -> None:
    named = {name: choice(owner, value) if name in {"who", "what", "kind"} else value for name, value in asked.items()}

    rows = list(csv.DictReader(io.StringIO(owner.get(f"{LOG}.csv", named).content.decode("utf-8-sig"))))
    document = json.loads(owner.get(f"{LOG}.json", named).content)

    assert entries_shown(body(owner.get(PAGE, named))) == found
    assert [int(row["entry"]) for row in rows] == [one["entry"] for one in document["entries"]] == found[::-1]


def test_log_finds_the_deeds_of_a_partnership(deeds: str, owner: Client) -> None:
    assert entries_shown(body(owner.get(PAGE, {"thing": deeds}))) == [3, 2]


def test_files_hold_whole_entries_and_say_whether_the_chain_is(deeds: str, owner: Client) -> None:
    document = json.loads(owner.get(f"{LOG}.json").content)
    first = document["entries"][0]

    assert (document["organization"], document["chain"]) == (
        "northwind-cloud",
        {"whole": True, "entry": None, "reason": ""},
    )
    assert (first["person"], first["email"], first["action"], first["subject_id"]) == (
        "Ada Owner",
        "ada@northwind.example",
        "token.created",
        "t1",
    )
    assert first["detail"] == {"name": "=nightly", "scopes": ["portfolio:read"]}
    assert document["entries"][-1]["detail"] == {}
    assert first["hash"] == document["entries"][1]["previous_hash"]


def test_file_holds_no_formula(organization: Organization, owner: Client, ada: Membership) -> None:
    with acting_as(principal_of(ada)):
        record("=cmd", "+thing", "-1", at=AT)

    (row,) = csv.DictReader(io.StringIO(owner.get(f"{LOG}.csv").content.decode("utf-8-sig")))

    assert (row["action"], row["subject"], row["subject_id"]) == ("'=cmd", "'+thing", "'-1")


def test_files_are_for_those_who_may_export(deeds: str, member_client: MemberClient) -> None:
    clients = {role: member_client(role) for role in ("owner", "alliance_manager", "analyst", "member", "auditor")}

    assert statuses(clients, [PAGE, f"{LOG}.csv", f"{LOG}.json"]) == {
        PAGE: {"owner": 200, "alliance_manager": 200, "analyst": 403, "member": 403, "auditor": 200},
        **{
            f"{LOG}.{ending}": {
                "owner": 200, "alliance_manager": 403, "analyst": 403, "member": 403, "auditor": 200,
            }
            for ending in ("csv", "json")
        },
    }  # fmt: skip
    assert f"{LOG}.csv" not in body(clients["alliance_manager"].get(PAGE))


def test_log_answers_only_to_its_method_and_knows_no_other_file(deeds: str, owner: Client) -> None:
    assert (owner.post(PAGE).status_code, owner.post(f"{LOG}.csv").status_code) == (405, 405)
    assert owner.get(f"{LOG}.xml").status_code == 404


def test_long_log_is_read_from_end_to_end_at_most_every_quarter_of_an_hour(
    deeds: str, owner: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comotion.core.audit_entries.LONG_LOG", 1)
    settings.COMOTION_AS_OF = dt.date(2026, 3, 4)
    first = text_of(body(owner.get(PAGE)))
    with connection.cursor() as cursor:
        for trigger in TRIGGERS[connection.vendor]:
            cursor.execute(trigger)
        cursor.execute("UPDATE core_auditentry SET action = 'other' WHERE sequence = 2 AND subject = 'partnership'")
    settings.COMOTION_AS_OF = dt.date(2026, 3, 5)
    kept = text_of(body(owner.get(PAGE)))
    cache.clear()

    assert "Verified all 4 entries, read on 4 Mar 2026, 12:00" in first
    assert "Verified all 4 entries, read on 4 Mar 2026, 12:00" in kept
    assert "The chain breaks at entry 2." in text_of(body(owner.get(PAGE)))
    assert json.loads(owner.get(f"{LOG}.json").content)["chain"]["entry"] == 2


def test_log_of_many_deeds_comes_page_by_page(organization: Organization, owner: Client, ada: Membership) -> None:
    with acting_as(principal_of(ada)):
        for number in range(120):
            record("enter", "reading", number, at=AT)

    pages = [
        entries_shown(body(owner.get(PAGE, {"page": page, "what": "enter"}))) for page in ("1", "2", "3", "99", "x")
    ]

    assert [(len(page), page[0], page[-1]) for page in pages] == [
        (50, 120, 71), (50, 70, 21), (20, 20, 1), (20, 20, 1), (50, 120, 71),
    ]  # fmt: skip
    assert 'href="?what=enter&amp;page=3"' in body(owner.get(PAGE, {"page": "2", "what": "enter"}))
    assert "51 to 100 of 120" in text_of(body(owner.get(PAGE, {"page": "2"})))


def test_log_takes_as_many_queries_for_three_deeds_as_for_one(
    organization: Organization, owner: Client, ada: Membership
) -> None:
    counts = []
    for times in (1, 2):
        for _ in range(times):
            with acting_as(principal_of(ada)):
                record("tier.unpinned", "partnership", make_partnership(organization).ref, at=AT)
        counts.append(count_queries(owner, PAGE))

    assert counts[0] == counts[1]
