"""What happens in rooms is told to the sides it concerns, in their own words, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from comotion.core.visibility import Visibility
from comotion.identity.events import MembershipAsked
from comotion.identity.models import Organization
from comotion.notices import reactions
from comotion.notices.catalogue import kinds
from comotion.notices.models import Notice
from comotion.notices.queries import latest_notices
from comotion.partnerships.events import (
    JointTextChanged,
    PartyJoined,
    PartyLeft,
    RoomEnded,
    RoomEnding,
    RoomInvitationAnswered,
    RoomInvitationProposed,
    RowsShared,
)
from comotion.partnerships.models import Invitation, Partnership
from comotion.surveys.events import SurveyClosed
from tests.factories import make_member, make_organization, make_person, make_room
from tests.notices.conftest import AT, TODAY, Telling


@pytest.fixture
def halden(telling: Telling) -> Organization:
    other = make_organization("Halden")
    make_member(other, "owner", person=make_person("hal@halden.example", name="Hal"))
    return other


@pytest.fixture
def room(telling: Telling, halden: Organization) -> Partnership:
    return make_room("Northwind and Halden", telling.organization, halden)


def heard() -> list[tuple[str, str]]:
    return sorted(Notice.unscoped.values_list("author__name", "kind"))


def happen(event: Any, telling: Telling) -> list[tuple[str, str]]:
    reaction = {
        PartyJoined: reactions.tell_of_joining, PartyLeft: reactions.tell_of_leaving,
        RoomInvitationProposed: reactions.tell_of_proposal, RoomInvitationAnswered: reactions.tell_of_answer,
        RoomEnding: reactions.tell_of_end, RoomEnded: reactions.tell_of_end, RowsShared: reactions.tell_of_sharing,
        JointTextChanged: reactions.tell_of_text, SurveyClosed: reactions.tell_of_results,
        MembershipAsked: reactions.tell_of_asking,
    }[type(event)]  # fmt: skip
    for _ in range(2):
        reaction(event)
    return heard()


def test_joining_and_leaving_are_told_to_the_others(telling: Telling, room: Partnership, halden: Organization) -> None:
    assert happen(PartyJoined(halden.pk, room.pk), telling) == [("Ben Ortiz", "room_joined")]
    assert happen(PartyLeft(halden.pk, room.pk, 0), telling)[1:] == [("Ben Ortiz", "room_left")]


def asked(telling: Telling, room: Partnership, state: str, answer: str = "") -> Invitation:
    return Invitation.unscoped.create(
        owner_org=telling.organization, partnership=room, address="hal@halden.example", person_name="Hal",
        state=state, created_at=AT, expires_at=AT, answer=answer,
    )  # fmt: skip


def test_answers_are_told_to_who_asked_alone(telling: Telling, room: Partnership, halden: Organization) -> None:
    ref = asked(telling, room, "declined").ref
    assert happen(RoomInvitationAnswered(telling.organization.pk, room.ref, ref, "declined"), telling) == [
        ("Ben Ortiz", "room_answered")
    ]


@pytest.mark.parametrize(
    ("state", "title", "says"),
    [
        ("accepted", "Your invitation was accepted: Northwind and Halden", "Hal has come into Northwind and Halden."),
        (
            "declined",
            "Your invitation was declined: Northwind and Halden",
            "Hal will not come into Northwind and Halden. They wrote: “Not this year.”",
        ),
    ],
)
def test_notice_of_an_answer_says_what_it_is(
    telling: Telling, room: Partnership, state: str, title: str, says: str
) -> None:
    ref = asked(telling, room, state, answer="Not this year." if state == "declined" else "").ref
    with telling.as_(telling.ben):
        told = kinds()["room_answered"].tell([ref], telling.organization.slug)[ref]

    assert (told.title, told.says) == (title, says)


def test_proposal_is_told_to_the_side_whose_word_is_needed(
    telling: Telling, room: Partnership, halden: Organization
) -> None:
    assert happen(RoomInvitationProposed(halden.pk, room.ref, "i"), telling) == [("Hal", "room_proposed")]


@pytest.mark.parametrize("event", [lambda room: RoomEnding(room.pk, TODAY), lambda room: RoomEnded(room.pk)])
def test_end_of_a_room_is_told_to_all_parties(telling: Telling, room: Partnership, event: Any) -> None:
    assert happen(event(room), telling) == [("Ben Ortiz", "room_ending"), ("Hal", "room_ending")]


def test_sharing_is_told_to_the_others_once_a_day(telling: Telling, room: Partnership) -> None:
    assert happen(RowsShared(telling.organization.pk, room.pk, 3), telling) == [("Hal", "things_shared")]


def test_text_that_met_another_is_told_to_its_side(telling: Telling, room: Partnership) -> None:
    assert happen(JointTextChanged(telling.organization.pk, room.pk, "goals", set_aside=False), telling) == []
    assert happen(JointTextChanged(telling.organization.pk, room.pk, "goals", set_aside=True), telling) == [
        ("Ben Ortiz", "text_set_aside")
    ]


def test_results_are_told_to_who_sees_them(telling: Telling, room: Partnership, halden: Organization) -> None:
    closed = SurveyClosed("r", "pulse", room.pk, (telling.organization.pk, halden.pk))

    assert happen(closed, telling) == [("Ben Ortiz", "survey_closed"), ("Hal", "survey_closed")]


def test_somebody_who_asks_to_join_is_told_to_the_owners(telling: Telling, halden: Organization) -> None:
    asking = make_member(halden, "member", state="invited", person=make_person("new@halden.example", name="New One"))

    assert happen(MembershipAsked(halden.pk, asking.person_id), telling) == [("Hal", "membership_asked")]


def test_room_that_is_not_ones_own_is_told_to_nobody(telling: Telling, halden: Organization) -> None:
    private = Partnership.unscoped.create(owner_org=halden, name="Secret", visibility=Visibility.PRIVATE)
    reactions.tell_keepers("things_shared", telling.organization.pk, private.ref, "x")

    assert heard() == []


def test_every_notice_of_a_room_has_words_and_an_address(telling: Telling, room: Partnership) -> None:
    names = sorted(name for name, kind in kinds().items() if kind.subject == "room")
    for name in names:
        reactions.tell_keepers(name, telling.organization.pk, room.pk, "x")
    with telling.as_(telling.ben):
        told = [one.told for one in latest_notices()[0]]

    assert len([one for one in told if one and one.title.endswith("Northwind and Halden")]) == len(names)
    assert all(one is not None and one.path.startswith("/o/northwind-cloud/partnerships/") for one in told)
