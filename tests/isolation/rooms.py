"""Who is asked into the rooms of the world, who is a guest there, and what all parties write."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from comotion.core.visibility import Visibility
from comotion.identity.models import MemberInvitation
from comotion.partnerships.models import Consent, Guest, Invitation, JointText
from tests.factories import make_person, make_record
from tests.isolation.filling import Filler, Place

if TYPE_CHECKING:
    from tests.isolation.world import World

OPEN_UNTIL = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
GUEST_ROOM = "ab"
PlaceOf = Callable[[str, str, Visibility], Place]


def fill_rooms(world: World, filler: Filler, place_of: PlaceOf) -> None:
    """Let everybody ask somebody into each partnership, B propose a third company, and all write together."""
    written: Counter[str] = Counter()
    for letter in world.organizations:
        for name in world.partnerships_of(letter):
            _invite(filler, place_of(letter, name, Visibility.PRIVATE))
            if name in world.rooms:
                written[name] += 1
                _take_part(filler, place_of(letter, name, Visibility.SHARED), written[name])
    _propose(filler, place_of("b", GUEST_ROOM, Visibility.SHARED))
    person = make_person("guest@example.com")
    shared = place_of("a", GUEST_ROOM, Visibility.SHARED)
    filler.fill(Guest, shared, person=person, state="active", until=None)
    world.guest = person


def _take_part(filler: Filler, place: Place, number: int) -> None:
    """Write two versions of a text, let a guest out, and say no to an invitation."""
    filler.fill(JointText, place, topic="aim", number=number, based_on=number - 1)
    filler.fill(JointText, place, topic="aim", number=None, based_on=number - 1)
    filler.fill(Guest, place, person=make_person(), state="removed")
    refused = {"state": "refused", "record": None, "address": f"no-{filler.made}@example.com"}
    filler.fill(Consent, place, invitation=filler.fill(Invitation, place, **refused), agrees=False)


def _invite(filler: Filler, place: Place) -> None:
    asked = {"state": "sent", "kind": "counterpart", "expires_at": OPEN_UNTIL, "answered_at": None, "answer": ""}
    record = make_record(
        place.organization, filler.word(f"record {filler.made} asked by {place.organization.pk}", Invitation, place)
    )
    filler.fill(Invitation, place, record=record, address=f"asked-{filler.made}@example.com", **asked)
    member = {"state": "sent", "role": "member", "expires_at": OPEN_UNTIL, "answered_at": None}
    if not MemberInvitation.unscoped.filter(owner_org=place.organization).exists():
        filler.fill(MemberInvitation, place, address=f"member-{filler.made}@example.com", **member)


def _propose(filler: Filler, place: Place) -> None:
    """Let B ask for another company in the room with A: both see it, A has not said anything yet."""
    asked = {"state": "proposed", "kind": "counterpart", "expires_at": OPEN_UNTIL, "answered_at": None}
    filler.fill(Invitation, place, record=make_record(place.organization), address="proposed@example.com", **asked)
