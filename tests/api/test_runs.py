from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comotion.identity.models import KeptAnswer, Membership
from comotion.imports.models import ImportRun
from comotion.partnerships.models import Partnership
from tests.api.conftest import Caller
from tests.factories import make_member, make_organization

RUNS = "/api/v1/import-runs"
ROWS = b"name,partner,approach\nHalden Analytics,Halden Analytics,Technology integration\nKestrel Payments,Kestrel Payments,Technology integration\n"


def send(client: Client, data: bytes = ROWS, key: str = "", **form: str) -> Any:
    headers = {"idempotency-key": key} if key else {}
    return client.post(
        RUNS, {"file": SimpleUploadedFile("partners.csv", data), "kind": "partnerships", **form}, headers=headers
    )


def test_a_file_is_previewed_loaded_and_taken_back(caller: Caller) -> None:
    client = caller()
    run = send(client).json()
    assert (run["dry_run"], run["rows"], run["created"], Partnership.unscoped.count()) == (True, 2, 2, 0)
    loaded = client.post(f"{RUNS}/{run['run']}/apply").json()
    assert (loaded["state"], loaded["undo"], Partnership.unscoped.count()) == ("applied", True, 2)
    assert loaded["rows"] == loaded["created"] + loaded["changed"] + loaded["unchanged"] + loaded["refused"]
    undone = client.post(f"{RUNS}/{run['run']}/undo").json()
    assert (undone["state"], Partnership.unscoped.count()) == ("undone", 0)


def test_a_request_with_a_key_is_done_once(caller: Caller) -> None:
    client = caller()
    first, second = send(client, key="abc"), send(client, key="abc")
    assert (first.json(), ImportRun.unscoped.count()) == (second.json(), 1)
    assert second["Idempotency-Replayed"] == "true"


def test_a_key_is_good_for_one_request_only(caller: Caller) -> None:
    client = caller()
    send(client, key="abc")
    other = send(client, data=ROWS + b"Oakline Robotics,Oakline Robotics,\n", key="abc")
    assert (other.status_code, other.json()["code"], ImportRun.unscoped.count()) == (422, "KEY_USED", 1)


def test_a_refused_request_keeps_no_answer(caller: Caller) -> None:
    client = caller()
    answer = send(client, mapping="{", key="abc")
    assert (answer.status_code, answer.json()["code"], KeptAnswer.unscoped.count()) == (422, "UNUSABLE", 0)


def test_a_key_of_another_token_is_another_key(caller: Caller) -> None:
    send(caller(), key="abc")
    send(caller(), key="abc")
    assert ImportRun.unscoped.count() == 2


def test_a_run_is_loaded_once(caller: Caller) -> None:
    client = caller()
    ref = send(client).json()["run"]
    client.post(f"{RUNS}/{ref}/apply")
    again = client.post(f"{RUNS}/{ref}/apply")
    assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")


@pytest.mark.parametrize("action", ["", "/apply", "/undo"])
def test_foreign_missing_and_malformed_runs_get_the_same_bytes(caller: Caller, action: str) -> None:
    ref = send(caller(membership=make_member(make_organization("Halden")))).json()["run"]
    client = caller()
    call = client.post if action else client.get
    answers = [call(f"{RUNS}/{one}{action}") for one in (ref, "nothing22222", "%00'--")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


def test_a_reading_token_loads_nothing(caller: Caller) -> None:
    answer = send(caller("imports:read"))
    assert (answer.status_code, ImportRun.unscoped.count()) == (403, 0)


def test_a_member_sees_no_runs(caller: Caller, member: Membership) -> None:
    client = caller("portfolio:read", membership=make_member(member.organization, "member"))
    assert client.get(RUNS).status_code == 403


def test_runs_are_listed_newest_first(caller: Caller) -> None:
    client = caller()
    refs = [send(client).json()["run"] for _ in range(3)]
    assert [item["run"] for item in client.get(RUNS).json()["items"]] == refs[::-1]
    assert [item["run"] for item in client.get(f"{RUNS}?limit=1").json()["items"]] == refs[:1:-1]


def test_an_unreadable_limit_is_named(caller: Caller) -> None:
    answer = caller().get(f"{RUNS}?limit=many")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "query.limit")
