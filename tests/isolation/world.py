"""One generated world: who is in it, what they share and what each of them keeps.

Four organizations: A and B share a room, B and C share one, A, B and C share one, A and B had one that ended and
have one that will; D is alone.
Every role and state acts somewhere; every model has a row at every visibility it allows, in every room and privately.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.test import override_settings

from comotion.core.principal import Principal, acting_as
from comotion.core.visibility import Visibility
from comotion.identity.enums import MembershipState, Role
from comotion.identity.models import Membership, Organization, Person
from comotion.identity.tokens import create_token, grantable_scopes, reading_scopes
from comotion.partnerships.models import Partnership, Standing
from tests.factories import make_member, make_organization, make_party, make_person, make_record, principal_of
from tests.isolation import activity
from tests.isolation.canaries import Cage
from tests.isolation.filling import Filler, Place, owned_models
from tests.isolation.rooms import GUEST_ROOM, fill_rooms

TODAY = dt.date(2026, 2, 15)
NOW = dt.datetime(2026, 2, 15, 12, tzinfo=dt.UTC)
NAMES = {"a": "Amberfield", "b": "Berylton", "c": "Cobaltine", "d": "Driftmoor"}
ROOMS = {"ab": "ab", "bc": "bc", "abc": "abc", "ended": "ab", "ending": "ab"}
STATES = {
    "ended": {"state": "ended", "ended_date": dt.date(2025, 12, 31)},
    "ending": {"state": "terminating", "ended_date": dt.date(2026, 6, 30)},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: for which organization, as what, in which state; nobody's ``membership`` is None."""

    name: str
    membership: Membership | None
    state: str = "active"
    secret: str = ""
    scopes: frozenset[str] | None = None
    guest: Person | None = None

    @property
    def organization(self) -> int | None:
        """Whose rows they may see: none, unless they are active."""
        return self.membership.organization_id if self.membership and self.state == "active" else None

    @property
    def role(self) -> str:
        """What they are there."""
        return self.membership.role if self.membership else ""

    @property
    def person(self) -> Person | None:
        """Who logs in."""
        return self.membership.person if self.membership else self.guest


@dataclass(slots=True)
class World:
    """Everything that was made, by a short name."""

    cage: Cage = field(default_factory=Cage)
    organizations: dict[str, Organization] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    rooms: dict[str, Partnership] = field(default_factory=dict)
    private: dict[str, Partnership] = field(default_factory=dict)
    token_refs: dict[str, str] = field(default_factory=dict)
    deleted_ref: str = ""
    guest: Person | None = None

    def owner(self, letter: str) -> Membership:
        """The owner of one of the four organizations."""
        membership = self.actors[f"{letter}.owner"].membership
        assert membership is not None
        return membership

    def principal(self, letter: str) -> Principal:
        """The owner of one of the four organizations, acting."""
        return principal_of(self.owner(letter))

    def readers_of(self, room: str) -> frozenset[int]:
        """The organizations that share a room."""
        return frozenset(self.organizations[letter].pk for letter in ROOMS[room])

    def lets_in(self, actor: Actor, partnership: Partnership) -> bool:
        """Say whether a room lets somebody in as a guest."""
        return actor.guest is not None and partnership == self.rooms[GUEST_ROOM]

    def partnerships_of(self, letter: str) -> dict[str, Partnership]:
        """The partnerships that an organization can see."""
        shared = {name: room for name, room in self.rooms.items() if letter in ROOMS[name]}
        return shared | {f"private {letter}": self.private[letter]}


def build_world() -> World:
    """Make the world; the clock stands at ``TODAY`` in it."""
    world = World()
    with override_settings(COMOTION_AS_OF=TODAY):
        _people(world)
        _partnerships(world)
        filler = Filler(world.cage)
        fill_rooms(
            world, filler, lambda letter, name, level: _place(world, letter, name, _named(world, letter, name), level)
        )
        world.actors["guest"] = Actor("guest", None, guest=world.guest)
        for letter in NAMES:
            _standings(world, filler, letter)
            for name, partnership in world.partnerships_of(letter).items():
                activity.record(filler, _place(world, letter, name, partnership, Visibility.PRIVATE))
                if name in ROOMS:
                    activity.record(filler, _place(world, letter, name, partnership, Visibility.SHARED))
        for letter in NAMES:
            with acting_as(world.principal(letter)):
                activity.compute(NOW)
                activity.decide(
                    filler,
                    _place(world, letter, f"private {letter}", world.private[letter], Visibility.PRIVATE),
                    NOW,
                )
                activity.load_files(
                    filler, _place(world, letter, f"private {letter}", world.private[letter], Visibility.PRIVATE), NOW
                )
                _tokens(world, letter)
        top_up(world, filler)
    return world


