"""What others keep to themselves changes no byte of what an organization receives: not a row, a count or an order."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from comotion.core.audit import erase_chain
from comotion.core.principal import acting_as
from comotion.core.visibility import Visibility
from comotion.identity.models import Membership, Organization
from comotion.partnerships.models import Partnership
from tests.isolation import activity
from tests.isolation.canaries import texts_in
from tests.isolation.errands import Errand, content_of
from tests.isolation.filling import owned_models
from tests.isolation.roads import roads
from tests.isolation.walk import Walk
from tests.isolation.world import NAMES, NOW, Actor, World

pytestmark = pytest.mark.django_db

TOKENS = re.compile(rb"\b[A-Za-z0-9]{64}\b")


def read_everything(walk: Walk, errands: list[Errand]) -> dict[str, list[str]]:
    """Return the texts of every page and operation that is asked for."""
    return {
        f"{errand.road.name} {errand.address}": list(texts_in(TOKENS.sub(b".", content_of(walk.send(errand, {})))))
        for errand in errands
    }


def errands_to_read(walk: Walk, actor: Actor, *, plain: bool, only: set[str] | None) -> list[Errand]:
    """Return the way to every page and operation that the actor can read of their own, chosen once for both readings."""
    return [
        errand
        for errand in _readable(walk, actor)
        if only is None or errand.road.name in only
        if not (plain and errand.address.endswith((".pdf", ".xlsx")))
    ]


def _readable(walk: Walk, actor: Actor) -> Iterator[Errand]:
    for road in roads():
        if road.policy("GET") and road.is_api == bool(actor.secret):
            for errand in walk.errands_of(road, actor, targets=9):
                if errand.method == "GET" and walk.expected(errand) == 0:
                    yield errand


def differences(walk: Walk, actor: Actor, *, plain: bool, only: set[str] | None = None) -> list[str]:
    """Return what reads differently once everything that others keep to themselves is gone."""
    with acting_as(walk.world.principal("a")):
        activity.compute(NOW)
    errands = errands_to_read(walk, actor, plain=plain, only=only)
    walk.clients[actor.name].cookies.pop("messages", None)  # what exploring the forms left to be said
    before = read_everything(walk, errands)
    with transaction.atomic():
        forget_what_others_keep(walk.world, "a")
        with acting_as(walk.world.principal("a")):
            activity.compute(NOW)
        after = read_everything(walk, errands)
        transaction.set_rollback(True)
    assert len(before) > 5 or only
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def forget_what_others_keep(world: World, letter: str) -> None:
    """Delete everything that an organization has no right to know of."""
    kept = world.organizations[letter]
    others = [world.organizations[one] for one in NAMES if one != letter]
    for organization in others:
        erase_chain(organization.pk)
    strange = Partnership.unscoped.filter(owner_org__in=others).exclude(parties__organization=kept)
    strange.delete()
    for model in owned_models():
        model.unscoped.filter(owner_org__in=others).exclude(visibility=Visibility.SHARED).delete()
    Organization.unscoped.filter(kept_by__in=others).delete()
    Membership.unscoped.filter(organization=world.organizations["d"]).delete()


@pytest.mark.parametrize("reader", ["a.owner", "a.token.reading"])
def test_what_others_keep_changes_nothing_that_is_read(walk: Walk, reader: str) -> None:
    assert differences(walk, walk.world.actors[reader], plain=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["a.owner", "a.executive_sponsor", "a.token.all"])
def test_what_others_keep_changes_no_file_that_is_downloaded(walk: Walk, reader: str) -> None:
    assert differences(walk, walk.world.actors[reader], plain=False) == []
