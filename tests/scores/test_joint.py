"""The joint card: shared readings only, both sides' kept, nothing averaged, nothing learnt of what is kept back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from comotion.core.principal import acting_as
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from comotion.scores.joint import JointCard, JointLine, joint_card
from tests.factories import make_member, make_organization, make_reading, make_room, principal_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 16)
OCTOBER, SEPTEMBER, JULY = (dt.date(2026, month, 1) for month in (10, 9, 7))


@pytest.fixture
def halden() -> Organization:
    return make_organization("Halden Analytics")


@pytest.fixture
def room(member: Membership, halden: Organization) -> Iterator[Partnership]:
    """A room; the first party reads it."""
    found = make_room("The room", member.organization, halden)
    with acting_as(principal_of(member)):
        yield found


def line(card: JointCard, kpi: str = "trust_survey") -> JointLine:
    return next(one for one in card.lines if one.kpi == kpi)


def share(room: Partnership, value: float, month: dt.date = OCTOBER, **fields: object) -> None:
    make_reading(room, "trust_survey", month, value, visibility=3, **fields)


def test_reading_of_one_side_counts(room: Partnership) -> None:
    share(room, 70)

    found = line(joint_card(room, TODAY))

    assert (found.value, found.figure.value, found.differs_in) == (70, 75, ())


def test_what_both_say_counts(room: Partnership, halden: Organization) -> None:
    share(room, 70)
    share(room, 70, owner_org=halden)

    found = line(joint_card(room, TODAY))

    assert (found.value, [side.organization for side in found.readings]) == (
        70,
        ["Halden Analytics", "Northwind Cloud"],
    )


def test_sides_that_differ_are_both_kept_and_neither_counts(room: Partnership, halden: Organization) -> None:
    share(room, 70, source="ours")
    share(room, 60, owner_org=halden, source="theirs")

    found = line(joint_card(room, TODAY))

    assert (found.value, found.figure.value, found.difference) == (None, None, 10)
    assert found.differs_in == ("value", "source")
    assert [side.reading.value for side in found.readings] == [60, 70]


def test_joint_reading_goes_before_what_each_side_reads(room: Partnership, halden: Organization) -> None:
    share(room, 70)
    share(room, 60, owner_org=halden)
    share(room, 66, side="joint")

    assert line(joint_card(room, TODAY)).value == 66


def test_newest_period_counts_and_the_difference_names_it(room: Partnership, halden: Organization) -> None:
    share(room, 70, SEPTEMBER)
    share(room, 60, owner_org=halden)

    found = line(joint_card(room, TODAY))

    assert (found.value, found.differs_in) == (60, ("value", "period"))


def test_reading_in_another_unit_does_not_count(room: Partnership) -> None:
    make_reading(room, "lead_response_hours", OCTOBER, 2, unit="days", visibility=3)

    assert line(joint_card(room, TODAY), "lead_response_hours").value is None


def test_units_are_named_and_no_difference_is_taken_between_them(room: Partnership, halden: Organization) -> None:
    make_reading(room, "lead_response_hours", OCTOBER, 2, unit="days", visibility=3)
    make_reading(room, "lead_response_hours", OCTOBER, 48, unit="hours", visibility=3, owner_org=halden)

    found = line(joint_card(room, TODAY), "lead_response_hours")

    assert (found.differs_in, found.difference) == (("value", "unit"), None)


def test_old_reading_and_one_of_a_month_that_is_not_over_are_missing(room: Partnership) -> None:
    share(room, 70, JULY)
    share(room, 70, dt.date(2026, 11, 1))

    assert line(joint_card(room, TODAY)).readings == ()


def test_what_is_kept_back_changes_nothing(room: Partnership, halden: Organization) -> None:
    share(room, 70)
    before = joint_card(room, TODAY)
    for owner in (room.owner_org, halden):
        make_reading(room, "trust_survey", SEPTEMBER, 1, owner_org=owner)
        make_reading(room, "revenue_vs_plan", OCTOBER, 1, owner_org=owner)

    assert joint_card(room, TODAY) == before


def test_every_party_reads_the_same_card(room: Partnership, halden: Organization) -> None:
    share(room, 70)
    share(room, 60, owner_org=halden)
    mine = joint_card(room, TODAY)

    with acting_as(principal_of(make_member(halden))):
        assert joint_card(room, TODAY) == mine


def test_amounts_stand_beside_the_card(room: Partnership) -> None:
    make_reading(room, "revenue", OCTOBER, 100, visibility=3, unit="EUR")

    card = joint_card(room, TODAY)

    assert ([one.kpi for one in card.amounts], card.shared) == (["revenue"], 0)


def test_empty_card_has_no_data(room: Partnership) -> None:
    card = joint_card(room, TODAY)

    assert (card.card.value, card.card.coverage, card.shared, card.amounts) == (None, 0, 0, ())
