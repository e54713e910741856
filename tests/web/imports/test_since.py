"""The page of what changed since the last import: works, for whom, wrong method, unknown run."""

from __future__ import annotations

from typing import Any

from django.test import Client

from comotion.imports.models import ImportRun
from tests.conftest import MemberClient
from tests.imports.conftest import AT
from tests.imports.test_since import FIRST, SECOND
from tests.web.program import text_of

HOME = "/o/northwind-cloud/import/"


def loaded(text: str, principal: Any) -> ImportRun:
    from comotion.core.principal import acting_as
    from comotion.imports import operations

    with acting_as(principal):
        return operations.apply(run=operations.preview(data=text.encode(), file_name="deals.csv", at=AT), at=AT)


def test_page_lists_new_different_and_gone_rows(principal: Any, member_client: MemberClient) -> None:
    loaded(FIRST, principal)
    run = loaded(SECOND, principal)
    client = member_client("analyst")

    text = text_of(client.get(f"{HOME}{run.ref}/since/").content.decode())

    assert "Since the last file one row is new, one is different and one is no longer there." in text
    assert ("O3" in text, "Four · O4" in text, "One · O1 stage" in text) == (True, True, True)
    assert f"{HOME}{run.ref}/since/" in client.get(f"{HOME}{run.ref}/").content.decode()


def test_first_file_says_that_there_is_nothing_to_compare(principal: Any, member_client: MemberClient) -> None:
    run = loaded(FIRST, principal)
    text = text_of(member_client("analyst").get(f"{HOME}{run.ref}/since/").content.decode())
    assert "No file with these columns was loaded before this one." in text


def test_page_is_for_those_who_read_imports_and_only_read(principal: Any, member_client: MemberClient) -> None:
    run = loaded(FIRST, principal)
    path = f"{HOME}{run.ref}/since/"
    found = {role: member_client(role).get(path).status_code for role in ("owner", "analyst", "auditor", "member")}
    assert found == {"owner": 200, "analyst": 200, "auditor": 200, "member": 403}
    assert member_client("owner").post(path).status_code == 405


def test_run_that_is_not_there_is_not_found(principal: Any, client: Client, member_client: MemberClient) -> None:
    assert member_client("owner").get(f"{HOME}nosuchrun/since/").status_code == 404
    run = loaded(FIRST, principal)
    assert client.get(f"{HOME}{run.ref}/since/").status_code == 302
