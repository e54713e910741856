"""A link of an invitation shows what it offers and nothing else, to whoever holds it, and writes what it is for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from comotion.core.links import make_link
from comotion.core.principal import acting_as
from comotion.identity import inviting as members
from comotion.identity.models import MemberInvitation
from comotion.partnerships import inviting as rooms
from comotion.partnerships.models import Invitation, Partnership
from tests.factories import make_person
from tests.isolation.state import broken_rules, fingerprint, foreign_changes, undone
from tests.isolation.world import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = NOW + dt.timedelta(days=10)
HOLDERS = ("nobody", "guest", "a.owner", "b.owner", "d.owner", "a.suspended")


def path_of(world: World, purpose: str, subject: str, page: str) -> str:
    with acting_as(world.principal("a")):
        secret = make_link(purpose=purpose, subject=subject, holder="x@example.com", at=NOW, expires_at=LATER)[1]
    return f"/l/{secret}/{page}/"


def client_of(world: World, name: str) -> Client:
    client, person = Client(), world.actors[name].person
    if person is not None:
        client.force_login(person)
    return client


def shown(world: World, path: str, holder: str) -> set[str]:
    """Return the labels of the canaries that a page shows."""
    return {canary.label for canary in world.cage.found_in(client_of(world, holder).get(path).content)}


def open_invitation(world: World, partnership: Partnership) -> Invitation:
    return Invitation.unscoped.get(
        owner_org=world.organizations["a"], partnership=partnership, state="sent", kind="counterpart"
    )


@pytest.mark.parametrize("holder", HOLDERS)
def test_room_invitation_shows_its_own_words_and_the_rooms_name(world: World, holder: str) -> None:
    for name in ("ab", "private a"):
        partnership = world.partnerships_of("a")[name]
        invitation = open_invitation(world, partnership)

        labels = shown(world, path_of(world, rooms.PURPOSE, invitation.ref, "room"), holder)

        own = {canary.label for canary in world.cage.found_in(repr(vars(invitation)).encode())}
        named = {canary.label for canary in world.cage.found_in(partnership.name.encode())}
        assert labels - own - named == set()


@pytest.mark.parametrize("holder", HOLDERS)
def test_member_invitation_shows_no_word_of_anybody(world: World, holder: str) -> None:
    invitation = MemberInvitation.unscoped.filter(owner_org=world.organizations["a"], state="sent").first()
    assert invitation is not None

    assert shown(world, path_of(world, members.PURPOSE, invitation.ref, "membership"), holder) == set()


@pytest.mark.parametrize(
    ("deed", "form"),
    [
        ("account", {"name": "New", "password": "Kestrel-over-the-bay-9"}),
        ("decline", {"reason": "not now"}),
        ("accept", {"place": "amberfield"}),
        ("accept", {"place": "new", "company": "New"}),
        ("enter", {}),
        ("ask", {"organization": "berylton"}),
    ],
)
@pytest.mark.parametrize("holder", ["nobody", "b.owner", "d.owner"])
def test_holder_of_anothers_invitation_changes_no_more_than_its_answer(
    world: World, holder: str, deed: str, form: dict[str, str]
) -> None:
    path = path_of(world, rooms.PURPOSE, open_invitation(world, world.private["a"]).ref, "room")
    before, client = fingerprint(), client_of(world, holder)

    with undone() as done:
        client.post(f"{path}{deed}/", form)
        changes = foreign_changes(before, world.organizations["a"].pk, done.wrote)
        broken = broken_rules(world, done.wrote)

    assert [one for one in changes if deed != "account" or not one.startswith("identity.Person ")] == []
    assert broken == []


def test_joining_keeps_the_rules_of_stored_rows_and_shows_the_newcomer_nothing_that_is_kept(world: World) -> None:
    partnership = world.private["a"]
    invitation = open_invitation(world, partnership)
    path = path_of(world, rooms.PURPOSE, invitation.ref, "room")
    with undone() as done:
        Invitation.unscoped.filter(pk=invitation.pk).update(address="newcomer@new.example")
        client = Client()
        client.force_login(make_person("newcomer@new.example"))
        joined = client.post(f"{path}accept/", {"place": "new", "company": "Newcomer"})
        pages = [
            client.get(f"/o/newcomer/partnerships/{partnership.ref}/{section}").content
            for section in ("", "shared/", "shared/ours/", "people/", "scorecard/", "value/", "history/")
        ]
        seen = {canary.label for page in pages for canary in world.cage.found_in(page)}
        broken = broken_rules(world, done.wrote)

    assert joined.headers["Location"] == f"/o/newcomer/partnerships/{partnership.ref}/"
    assert seen - {canary.label for canary in world.cage.found_in(partnership.name.encode())} == set()
    assert broken == []