def top_up(world: World, filler: Filler) -> None:
    """Make what is still missing, so that every model has a row at each of its levels for each organization."""
    for letter in NAMES:
        for model in owned_models():
            for level in model.allowed_visibilities:
                if not model.unscoped.filter(owner_org=world.organizations[letter], visibility=level).exists():
                    room = next((name for name in ROOMS if letter in ROOMS[name] and level == Visibility.SHARED), "")
                    name = room or f"private {letter}"
                    if level != Visibility.SHARED or room:
                        partnership = world.rooms[room] if room else world.private[letter]
                        filler.fill(model, _place(world, letter, name, partnership, level))


def _place(world: World, letter: str, name: str, partnership: Partnership, level: Visibility) -> Place:
    own = frozenset({world.organizations[letter].pk})
    readers = world.readers_of(name) if level == Visibility.SHARED else own
    return Place(world.owner(letter), partnership, level, readers)


def _named(world: World, letter: str, name: str) -> Partnership:
    return world.partnerships_of(letter)[name]


def _people(world: World) -> None:
    for letter, name in NAMES.items():
        organization = world.organizations[letter] = make_organization(name)
        for role in Role.values:
            _join(world, f"{letter}.{role}", organization, role)
    for state in MembershipState.values:
        if state != MembershipState.ACTIVE:
            _join(world, f"a.{state}", world.organizations["a"], Role.OWNER, state=state)
    both = make_person("both@example.com")
    _join(world, "a.both", world.organizations["a"], Role.AUDITOR, person=both)
    _join(world, "b.both", world.organizations["b"], Role.OWNER, person=both)
    _join(world, "a.deactivated", world.organizations["a"], Role.OWNER, state="deactivated")
    world.actors["nobody"] = Actor("nobody", None)


def _join(
    world: World,
    name: str,
    organization: Organization,
    role: str,
    *,
    person: Person | None = None,
    state: str = "active",
) -> None:
    person = person or make_person(f"{name.replace('.', '-')}@example.com")
    stored = state if state in MembershipState.values else "active"
    membership = make_member(organization, role, person=person, state=stored)
    if state == "deactivated":
        person.is_active = False
        person.save()
    world.actors[name] = Actor(name, membership, state)


def _partnerships(world: World) -> None:
    for name, letters in ROOMS.items():
        first = world.organizations[letters[0]]
        word = world.cage.word(f"name of room {name}", first.pk, set(world.readers_of(name)))
        room = Partnership.unscoped.create(
            owner_org=first, name=word, visibility=Visibility.SHARED, **STATES.get(name, {})
        )
        for position, letter in enumerate(letters):
            make_party(room, world.organizations[letter], position=position)
        world.rooms[name] = room
    for letter, organization in world.organizations.items():
        word = world.cage.word(f"name of the private partnership of {letter}", organization.pk, {organization.pk})
        private = Partnership.unscoped.create(owner_org=organization, name=word)
        make_party(private, organization)
        make_party(private, make_record(organization, word), state="record", position=1)
        world.private[letter] = private
    gone = Partnership.unscoped.create(owner_org=world.organizations["a"], name="Gone")
    world.deleted_ref = gone.ref
    gone.delete()


def _standings(world: World, filler: Filler, letter: str) -> None:
    for name, partnership in world.partnerships_of(letter).items():
        place = _place(world, letter, name, partnership, Visibility.PRIVATE)
        filler.fill(Standing, place, owner=place.owner.person, step=3, effort=2.0, potential=70.0)


def _tokens(world: World, letter: str) -> None:
    for name, scopes in (("all", grantable_scopes), ("reading", reading_scopes)):
        _token(world, letter, name, scopes(world.principal(letter)))
    if letter == "a":
        _token(world, letter, "narrow", ("today:read",))
        ended = _token(world, letter, "revoked", reading_scopes(world.principal(letter)))
        type(ended).unscoped.filter(pk=ended.pk).update(revoked_at=NOW)
        ended = _token(world, letter, "expired", reading_scopes(world.principal(letter)))
        type(ended).unscoped.filter(pk=ended.pk).update(expires_at=NOW - dt.timedelta(days=1))


def _token(world: World, letter: str, name: str, scopes: Any) -> Any:
    token, secret = create_token(name=f"{letter} {name}", scopes=scopes, at=NOW)
    world.token_refs[f"{letter}.token.{name}"] = token.ref
    state = "active" if name in {"all", "reading", "narrow"} else name
    world.actors[f"{letter}.token.{name}"] = Actor(
        f"{letter}.token.{name}", world.owner(letter), state, secret, frozenset(scopes)
    )
    return token
