"""The API's contract: a change shows in the golden file, and nobody changes it by accident."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.test import Client

from comotion.api.urls import api
from comotion.core.policy import policy_table

GOLDEN = Path(__file__).with_name("openapi.json")


def test_the_description_is_the_one_that_was_agreed() -> None:
    found = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    if os.environ.get("COMOTION_WRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_operation_declares_a_policy_of_the_table() -> None:
    operations = [
        operation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert len(operations) >= 11
    for operation in operations:
        declared = operation.view_func.policy
        assert declared.resource in policy_table()
        assert [declared.action(method) is not None for method in operation.methods] == [True] * len(operation.methods)


def test_an_operation_without_a_policy_is_refused_for_everyone() -> None:
    from comotion.api.authentication import TokenAuth

    assert api.auth is not None
    assert [auth.declared for auth in api.auth if isinstance(auth, TokenAuth)] == [None]


@pytest.mark.parametrize("address", ["/api/v1/openapi.json", "/api/v1/docs"])
def test_the_description_needs_no_token_and_no_inline_script(db: None, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert b"<script>" not in answer.content
