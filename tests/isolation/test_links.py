"""A link opens its one thing to whoever holds it; everything that is no such link gets the bytes of any other 404."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from comotion.audits.models import Audit
from comotion.core.links import link_purposes, make_link, revoke_link
from comotion.core.principal import acting_as
from comotion.identity.models import MemberInvitation
from comotion.partnerships.models import Invitation
from comotion.partnerships.queries import parties_of
from comotion.rhythm.models import Commitment
from comotion.surveys.models import SurveyRespondent, SurveyRound
from comotion.surveys.operations import Invited, open_round
from tests.isolation.roads import METHODS, Road, link_roads
from tests.isolation.state import broken_rules, fingerprint, foreign_changes, undone
from tests.isolation.targets import MALFORMED
from tests.isolation.world import NOW, World
from tests.surveys.conftest import Post, post

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
__all__ = ["post"]
LATER = NOW + dt.timedelta(days=10)
ADDRESS = "asked@example.com"


def subject_of(purpose: str, world: World) -> str:
    """Return something of A's that a link of ``purpose`` can be about; a new purpose has to be named here."""
    own = world.organizations["a"]
    rows: dict[str, tuple[Any, str]] = {
        "survey": (SurveyRespondent.unscoped.filter(owner_org=own, round__closed_at=None), "pk"),
        "commitment": (Commitment.unscoped.filter(owner_org=own), "ref"),
        "room-invitation": (Invitation.unscoped.filter(owner_org=own, state="sent", kind="counterpart"), "ref"),
        "member-invitation": (MemberInvitation.unscoped.filter(owner_org=own, state="sent"), "ref"),
    }
    if purpose == "calendar":
        return "mine"
    if purpose == "document":
        return Audit.unscoped.filter(partnership=world.private["a"]).earliest("pk").ref
    found, name = rows[purpose]
    return str(getattr(found.latest("pk"), name))


def usual_link(purpose: str, world: World) -> dict[str, Any]:
    """Return what a link of A's own is made with; a feed and a document are always given by somebody."""
    owner = world.owner("a").person_id
    whose = {"person_id": owner} if purpose in {"calendar", "document"} else {}
    return {"subject": subject_of(purpose, world), "holder": ADDRESS, "at": NOW, **whose}


def secrets_that_open_nothing(world: World, road: Road) -> Iterator[tuple[str, str]]:
    """Secrets of every other purpose, of ended links, of a member who left, and what was never one.

    Each is about something that is there, so that only what the link lacks keeps it from opening.
    """
    own = road.policies[0][1].resource
    usual = usual_link(own, world)
    with acting_as(world.principal("a")):
        for purpose in link_purposes():
            if purpose.name != own:
                yield f"of {purpose.name}", make_link(purpose=purpose.name, expires_at=LATER, **usual)[1]
        yield "expired", make_link(purpose=own, expires_at=NOW, **usual)[1]
        link, secret = make_link(purpose=own, expires_at=LATER, **(usual | {"holder": "revoked@example.com"}))
        revoke_link(ref=link.ref, at=NOW)
        yield "revoked", secret
        left = world.actors["a.suspended"].person
        yield (
            "of one who left",
            make_link(purpose=own, expires_at=LATER, **(usual | {"person_id": left.pk if left else 0}))[1],
        )
    yield "never made", "never-made"
    yield from ((f"malformed {number}", text) for number, text in enumerate(MALFORMED))


@pytest.mark.parametrize("road", [road for road in link_roads() if road.policy("GET")], ids=lambda road: road.name)
def test_link_that_holds_opens_its_pages(world: World, road: Road) -> None:
    purpose = road.policies[0][1].resource
    with undone():
        with acting_as(world.principal("a")):
            secret = make_link(purpose=purpose, expires_at=LATER, **usual_link(purpose, world))[1]
        answer = Client().get(road.address(token=secret))

    assert answer.status_code == 200


@pytest.mark.parametrize("road", link_roads(), ids=lambda road: road.name)
def test_secret_that_opens_nothing_is_answered_as_any_other_404(world: World, road: Road) -> None:
    nothing = Client().get("/never/was/").content
    reader = Client()
    reader.force_login(world.owner("a").person)
    for kind, secret in list(secrets_that_open_nothing(world, road)):
        for client in (Client(), reader):
            for method in METHODS:
                with undone() as deed:
                    answer = client.generic(method, road.address(token=secret))
                assert (answer.status_code, answer.content) == (404, nothing), (kind, method)
                assert deed.wrote == set(), (kind, method)


def test_link_of_a_survey_shows_no_more_than_names_and_writes_for_its_owner_only(world: World, post: Post) -> None:
    room = world.rooms["ab"]
    with acting_as(world.principal("a")):
        people = [
            Invited(party.organization_id, "management", f"{number}-{ADDRESS}")
            for number, party in enumerate(parties_of(room))
        ]
        open_round(partnership=room, instrument_name="pulse", respondents=people, closes_at=LATER, at=NOW, by=None)
    path = f"/l/{post.secret(f'1-{ADDRESS}')}/survey/"
    before = fingerprint()
    pages = [Client().get(path + place).content for place in ("", "?at=1", "?at=end")]
    with undone() as deed:
        done = Client().post(f"{path}?at=1", {"choice": "4", "go": "next"})
        changes = foreign_changes(before, world.organizations["a"].pk, deed.wrote)
        broken = broken_rules(world, deed.wrote)

    assert {canary.label for page in pages for canary in world.cage.found_in(page)} <= {"name of room ab"}
    assert (done.status_code, changes, broken) == (302, [], [])
    SurveyRound.unscoped.filter(opened_at=NOW).delete()
