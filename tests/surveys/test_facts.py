"""Closed rounds as facts: respondents without names, four queries for any number: two of imported rounds, two by link."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comotion.core.principal import past_the_wall
from comotion.identity.models import Organization
from comotion.surveys.facts import PulseFacts, Respondent
from comotion.surveys.models import PulseAnswer, PulseRound
from tests.factories import make_answers, make_organization, make_partnership

pytestmark = pytest.mark.usefixtures("principal")
CLOSED = dt.date(2026, 9, 30)


@pytest.mark.parametrize("size", [1, 3, 30])
def test_four_queries_whatever_the_number(organization: Organization, size: int) -> None:
    made = [make_partnership(organization) for _ in range(size)]
    for partnership in made:
        make_answers(partnership, CLOSED, "ours", {"trust_1": [4]})
    with CaptureQueriesContext(connection) as captured:
        facts = PulseFacts(None)
        assert [len(facts.take(partnership.pk)) for partnership in made] == [1] * size
    assert len(captured) == 4


def test_a_respondent_is_known_by_side_and_level_only(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_answers(
        partnership, CLOSED, "theirs", {"trust_1": [4], "trust_2": [None], "satisfaction": [6]}, invited_theirs=2
    )
    ((found,),) = (PulseFacts(None).take(partnership.pk),)
    assert found.respondents == (Respondent("theirs", "", {"trust_1": 4.0}, 6.0),)
    assert (found.invited, found.answered("theirs"), found.answered("ours")) == ({"ours": None, "theirs": 2}, 1, 0)


def test_another_organizations_answers_are_not_read(organization: Organization) -> None:
    partnership = make_partnership(organization)
    make_answers(partnership, CLOSED, "ours", {"trust_1": [4]})
    other = make_organization("Else")
    with past_the_wall():
        PulseAnswer.unscoped.update(owner_org=other)
    ((found,),) = (PulseFacts(None).take(partnership.pk),)
    assert found.respondents == ()
    with past_the_wall():
        PulseRound.unscoped.update(owner_org=other)
    assert PulseFacts(None).take(partnership.pk) == ()
