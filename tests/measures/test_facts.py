"""Readings as facts: their periods, their age, one query for any number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.identity.models import Organization
from comotion.measures.facts import ReadingFacts
from comotion.measures.models import PeriodKind
from comotion.partnerships.periods import month_of
from tests.factories import make_organization, make_partnership, make_reading

pytestmark = pytest.mark.usefixtures("principal")
OCTOBER = dt.date(2026, 10, 1)
MONTH = month_of(OCTOBER)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_one_query_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        make_reading(partnership, "trust_survey", OCTOBER, 70)
    with CaptureQueriesContext(connection) as captured:
        facts = ReadingFacts(None, MONTH, MONTH)
        assert [len(facts.take(partnership.pk)["trust_survey"]) for partnership in made] == [1] * size
    assert len(captured) == 1


def test_a_month_ages_by_months_and_a_quarter_by_quarters(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_reading(partnership, "trust_survey", OCTOBER, 70)
    make_reading(partnership, "fairness_index", OCTOBER, 70, period_kind=PeriodKind.QUARTER)
    found = ReadingFacts(None, MONTH, MONTH).take(partnership.pk)
    (month,), (quarter,) = found["trust_survey"], found["fairness_index"]
    assert [month.age(MONTH + later) for later in (-1, 0, 2, 3)] == [None, 0, 2, 3]
    assert [quarter.age(MONTH + later) for later in (1, 2, 4, 5, 11)] == [None, 0, 0, 1, 3]


def test_the_latest_period_comes_first(organization: Organization) -> None:
    partnership = make_partnership(organization)
    for month, value in ((8, 1.0), (10, 3.0), (9, 2.0)):
        make_reading(partnership, "trust_survey", dt.date(2026, month, 1), value)
    found = ReadingFacts(None, MONTH, MONTH).take(partnership.pk)["trust_survey"]
    assert [one.value for one in found] == [3.0, 2.0, 1.0]


def test_what_another_organization_shares_is_not_read(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_reading(partnership, "trust_survey", OCTOBER, 70, owner_org=make_organization("Else"), visibility=3)
    assert ReadingFacts(None, MONTH, MONTH).take(partnership.pk) == {}
