"""Nothing leaves by mail, digest, calendar feed or webhook that its reader may not see, whatever it is asked about.

Every kind of notice is asked about everything there is in the world, as everybody; what it says is held against the
canaries. The test is itself tested: leaks are planted in the rules that these roads rest on, and found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail as outbox

from comotion.core.links import open_link
from comotion.core.models import Job
from comotion.core.principal import acting_as
from comotion.imports.models import ImportRun, RunState
from comotion.notices.calendars import MINE, PURPOSE, UnableToGiveFeed, feed_of, make_feed
from comotion.notices.catalogue import kinds
from comotion.notices.delivering import announce
from comotion.notices.happenings import HAPPENINGS, is_visible
from comotion.notices.kind import UnableToAnswer
from comotion.notices.models import Delivery, Mail, Webhook
from comotion.notices.posting import send
from comotion.notices.preferences import prefer
from comotion.notices.telling import Occasion, tell_person
from comotion.partnerships.models import Partnership
from comotion.rhythm.models import Commitment
from comotion.scores.models import EarlyWarning
from tests.factories import principal_of
from tests.isolation.state import Rows, foreign_changes, undone
from tests.isolation.world import NOW, Actor, World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
READERS = (
    "a.owner",
    "a.alliance_manager",
    "a.member",
    "a.executive_sponsor",
    "a.auditor",
    "b.owner",
    "b.both",
    "d.owner",
)
NAMES_OF_KINDS = sorted(kinds())


def everything() -> list[str]:
    """Every way in which a notice could name something, of everybody."""
    rooms = list(Partnership.unscoped.exclude(name__in=loaded_names()).values_list("ref", flat=True))
    codes = set(EarlyWarning.unscoped.values_list("code", flat=True))
    refs = [ref for model in (Job, Webhook, Commitment) for ref in model.unscoped.values_list("ref", flat=True)]
    people = [str(person) for person in {hook.author_id for hook in Webhook.unscoped.all()}]
    return [*rooms, *refs, *people, *(f"{room}:{code}" for room in rooms for code in codes)]


def loaded_names() -> list[str]:
    """Names that came from a file: the file may be read by few, the partnership made of it by all of its owner."""
    names = ImportRun.unscoped.filter(state=RunState.APPLIED).values_list("content", flat=True)
    return [line.split(",")[0] for content in names for line in bytes(content).decode().splitlines()[1:]]


def leaks(world: World, actor: Actor, content: bytes) -> list[str]:
    assert actor.person is not None
    return world.cage.leaked(content, actor.organization, actor.role, actor.person.pk)


def as_(actor: Actor) -> Any:
    assert actor.membership is not None
    return acting_as(principal_of(actor.membership))


def said(kind: str, actor: Actor) -> bytes:
    """Everything that a kind tells an actor about everything."""
    assert actor.membership is not None
    with as_(actor):
        told = kinds()[kind].tell(everything(), actor.membership.organization.slug)
    return repr(sorted(told.items())).encode()


@pytest.mark.parametrize("kind", NAMES_OF_KINDS)
def test_notice_says_to_nobody_what_is_not_theirs(world: World, kind: str) -> None:
    found = {name: leaks(world, world.actors[name], said(kind, world.actors[name])) for name in READERS}

    assert found == {name: [] for name in READERS}


def mailed(kind: str, actor: Actor) -> bytes:
    """The mail of one kind about everything, as it is sent."""
    assert actor.membership is not None
    before = len(outbox.outbox)  # type: ignore[attr-defined]
    member = actor.membership
    with as_(actor):
        prefer(rates={kind: "at_once"})
    tell_person(
        kind=kind, person_id=member.person_id, organization_id=member.organization_id,
        occasions=[Occasion(about, about) for about in everything()], at=NOW,
    )  # fmt: skip
    with as_(actor):
        for ref in Mail.objects.filter(kind=kind, author_id=member.person_id).values_list("ref", flat=True):
            send(ref=ref, at=NOW)
    return b"\n".join(message.message().as_bytes() for message in outbox.outbox[before:])  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", NAMES_OF_KINDS)
def test_mail_tells_nobody_what_is_not_theirs(world: World, kind: str) -> None:
    for name in ("a.owner", "b.both"):
        with undone():
            assert leaks(world, world.actors[name], mailed(kind, world.actors[name])) == [], name


def test_mails_of_the_world_say_something(world: World) -> None:
    with undone():
        content = mailed("warning_opened", world.actors["a.owner"])

    assert world.cage.found_in(content) != set()


def feeds_of(actor: Actor) -> Iterator[bytes]:
    """Every calendar that an actor can have made, of everything."""
    for subject in [MINE, *everything()]:
        with as_(actor):
            try:
                secret = make_feed(subject=subject[:80], at=NOW).split("/l/")[1].split("/")[0]
            except UnableToGiveFeed:
                continue
        link = open_link(secret, PURPOSE, NOW + dt.timedelta(minutes=1))
        assert link is not None
        yield feed_of(link, NOW.date()).replace(b"\r\n ", b"")


@pytest.mark.parametrize("name", READERS)
def test_feed_holds_nothing_that_is_not_ones_own(world: World, name: str) -> None:
    with undone():
        assert leaks(world, world.actors[name], b"\n".join(feeds_of(world.actors[name]))) == []


def heard_of(world: World, actor: Actor) -> list[str]:
    """What an actor's webhooks could be told of and they may not see."""
    assert actor.organization is not None
    readable = {room.ref for name, room in world.rooms.items() if actor.organization in world.readers_of(name)}
    readable |= {room.ref for room in world.private.values() if room.owner_org_id == actor.organization}
    jobs = Job.unscoped.filter(owner_org_id=actor.organization)
    readable |= set(jobs.values_list("ref", flat=True)) | {str(job.argument.get("run")) for job in jobs}
    with as_(actor):
        seen = {subject for subject in everything() for event in HAPPENINGS if is_visible(event, subject)}
    return sorted(seen - readable)


@pytest.mark.parametrize("name", READERS)
def test_webhook_hears_of_nothing_that_its_author_may_not_see(world: World, name: str) -> None:
    assert heard_of(world, world.actors[name]) == []


def test_webhook_of_others_is_not_told(world: World) -> None:
    with undone():
        Delivery.unscoped.all().delete()
        Webhook.unscoped.update(events=sorted(HAPPENINGS), paused_at=None)
        announce(
            event="warning.opened", occasions=[Occasion(world.private["a"].ref, "x")],
            organization_id=world.organizations["a"].pk, at=NOW,
        )  # fmt: skip
        told = set(Delivery.unscoped.values_list("owner_org_id", flat=True))

    assert told <= {world.organizations["a"].pk}


@pytest.mark.parametrize("kind", [name for name in NAMES_OF_KINDS if kinds()[name].answer])
def test_reply_about_what_is_anothers_changes_nothing(world: World, before: Rows, kind: str) -> None:
    answer = kinds()[kind].answer
    assert answer is not None
    for about in everything():
        with undone() as deed, as_(world.actors["d.owner"]):
            for text in ("done", "cancelled: why", "2026-12-01"):
                try:
                    answer(about, text, NOW)
                except UnableToAnswer:
                    continue
            if deed.wrote:
                assert foreign_changes(before, world.organizations["d"].pk, deed.wrote) == [], about
