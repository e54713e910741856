"""An audit of three companies: all weigh alike, all must grade, and none is left out of a figure."""

from __future__ import annotations

import pytest

from comotion.audits import evidence
from comotion.audits.issuing import issue
from comotion.audits.queries import issued_report
from comotion.audits.sides import sides_of
from comotion.core.principal import Principal, acting_as
from comotion.identity.models import Organization
from tests.audits import world
from tests.factories import make_member, make_organization, make_room, principal_of

FRICTION = {"Northwind Cloud": 5, "Meridian Integration": 3, "Halden Analytics": 1}


def answers(side: str, level: str, number: int, question: str) -> int | None:
    """Each company is of one mind."""
    del level, number
    reversed_ = world.questions()[question].reversed
    return FRICTION[side] if not reversed_ else 6 - FRICTION[side]


def test_three_sides_weigh_alike_and_the_gap_is_between_the_furthest(
    ours: Principal, organization: Organization, partner: Organization
):
    third = make_organization("Halden Analytics")
    room = make_room("Three of us", organization, partner, third)
    audit = world.begin(room)
    world.answer(audit, answers)
    world.close(audit)
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    for cause in found[0].causes:
        assert [line.mean for line in cause.sides] == [0, 50, 100]
        assert (cause.said, abs(cause.side_gap.gap or 0), cause.side_gap.noteworthy) == (50, 100, True)


def test_grade_counts_when_all_three_have_given_theirs(
    ours: Principal, theirs: Principal, organization: Organization, partner: Organization
):
    third = make_organization("Halden Analytics")
    audit = world.begin(make_room("Three of us", organization, partner, third))
    world.reward(audit, "Northwind Cloud", "new_logo")
    world.grade(audit, "Northwind Cloud", "new_logo", 2)
    with acting_as(theirs):
        world.grade(audit, "Meridian Integration", "new_logo", 1)
    assert graded(audit) is None
    with acting_as(principal_of(make_member(third))):
        world.grade(audit, "Halden Analytics", "new_logo", -1)
    assert graded(audit) == pytest.approx(2 / 3)


def graded(audit: world.Audit) -> float | None:
    records = evidence.incentives_of(audit, sides_of(audit))
    assert records is not None
    return records.groups[0].elements[0].alignment("goal")
