"""Grades, entries, goals and themes as facts: four queries for any number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Organization
from comotion.ledger.facts import LedgerFacts
from comotion.ledger.models import SharedGoal
from tests.factories import make_grade, make_ledger_entry, make_organization, make_partnership, make_theme

pytestmark = pytest.mark.usefixtures("principal")
SINCE = dt.date(2025, 1, 1)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_four_queries_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        make_grade(partnership, "h1", 3)
        make_ledger_entry(partnership, "ours", "return", 5)
        make_theme(partnership, "API")
        SharedGoal.objects.create(owner_org=organization, partnership=partnership, side="ours", goal="Grow")
    with CaptureQueriesContext(connection) as captured:
        facts = LedgerFacts(None, SINCE)
        for partnership in made:
            found = facts.take(partnership.pk)
            assert [len(part) for part in (found.grades, found.entries, found.goals, found.themes)] == [1, 1, 1, 1]
    assert len(captured) == 4


def test_amounts_stay_unknown_and_old_entries_are_left_out(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_ledger_entry(partnership, "ours", "return", 5, their_amount=None, currency="eur")
    make_ledger_entry(partnership, "ours", "return", 7, date=dt.date(2024, 12, 31))
    (entry,) = LedgerFacts(None, SINCE).take(partnership.pk).entries
    assert (entry.our_amount, entry.their_amount, entry.currency) == (5.0, None, "EUR")


def test_what_another_organization_shares_is_not_read(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_grade(partnership, "h1", 3, owner_org=make_organization("Else"), visibility=3)
    assert LedgerFacts(None, SINCE).take(partnership.pk).grades == ()
