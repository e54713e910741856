"""The audit log can be appended to and nothing else, and shows when somebody did something else."""

from __future__ import annotations

import datetime as dt
import math
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comotion.core.audit import Tampered, erase_chain, record, verify_chain
from comotion.core.models import AuditChain, AuditEntry
from comotion.core.principal import NoPrincipal, Principal, acting_as
from comotion.identity.models import Membership, Organization
from tests.factories import make_member, make_organization, principal_of

AT = dt.datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=dt.UTC)
TRIGGERS = {
    "sqlite": ("DROP TRIGGER core_auditentry_no_update", "DROP TRIGGER core_auditentry_no_delete"),
    "postgresql": ("SET LOCAL ROLE NONE", "SET LOCAL session_replication_role = replica"),
}


def test_record_says_who_did_what_to_what(principal: Principal) -> None:
    entry = record("token.created", "token", "abc", at=AT, name="CI")
    entry.refresh_from_db()

    assert (entry.organization_id, entry.person_id, entry.at) == (principal.organization_id, principal.person_id, AT)
    assert (entry.action, entry.subject, entry.subject_id, entry.detail) == (
        "token.created",
        "token",
        "abc",
        {"name": "CI"},
    )


def test_record_needs_somebody_who_acts(db: None) -> None:
    with pytest.raises(NoPrincipal):
        record("token.created", "token", 1, at=AT)


def test_entries_are_numbered_and_chained(principal: Principal) -> None:
    first, second = (record("row.changed", "row", number, at=AT) for number in (1, 2))

    assert [(first.sequence, first.previous_hash), (second.sequence, second.previous_hash)] == [
        (1, ""),
        (2, first.hash),
    ]
    assert verify_chain(principal.organization_id) is None


def test_each_organization_has_a_chain_of_its_own(principal: Principal) -> None:
    other = principal_of(make_member(make_organization("Elsewhere")))
    record("row.changed", "row", 1, at=AT)
    with acting_as(other):
        entry = record("row.changed", "row", 2, at=AT)
        assert list(AuditEntry.objects.all()) == [entry]

    assert entry.sequence == 1
    assert verify_chain(other.organization_id) is None


def test_empty_chain_is_whole(organization: Organization) -> None:
    assert verify_chain(organization.pk) is None


def test_record_is_undone_with_the_transaction_it_belongs_to(principal: Principal) -> None:
    def record_and_fail() -> None:
        with transaction.atomic():
            record("row.changed", "row", 2, at=AT)
            raise KeyError

    record("row.changed", "row", 1, at=AT)
    with pytest.raises(KeyError):
        record_and_fail()

    assert record("row.changed", "row", 3, at=AT).sequence == 2
    assert verify_chain(principal.organization_id) is None


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
    | st.dates()
    | st.decimals(allow_nan=False),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text("abc1", max_size=3), inside, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(detail=st.dictionaries(st.sampled_from(["old", "new", "why"]), json_like, max_size=3))
def test_chain_is_whole_whatever_the_detail_is_made_of(principal: Principal, detail: dict[str, Any]) -> None:
    record("row.changed", "row", 1, at=AT, **detail)

    assert verify_chain(principal.organization_id) is None


def test_detail_is_kept_in_plain_values(principal: Principal) -> None:
    entry = record(
        "row.changed", "row", 1, at=AT,
        amount=Decimal("1.50"), day=AT.date(), keys={2: "b", 10: "a"}, names={"b", "a"}, whole=1e16, not_a_number=math.nan,
    )  # fmt: skip
    entry.refresh_from_db()

    assert entry.detail == {
        "amount": "1.50",
        "day": "2026-02-03",
        "keys": {"2": "b", "10": "a"},
        "names": ["a", "b"],
        "whole": 10**16,
        "not_a_number": "nan",
    }


def test_entry_refuses_to_be_saved_again_or_deleted(principal: Principal) -> None:
    entry = record("row.changed", "row", 1, at=AT)

    with pytest.raises(TypeError, match="never changed"):
        entry.save()
    with pytest.raises(TypeError, match="never deleted"):
        entry.delete()


