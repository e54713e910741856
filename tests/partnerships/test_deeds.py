"""The log of a room: deeds about what is shared, the same for every party, and nothing that one keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.core.audit import record
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership
from comotion.ledger.models import SharedGoal
from comotion.measures.models import Reading
from comotion.partnerships.deeds import THINGS, deeds_of
from comotion.partnerships.joint import write_text
from comotion.partnerships.models import Partnership
from comotion.partnerships.parting import announce_end
from comotion.partnerships.sharing import keep_back, own_rows, share
from comotion.rhythm.models import Commitment
from tests.factories import make_member, make_organization, make_partnership, make_reading, make_room, principal_of
from tests.partnerships.invited import NOW

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def halden() -> Membership:
    return make_member(make_organization("Halden Analytics"), "owner")


@pytest.fixture
def room(member: Membership, halden: Membership) -> Partnership:
    return make_room("The room", member.organization, halden.organization)


def read_by(membership: Membership, partnership: Partnership) -> list[tuple[str, str, str]]:
    with acting_as(principal_of(membership)):
        return [(one.organization, one.action, one.subject) for one in deeds_of(partnership)]


def act(membership: Membership, action: str, subject: str, thing: object, days: int = 0, **detail: object) -> None:
    with acting_as(principal_of(membership)):
        record(action, subject, thing, at=NOW + days * DAY, **detail)


def test_deeds_about_shared_rows_are_read_by_every_party(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    shared = make_reading(room, "revenue", MONTH, 5, visibility=Visibility.SHARED)
    promise = Commitment.unscoped.create(
        owner_org=member.organization, partnership=room, text="Send it", made_date=MONTH, due_date=MONTH,
        visibility=Visibility.SHARED, owner_name="Ada", side="ours",
    )  # fmt: skip
    act(member, "enter", "reading", shared.pk, partnership=room.ref, value=5)
    act(halden, "commitment.done", "commitment", promise.ref, days=1, reason="our own reason")

    seen = [read_by(one, room) for one in (member, halden)]

    assert seen[0] == seen[1] == [
        ("Halden Analytics", "commitment.done", "commitment"),
        ("Northwind Cloud", "enter", "reading"),
    ]  # fmt: skip


def test_deeds_about_what_is_kept_are_read_by_nobody_here(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    private = make_reading(room, "revenue", MONTH, 5)
    act(member, "enter", "reading", private.pk, partnership=room.ref)
    act(member, "phase.moved", "partnership", room.ref, phase="sunset", reason="exit thoughts")
    act(member, "change", "standing", 3, partnership=room.ref)
    act(member, "change", "role group", "abc", partnership=room.ref)

    assert [read_by(one, room) for one in (member, halden)] == [[], []]


def test_deeds_of_the_time_before_sharing_stay_with_who_did_them(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    reading = make_reading(room, "revenue", MONTH, 5)
    act(member, "enter", "reading", reading.pk, days=-9, partnership=room.ref)
    with acting_as(principal_of(member)):
        share(partnership=room, rows=list(own_rows(Reading, room)), at=NOW)
    act(member, "correct", "reading", reading.pk, days=1, partnership=room.ref)
    while_shared = read_by(halden, room)
    with acting_as(principal_of(member)):
        keep_back(partnership=room, rows=list(own_rows(Reading, room)), at=NOW + 2 * DAY)

    assert while_shared == [
        ("Northwind Cloud", "correct", "reading"),
        ("Northwind Cloud", "row.shared", "measures.reading"),
    ]
    assert read_by(halden, room) == []


def test_deeds_before_sharing_are_told_apart_for_things_with_a_reference_too(
    member: Membership, halden: Membership, room: Partnership
) -> None:
    promise = Commitment.unscoped.create(
        owner_org=member.organization, partnership=room, text="Send it", made_date=MONTH, due_date=MONTH,
        owner_name="Ada", side="ours",
    )  # fmt: skip
    act(member, "commitment.moved", "commitment", promise.ref, days=-9)
    with acting_as(principal_of(member)):
        share(partnership=room, rows=list(own_rows(Commitment, room)), at=NOW)
    act(member, "commitment.asked", "commitment", promise.ref, days=1)

    assert [action for _by, action, _thing in read_by(halden, room)] == ["commitment.asked", "row.shared"]


def test_deeds_about_the_room_stand_there_once(member: Membership, halden: Membership, room: Partnership) -> None:
    with acting_as(principal_of(halden)):
        write_text(partnership=room, topic="aim", text="Win together", based_on=0, at=NOW)
        announce_end(partnership=room, on=NOW.date() + 30 * DAY, reason="merged", at=NOW + DAY)

    assert read_by(member, room) == [
        ("Halden Analytics", "room.ending", "partnership"),
        ("Halden Analytics", "text.written", "joint_text"),
    ]


def test_deeds_of_another_room_are_not_read_here(member: Membership, halden: Membership, room: Partnership) -> None:
    third = make_member(make_organization("Third Company"))
    other = make_room("Another room", halden.organization, third.organization)
    reading = make_reading(other, "revenue", MONTH, 5, visibility=Visibility.SHARED)
    act(halden, "enter", "reading", reading.pk, partnership=other.ref)

    assert (read_by(member, room), len(read_by(third, other))) == ([], 1)


def test_partnership_of_ones_own_has_a_log_of_what_one_sees(member: Membership) -> None:
    own = make_partnership(member.organization, "Kestrel")
    reading = make_reading(own, "revenue", MONTH, 5)
    act(member, "enter", "reading", reading.pk, partnership=own.ref)
    SharedGoal.unscoped.create(owner_org=member.organization, partnership=own, side="ours", goal="Grow")

    assert read_by(member, own) == [("Northwind Cloud", "enter", "reading")]


def test_every_thing_of_the_log_is_a_model_that_can_be_shared() -> None:
    from django.apps import apps

    assert {name for name in THINGS if Visibility.SHARED not in apps.get_model(name).allowed_visibilities} == set()
