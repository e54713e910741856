"""Ten partnerships and two hundred take the same statements to read: on the way to a page, and to score."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import Principal
from comotion.identity.models import Organization
from comotion.portfolio.operations import refresh
from comotion.portfolio.queries import phase_board, portfolio_page, portfolio_summary
from tests.factories import make_partnership, make_readings
from tests.scores.world import AT, OCTOBER, TODAY

pytestmark = pytest.mark.usefixtures("principal")


def reads(work: Callable[[], object]) -> int:
    """How many SELECTs a piece of work takes."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def score() -> None:
    refresh(as_of=TODAY, at=AT, months=1)


def grow(organization: Organization, first: int, count: int) -> None:
    for number in range(first, first + count):
        partnership = make_partnership(organization, f"Partner {number:03}")
        make_readings(partnership, "trust_survey", OCTOBER, [50.0 + number % 40])


def test_queries_are_the_same_for_ten_and_for_two_hundred(organization: Organization, principal: Principal) -> None:
    works = (score, portfolio_page, portfolio_summary, phase_board, lambda: portfolio_page(sort="warnings", size=5))
    grow(organization, 0, 10)
    score()
    ten = [reads(work) for work in works]
    grow(organization, 10, 190)
    score()
    two_hundred = [reads(work) for work in works]

    # a page that holds all lines counts them itself; one of many asks once how many there are
    assert two_hundred == [ten[0], ten[1] + 1, *ten[2:]]