def test_database_refuses_to_change_an_entry(principal: Principal) -> None:
    record("row.changed", "row", 1, at=AT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEntry.unscoped.update(action="nothing.happened")

    assert AuditEntry.objects.get().action == "row.changed"


def test_database_refuses_to_delete_an_entry(principal: Principal) -> None:
    record("row.changed", "row", 1, at=AT)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        AuditEntry.unscoped.all().delete()

    assert AuditEntry.objects.count() == 1


def test_organization_cannot_go_while_its_log_stands(principal: Principal, organization: Organization) -> None:
    record("row.changed", "row", 1, at=AT)
    erase_chain(organization.pk)
    organization.delete()

    assert not AuditEntry.unscoped.exists()
    assert not AuditChain.unscoped.exists()


def test_erasing_one_log_leaves_the_others_whole(principal: Principal) -> None:
    other = principal_of(make_member(make_organization("Elsewhere")))
    with acting_as(other):
        record("row.changed", "row", 1, at=AT)
    record("row.changed", "row", 1, at=AT)
    erase_chain(principal.organization_id)

    assert [entry.organization_id for entry in AuditEntry.unscoped.all()] == [other.organization_id]
    assert verify_chain(other.organization_id) is None


def test_log_outlives_the_person(principal: Principal, member: Membership) -> None:
    record("row.changed", "row", 1, at=AT)
    person_id = member.person_id
    member.person.delete()

    assert AuditEntry.objects.get().person_id == person_id
    assert verify_chain(principal.organization_id) is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE core_auditentry SET action = 'x' WHERE sequence = 2", (2, "an entry was changed")),
        ("UPDATE core_auditentry SET person_id = 999 WHERE sequence = 2", (2, "an entry was changed")),
        ("UPDATE core_auditentry SET hash = 'x' WHERE sequence = 3", (3, "an entry was changed")),
        ("DELETE FROM core_auditentry WHERE sequence = 1", (1, "an entry is missing")),
        ("DELETE FROM core_auditentry WHERE sequence = 2", (2, "an entry is missing")),
        ("DELETE FROM core_auditentry WHERE sequence = 3", (3, "the last entries are missing")),
        ("UPDATE core_auditchain SET length = 2", (4, "the last entries are missing")),
    ],
)
def test_tampering_past_the_guards_is_found(principal: Principal, statement: str, found: tuple[int, str]) -> None:
    for number in (1, 2, 3):
        record("row.changed", "row", number, at=AT)
    with connection.cursor() as cursor:
        for trigger in TRIGGERS[connection.vendor]:
            cursor.execute(trigger)
        cursor.execute(statement)

    assert verify_chain(principal.organization_id) == Tampered(principal.organization_id, *found)


def test_rewritten_entry_is_found_at_the_next_one(principal: Principal) -> None:
    from comotion.core.audit import entry_hash

    for number in (1, 2, 3):
        record("row.changed", "row", number, at=AT)
    forged = AuditEntry.objects.get(sequence=2)
    forged.action = "nothing.happened"
    with connection.cursor() as cursor:
        for trigger in TRIGGERS[connection.vendor]:
            cursor.execute(trigger)
    AuditEntry.unscoped.filter(pk=forged.pk).update(action=forged.action, hash=entry_hash(forged))

    assert verify_chain(principal.organization_id) == Tampered(principal.organization_id, 3, "an entry was changed")


@pytest.mark.django_db(transaction=True)
def test_concurrent_appends_make_one_whole_chain() -> None:
    acting = principal_of(make_member(make_organization("Northwind Cloud")))

    def append(number: int) -> None:
        try:
            with acting_as(acting), transaction.atomic():
                record("row.changed", "row", number, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(append, range(24)))

    with acting_as(acting):
        assert sorted(AuditEntry.objects.values_list("sequence", flat=True)) == list(range(1, 25))
    assert verify_chain(acting.organization_id) is None
