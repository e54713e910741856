"""Deals as facts: states as they were on a day, merged ones left out, a fixed number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.accounts.facts import Deal, DealFacts
from comotion.accounts.models import DealMerge, Opportunity, Stage
from comotion.accounts.queries import deals_of
from comotion.identity.models import Organization
from tests.factories import make_opportunity, make_organization, make_partnership

DAY = dt.date(2026, 10, 31)


def deal(*, created: dt.date | None, closes: dt.date | None, closed: bool | None, won: bool | None = None) -> Deal:
    return Deal("d", 1.0, "EUR", created, closes, closed, won, "", "")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (deal(created=None, closes=dt.date(2027, 1, 1), closed=False), True),
        (deal(created=None, closes=dt.date(2026, 11, 2), closed=True, won=True), True),
        (deal(created=None, closes=dt.date(2026, 10, 31), closed=True), False),
        (deal(created=dt.date(2026, 11, 1), closes=dt.date(2027, 1, 1), closed=False), False),
        (deal(created=None, closes=dt.date(2026, 9, 1), closed=None), None),
        (deal(created=None, closes=None, closed=False), True),
        (deal(created=None, closes=None, closed=None), None),
    ],
)
def test_a_deal_was_open_if_it_was_created_and_closes_later(made: Deal, expected: bool | None) -> None:
    assert made.is_open_on(DAY) is expected


@pytest.mark.usefixtures("principal")
@pytest.mark.parametrize("size", [1, 3, 30])
def test_three_queries_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        make_opportunity(organization, "Deal", partnership=partnership, amount=5)
    with CaptureQueriesContext(connection) as captured:
        facts = DealFacts()
        assert [len(facts.take(partnership.pk)) for partnership in made] == [1] * size
    assert len(captured) == 3


@pytest.mark.usefixtures("principal")
def test_merged_and_foreign_deals_are_left_out(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_opportunity(organization, "Kept", partnership=partnership, external_id="s")
    make_opportunity(organization, "Merged", partnership=partnership, external_id="m")
    make_opportunity(organization, "Into another", partnership=partnership, merged_into="s")
    make_opportunity(make_organization("Else"), "Foreign", partnership=partnership)
    DealMerge.objects.create(owner_org=organization, survivor_external_id="s", merged_external_id="m")
    assert [one.name for one in DealFacts().take(partnership.pk)] == ["Kept"]
    assert [one.name for one in deals_of(partnership.pk, DAY)] == ["Kept"]


@pytest.mark.usefixtures("principal")
def test_a_stage_says_what_its_deals_do_not(organization: Organization) -> None:
    partnership = make_partnership(organization)
    Stage.objects.create(owner_org=organization, external_id="9", label="Bezahlt", is_won=True)
    Stage.objects.create(owner_org=organization, external_id="8", label="Weg", is_closed=True, is_won=False)
    for stage in ("9", "BEZAHLT", "Weg", "Anders"):
        make_opportunity(organization, stage, partnership=partnership, stage=stage, close_date=dt.date(2026, 10, 1))
    assert [(one.is_closed, one.is_won) for one in DealFacts().take(partnership.pk)] == [
        (True, True),
        (True, True),
        (True, False),
        (None, None),
    ]
    assert [one.state for one in deals_of(partnership.pk, DAY)] == ["won", "won", "lost", "unknown"]
    assert Opportunity.objects.count() == 4
