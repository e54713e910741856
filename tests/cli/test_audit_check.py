"""``comotion check`` names the entry of the audit log that somebody changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from comotion.core.audit import record
from comotion.core.principal import Principal
from tests.cli.conftest import Run
from tests.core.test_audit import TRIGGERS


@pytest.mark.postgres
def test_check_names_the_entry_that_was_changed(run: Run, principal: Principal) -> None:
    for number in (1, 2, 3):
        record("enter", "reading", number, at=dt.datetime(2026, 3, number, tzinfo=dt.UTC))
    with connection.cursor() as cursor:
        for trigger in TRIGGERS[connection.vendor]:
            cursor.execute(trigger)
        cursor.execute("UPDATE core_auditentry SET action = 'correct' WHERE sequence = 2")

    answer = run("check", "--json")

    assert answer.status == 1
    broken = [check for check in answer.document["checks"] if not check["ok"]]
    assert [(check["name"], check["detail"]) for check in broken] == [
        ("audit log of northwind-cloud", "entry 2: an entry was changed")
    ]
