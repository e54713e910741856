"""Ending a room and leaving one: what stays, what goes, and who reads it afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from comotion.core.models import AuditEntry
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership
from comotion.measures.models import Reading
from comotion.partnerships.events import PartyLeft, RoomEnded, RoomEnding
from comotion.partnerships.facts import partnership_facts
from comotion.partnerships.joint import current_texts, write_text
from comotion.partnerships.models import Guest, JointText, Partnership, Standing
from comotion.partnerships.parting import (
    LONGEST_NOTICE,
    announce_end,
    end,
    end_due_rooms,
    leave,
    parting_of,
    withdraw_end,
)
from comotion.partnerships.queries import parties_of
from comotion.partnerships.rules import UnableToChangeRoom
from comotion.partnerships.sharing import keep_back, own_rows, share
from tests.factories import (
    make_member,
    make_organization,
    make_person,
    make_reading,
    make_room,
    make_standing,
    principal_of,
)
from tests.partnerships.invited import NOW, heard, invite_as

pytestmark = pytest.mark.django_db
MONTH = dt.date(2026, 1, 1)


@pytest.fixture
def three(member: Membership) -> list[Membership]:
    """The owners of three companies in one room, each with a standing, a private and a shared reading."""
    return [member, *(make_member(make_organization(name), "owner") for name in ("Halden", "Brightwater"))]


@pytest.fixture
def room(three: list[Membership]) -> Partnership:
    found = make_room("The room", *(one.organization for one in three))
    for number, one in enumerate(three):
        make_standing(one.organization, found, notes=f"notes {number}")
        make_reading(found, "revenue", MONTH, number, owner_org=one.organization)
        make_reading(found, "trust_survey", MONTH, 50 + number, owner_org=one.organization, visibility=3)
    return found


def test_parting_says_beforehand_what_stays_and_what_goes(three: list[Membership], room: Partnership) -> None:
    with acting_as(principal_of(three[1])):
        parting = parting_of(room)

    assert (parting.partners, parting.ours_shared, parting.ours_private, parting.theirs_shared, parting.may_leave) == (
        ("Northwind Cloud", "Brightwater"), 1, 1, 2, True,
    )  # fmt: skip


def test_ended_room_is_an_archive_of_what_was_shared(three: list[Membership], room: Partnership) -> None:
    Guest.unscoped.create(
        owner_org=three[0].organization, partnership=room, person=make_person(), since=NOW, visibility=3
    )
    with heard(RoomEnded) as ended, acting_as(principal_of(three[1])):
        end(partnership=room, reason="Done.", at=NOW)

    room.refresh_from_db()
    assert (room.state, room.ended_date, len(ended)) == ("ended", NOW.date(), 1)
    assert set(Guest.unscoped.values_list("state", flat=True)) == {"removed"}
    for number, one in enumerate(three):
        with acting_as(principal_of(one)):
            assert sorted(Reading.objects.values_list("value", flat=True)) == [number, 50, 51, 52]
            assert partnership_facts() == []
            with pytest.raises(UnableToChangeRoom):
                keep_back(partnership=room, rows=list(own_rows(Reading, room)), at=NOW)
            with pytest.raises(UnableToChangeRoom):
                write_text(partnership=room, topic="aim", text="x", based_on=0, at=NOW)


def test_end_stands_in_the_log_of_every_party(three: list[Membership], room: Partnership) -> None:
    with acting_as(principal_of(three[1])):
        end(partnership=room, reason="Done.", at=NOW)

    found = AuditEntry.unscoped.filter(action="room.ended").order_by("organization_id")
    assert [(one.organization_id, one.person_id, one.detail["reason"]) for one in found] == [
        (one.organization_id, one.person_id if one is three[1] else None, "Done.") for one in three
    ]


def test_announced_end_stops_sharing_and_comes_on_its_day(three: list[Membership], room: Partnership) -> None:
    day = NOW.date() + dt.timedelta(days=30)
    with heard(RoomEnding) as told, acting_as(principal_of(three[0])):
        announce_end(partnership=room, on=day, reason="Strategy.", at=NOW)
        with pytest.raises(UnableToChangeRoom):
            share(partnership=room, rows=list(own_rows(Reading, room)), at=NOW)
        with pytest.raises(UnableToChangeRoom):
            announce_end(partnership=room, on=day, reason="Again.", at=NOW)

    counts = [
        end_due_rooms(today=today, at=NOW) for today in (day - dt.timedelta(days=1), day, day + dt.timedelta(days=1))
    ]

    room.refresh_from_db()
    assert (counts, room.state, [one.on for one in told]) == ([0, 1, 0], "ended", [day])


def test_announced_end_can_be_taken_back(three: list[Membership], room: Partnership) -> None:
    with acting_as(principal_of(three[0])):
        announce_end(partnership=room, on=NOW.date() + dt.timedelta(days=30), reason="Strategy.", at=NOW)
    with acting_as(principal_of(three[2])):
        withdraw_end(partnership=room, at=NOW)
        with pytest.raises(UnableToChangeRoom):
            withdraw_end(partnership=room, at=NOW)

    room.refresh_from_db()
    assert (room.state, room.ended_date) == ("active", None)


@pytest.mark.parametrize("days", [-1, 0, LONGEST_NOTICE.days + 1])
def test_end_is_announced_for_a_day_to_come(three: list[Membership], room: Partnership, days: int) -> None:
    with acting_as(principal_of(three[0])), pytest.raises(UnableToChangeRoom, match="Choose a day"):
        announce_end(partnership=room, on=NOW.date() + dt.timedelta(days=days), reason="x", at=NOW)


@pytest.mark.parametrize("leaver", [0, 1])
def test_leaver_takes_along_what_is_theirs_and_the_others_go_on(
    three: list[Membership], room: Partnership, leaver: int
) -> None:
    leaving, staying = three[leaver], [one for one in three if one is not three[leaver]]
    invite_as(leaving, room, company="Somebody")
    with acting_as(principal_of(leaving)), heard(PartyLeft) as left:
        write_text(partnership=room, topic="aim", text="Together.", based_on=0, at=NOW)
        kept = leave(partnership=room, at=NOW)

    with acting_as(principal_of(leaving)):
        assert list(Partnership.objects.all()) == [kept]
        assert sorted(Reading.objects.values_list("value", "visibility")) == [
            (leaver, Visibility.PRIVATE),
            (50 + leaver, Visibility.PRIVATE),
        ]
        assert Standing.objects.get().partnership == kept
        assert {party.name for party in parties_of(kept)} == {one.organization.name for one in three}
    for one in staying:
        with acting_as(principal_of(one)):
            assert [party.name for party in parties_of(room)] == [other.organization.name for other in staying]
            assert 50 + leaver not in set(Reading.objects.values_list("value", flat=True))
            assert current_texts(room)["aim"].text == "Together."
    assert [(one.organization_id, one.kept_id) for one in left] == [(leaving.organization_id, kept.pk)]
    assert Partnership.unscoped.get(pk=room.pk).owner_org in {one.organization for one in staying}
    assert not JointText.unscoped.filter(owner_org=leaving.organization).exists()


def test_nobody_leaves_a_room_of_two(member: Membership) -> None:
    room = make_room("Room", member.organization, make_organization("Other"))

    with acting_as(principal_of(member)), pytest.raises(UnableToChangeRoom, match="End the partnership"):
        leave(partnership=room, at=NOW)
