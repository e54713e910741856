"""A shared report is drawn from what the room reads; whatever a side keeps to itself changes nothing but coverage."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.audits.issuing import issue
from comotion.audits.models import Audit, IssuedReport
from comotion.audits.queries import issued_report
from comotion.audits.shown import ReportShown
from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.initiatives.models import Activity, Assignment, Initiative, Leader
from comotion.partnerships.models import Partnership, Sponsor
from comotion.rhythm.models import Insight, Meeting
from tests.audits import world

NORTHWIND, MERIDIAN = "Northwind Cloud", "Meridian Integration"
DAY = dt.date(2026, 9, 1)


def keep_to_oneself(organization_id: int, room: Partnership) -> None:
    """Everything that a side may hold privately about the room and that a report of its own would read."""
    own = {"owner_org_id": organization_id, "visibility": Visibility.PRIVATE, "partnership": room}
    plain = {"owner_org_id": organization_id, "visibility": Visibility.PRIVATE}
    initiative = Initiative.objects.create(**own, name="Ours alone")
    activity = Activity.objects.create(**own, name="Nobody’s", weight=3, crosses_sides=True, initiative=initiative)
    Assignment.objects.create(**plain, activity=activity, member="A committee", letters="A", side="ours", is_group=True)
    Leader.objects.create(**plain, initiative=initiative, name="Ana Ruiz", side="ours", from_date=DAY)
    Sponsor.objects.create(**own, name="Bo Lind", side="ours")
    Insight.objects.create(
        **own, external_id="i1", from_tier="wts", to_tier="mbr", text="Slow", raised_date=dt.date(2026, 3, 2)
    )
    Meeting.objects.create(**own, external_id="m1", kind="qsr", scheduled_date=DAY, held_date=DAY, minutes=600)


def whole(room: Partnership, theirs: Principal) -> Audit:
    """An audit in which both sides have released and graded one plan of pay each."""
    audit = world.begin(room)
    world.answer(audit)
    world.gather(audit)
    world.reward(audit, NORTHWIND, "new_logo", share=0.1)
    with acting_as(theirs):
        world.reward(audit, MERIDIAN, "retention")
        world.grade(audit, MERIDIAN, "new_logo", 1)
        world.grade(audit, MERIDIAN, "retention", -2)
    world.grade(audit, NORTHWIND, "new_logo", 1)
    world.grade(audit, NORTHWIND, "retention", -2)
    world.close(audit)
    return audit


def issued(audit: Audit) -> ReportShown:
    issue(audit=audit, at=world.ISSUED)
    found = issued_report(audit)
    assert found is not None
    return found[0]


def test_private_rows_of_either_side_change_no_byte_of_the_report(
    ours: Principal, theirs: Principal, room: Partnership
):
    audit = whole(room, theirs)
    plain = issued(audit)
    IssuedReport.objects.all().delete()
    world.forget_baseline(audit)
    for principal in (ours, theirs):
        with acting_as(principal):
            keep_to_oneself(principal.organization_id, room)
    assert issued(audit) == plain


@pytest.mark.parametrize("side", [NORTHWIND, MERIDIAN])
def test_plan_that_a_side_takes_back_lowers_coverage_and_widens_bounds(
    ours: Principal, theirs: Principal, room: Partnership, side: str
):
    """What is left has the value that it would have if the plan taken back had never been entered."""
    audit = whole(room, theirs)
    with acting_as(ours if side == NORTHWIND else theirs):
        world.take_back(audit, side)
    found = issued(audit)
    figure, metrics = found.reward.friction, found.causes[2]
    assert figure is not None
    assert (figure.coverage, metrics.friction.status) == (pytest.approx(0.35), "provisional")
    assert metrics.friction.coverage == pytest.approx(0.5)
    assert metrics.friction.value == metrics.said
    assert metrics.friction.low < metrics.friction.value < metrics.friction.high
    assert f"incentives:{side}" in [
        f"{part}:{_name(audit, one)}" for part, rest in found.lacking.items() for one in rest
    ]


def _name(audit: Audit, key: str) -> str:
    return next((one.name for one in world.sides_of(audit) if one.key == key), key)
