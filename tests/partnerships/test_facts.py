"""Partnerships as facts: the program of whoever acts, in three queries for any number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Organization
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.facts import SponsorFact, partnership_facts
from comotion.partnerships.grouping import Grouped
from comotion.partnerships.periods import first_day, last_complete_month, last_day, month_of, quarter_start
from tests.factories import make_organization, make_partnership, make_person, make_sponsor, make_standing

pytestmark = pytest.mark.usefixtures("principal")


def test_facts_hold_partnership_standing_and_sponsors(organization: Organization) -> None:
    owner = make_person(name="Priya Raman")
    partnership = make_partnership(organization, "Halden", standing={"effort": 2.0, "owner": owner, "owner_name": "x"})
    make_sponsor(partnership, "ours", "Ines")
    (fact,) = partnership_facts()
    assert (fact.id, fact.ref, fact.name) == (partnership.pk, partnership.ref, "Halden")
    assert (fact.standing.owner_name, fact.standing.effort) == ("Priya Raman", 2.0)
    assert fact.sponsors == (SponsorFact("ours", "Ines", None, None),)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_three_queries_whatever_the_number(organization: Organization, size: int) -> None:
    for _ in range(size):
        make_partnership(organization)
    with CaptureQueriesContext(connection) as captured:
        assert len(partnership_facts()) == size
    assert len(captured) == 3


def test_ended_ones_and_those_of_others_are_not_there(organization: Organization) -> None:
    make_partnership(organization, state=PartnershipState.ENDED)
    other = make_organization("Else")
    foreign = make_partnership(other)
    make_standing(other, make_partnership(organization, "Ours"), effort=5.0)
    assert [(fact.name, fact.standing.effort) for fact in partnership_facts()] == [("Ours", None)]
    assert partnership_facts([foreign.pk]) == []


def test_only_those_asked_for_are_there_in_order_of_their_ids(organization: Organization) -> None:
    made = [make_partnership(organization) for _ in range(4)]
    wanted = [made[2].pk, made[0].pk]
    assert [fact.id for fact in partnership_facts(wanted)] == sorted(wanted)


def test_a_sponsor_serves_from_the_first_day_to_before_the_last() -> None:
    sponsor = SponsorFact("ours", "Ines", dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 1, 31), dt.date(2026, 2, 1)]
    assert [sponsor.serves(day) for day in days] == [False, True, True, False]


def test_months_know_their_days_and_quarters() -> None:
    october = month_of(dt.date(2026, 10, 31))
    assert (first_day(october), last_day(october)) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert first_day(quarter_start(october + 2)) == dt.date(2026, 10, 1)
    assert last_complete_month(dt.date(2026, 10, 31)) == october - 1
    assert last_complete_month(dt.date(2026, 11, 1)) == october


def test_grouped_rows_are_handed_out_one_partnership_at_a_time() -> None:
    grouped = Grouped(iter([(1, "a"), (1, "b"), (4, "c"), (6, "d")]))
    assert [grouped.take(key) for key in (1, 2, 4, 5, 6, 7)] == [
        [(1, "a"), (1, "b")],
        [],
        [(4, "c")],
        [],
        [(6, "d")],
        [],
    ]
