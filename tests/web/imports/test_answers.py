"""What a person answers on the pages of Import: pairs, meetings of a calendar, and mapping files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comotion.identity.models import Organization
from comotion.imports.calendar_runs import entries_of
from comotion.imports.models import ImportRun, NameDecision, RunState
from comotion.imports.packing import unpack
from comotion.rhythm.models import Meeting
from tests.conftest import MemberClient
from tests.factories import make_organization, make_partnership
from tests.imports.test_calendars import DENTIST, LUNCH, WEEKLY, calendar
from tests.imports.test_sameness import TYPO

HOME = "/o/northwind-cloud/import/"
NEW = ("pairs", "meetings", "mapping")
COLOURS = "colour,weight\nred,1\nblue,2\n"


@pytest.fixture
def client(member_client: MemberClient) -> Client:
    return member_client("analyst")


def brought(client: Client, text: str, name: str = "partners.csv", **fields: Any) -> ImportRun:
    response = client.post(HOME, {"file": SimpleUploadedFile(name, text.encode()), **fields})
    assert response.status_code == 302, response.content.decode()
    return ImportRun.unscoped.get(ref=response.url.rstrip("/").rpartition("/")[2])


def shown(client: Client, run: ImportRun) -> str:
    return " ".join(client.get(f"{HOME}{run.ref}/").content.decode().split())


def loaded(client: Client, run: ImportRun, commit: Any) -> None:
    with commit(execute=True):
        client.post(f"{HOME}{run.ref}/load/")
    run.refresh_from_db()
    assert run.state == RunState.APPLIED


@pytest.fixture
def halden(organization: Organization) -> None:
    make_partnership(organization, "Halden Analytics", standing={"website": "halden.example"})


@pytest.mark.usefixtures("halden")
def test_names_that_look_alike_are_shown_side_by_side_and_decided(client: Client) -> None:
    run = brought(client, TYPO)
    asking = shown(client, run)

    response = client.post(f"{HOME}{run.ref}/pairs/", {"pair_2": "same"})

    run.refresh_from_db()
    assert "one to decide; otherwise it is loaded as a new one" in asking
    assert "here already" in asking
    assert (response.status_code, run.changed, run.created) == (302, 1, 0)
    assert "all decided; you are not asked again" in shown(client, run)


@pytest.mark.usefixtures("halden")
def test_word_that_is_not_offered_is_refused(client: Client) -> None:
    run = brought(client, TYPO)

    assert client.post(f"{HOME}{run.ref}/pairs/", {"pair_2": "perhaps"}).status_code == 400
    assert NameDecision.unscoped.count() == 0


@pytest.mark.usefixtures("halden")
def test_pairs_of_a_loaded_file_are_not_decided(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    run = brought(client, TYPO)
    loaded(client, run, django_capture_on_commit_callbacks)

    answer = client.post(f"{HOME}{run.ref}/pairs/", {"pair_2": "same"}, follow=True)

    assert "This file is loaded already." in answer.content.decode()
    assert NameDecision.unscoped.count() == 0


@pytest.mark.usefixtures("halden")
def test_calendar_is_confirmed_and_loaded(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    run = brought(client, calendar(WEEKLY, LUNCH, DENTIST), "work.ics")
    asking = shown(client, run)
    weekly, lunch = entries_of(run)

    client.post(f"{HOME}{run.ref}/meetings/", {f"{weekly.key}:tier": "wts", f"{lunch.key}:tier": ""})
    confirmed = shown(client, run)
    loaded(client, run, django_capture_on_commit_callbacks)

    assert "One series and one single meeting are with partners." in asking
    assert "1 personal one left out unread" in asking
    assert "/load/" not in asking
    assert "Dentist" not in asking
    assert "meetings can be loaded." in confirmed
    assert "/load/" in confirmed
    assert (Meeting.unscoped.count(), {each.kind for each in Meeting.unscoped.all()}) == (run.created, {"wts"})


def test_calendar_is_refused_beside_the_form_until_a_partner_is_known(
    client: Client, organization: Organization
) -> None:
    make_partnership(organization, "Halden Analytics")
    file = {"file": SimpleUploadedFile("work.ics", calendar(LUNCH).encode())}
    refused = client.post(HOME, file)
    wrong = client.post(HOME, {"file": SimpleUploadedFile("a.ics", b"x"), "domains": "gmail.com = Halden Analytics"})

    run = brought(client, calendar(LUNCH), "work.ics", domains="halden.example = Halden Analytics")

    assert (refused.status_code, wrong.status_code) == (400, 400)
    assert "say which domain is whose beside the file" in refused.content.decode()
    assert "write the domain of one company, an equals sign, and the partner" in wrong.content.decode()
    assert [each["title"] for each in unpack(run.content)["entries"]] == ["Lunch"]


@pytest.mark.usefixtures("halden")
def test_meeting_is_only_what_was_offered(client: Client) -> None:
    run = brought(client, calendar(LUNCH), "work.ics")
    (lunch,) = entries_of(run)
    table = brought(client, TYPO)

    assert client.post(f"{HOME}{run.ref}/meetings/", {f"{lunch.key}:tier": "party"}).status_code == 400
    assert client.post(f"{HOME}{table.ref}/meetings/", {}).status_code == 400
    assert client.post(f"{HOME}{run.ref}/columns/", {"kind": "meetings"}).status_code == 400


def test_mapping_is_downloaded_and_read_by_a_colleague(client: Client, member_client: MemberClient) -> None:
    run = brought(client, COLOURS)
    client.post(f"{HOME}{run.ref}/columns/", {"kind": "accounts", "column_0": "name", "column_1": ""})
    run.refresh_from_db()
    answer = client.get(f"{HOME}{run.ref}/mapping.json")
    client.post(f"{HOME}{run.ref}/cancel/")

    colleague = member_client("alliance_manager")
    by_form = brought(colleague, COLOURS, mapping=SimpleUploadedFile("mapping.json", answer.content))
    on_page = brought(colleague, COLOURS, "again.csv")
    upload = {"mapping": SimpleUploadedFile("mapping.json", answer.content)}
    colleague.post(f"{HOME}{on_page.ref}/mapping/", upload)
    on_page.refresh_from_db()

    assert answer["Content-Disposition"] == 'attachment; filename="mapping-accounts.json"'
    assert json.loads(answer.content) == {
        "kind": "accounts", "columns": {"colour": "name", "weight": None}, "answers": {},
    }  # fmt: skip
    assert [(each.kind, each.created) for each in (by_form, on_page)] == [("accounts", 2), ("accounts", 2)]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"columns": {"no such column": "name"}, "kind": "accounts"}'])
def test_mapping_that_does_not_fit_is_said(client: Client, content: bytes) -> None:
    run = brought(client, COLOURS)
    upload = {"mapping": SimpleUploadedFile("mapping.json", content)} if content else {}

    answer = client.post(f"{HOME}{run.ref}/mapping/", upload, follow=True)

    assert 'role="status"' in answer.content.decode() or "co-message" in answer.content.decode()
    run.refresh_from_db()
    assert run.kind == ""


@pytest.mark.parametrize("action", NEW)
def test_answers_by_get_by_strangers_and_by_readers_are_refused(
    client: Client, member_client: MemberClient, action: str
) -> None:
    run = brought(client, TYPO)
    stranger = member_client("owner", organization=make_organization("Other"))
    path = f"{HOME}{run.ref}/{action}/"

    assert client.get(path).status_code == 405
    assert [member_client(role).post(path).status_code for role in ("member", "auditor")] == [403, 403]
    assert stranger.post(path.replace("northwind-cloud", "other")).status_code == 404


def test_mapping_file_is_handed_to_those_who_may_export(client: Client, member_client: MemberClient) -> None:
    run = brought(client, COLOURS)
    path = f"{HOME}{run.ref}/mapping.json"

    assert [member_client(role).get(path).status_code for role in ("member", "auditor", "owner")] == [403, 403, 200]
    assert client.post(path).status_code == 405
    assert client.get(f"{HOME}nothing23456/mapping.json").status_code == 404
