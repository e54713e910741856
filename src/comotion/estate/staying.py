"""What stays with the partners when an organization is deleted: the rooms, what all wrote, what they built upon.

The rest of what it shared goes with it, as when it leaves a room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models

from comotion.core.access import Owned
from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.principal import Principal, acting_as, past_the_wall
from comotion.core.references import new_reference
from comotion.estate.tables import columns_of, owned_models, references_of
from comotion.identity.enums import Role
from comotion.identity.models import Organization
from comotion.partnerships.enums import PartnershipState, PartyState
from comotion.partnerships.events import PartyLeft, RoomEnded
from comotion.partnerships.models import Invitation, JointText, Partnership, Party


def rooms_of(organization_id: int) -> Iterator[tuple[Partnership, list[int]]]:
    """Yield the rooms that an organization shares, each with the others that are there, in their order."""
    mine = Party.unscoped.filter(organization_id=organization_id, state=PartyState.ACTIVE)
    for partnership in Partnership.unscoped.filter(pk__in=mine.values("partnership_id")).order_by("pk"):
        joined = Party.unscoped.filter(partnership=partnership, state=PartyState.ACTIVE)
        others = joined.exclude(organization_id=organization_id).order_by("position", "pk")
        if found := list(others.values_list("organization_id", flat=True)):
            yield partnership, found


def hand_over_rooms(organization: Organization, at: dt.datetime) -> None:
    """Let every room go on without the organization, or end where only one party is left."""
    for partnership, others in list(rooms_of(organization.pk)):
        heir = others[0]
        _let_go(partnership, organization, others)
        texts = JointText.unscoped.filter(partnership=partnership, owner_org=organization)
        texts.update(owner_org_id=heir)
        if partnership.owner_org_id == organization.pk:
            Partnership.unscoped.filter(pk=partnership.pk).update(owner_org_id=heir)
        if len(others) == 1 and partnership.state != PartnershipState.ENDED:
            Partnership.unscoped.filter(pk=partnership.pk).update(state=PartnershipState.ENDED, ended_date=at.date())
            publish(RoomEnded(partnership.pk))
        publish(PartyLeft(organization.pk, partnership.pk, partnership.pk))
        for other in others:
            with acting_as(Principal(other, Role.OWNER)), past_the_wall():
                record("room.party_left", "partnership", partnership.ref, at=at, organization=organization.name)


def _let_go(partnership: Partnership, organization: Organization, others: list[int]) -> None:
    """Take the organization out of a room; whoever is left alone there keeps a record of whom they worked with."""
    own = Party.unscoped.filter(partnership=partnership, organization=organization)
    if len(others) > 1:
        own.delete()
        return
    own.update(organization=kept_record(organization.name, others[0]), state=PartyState.RECORD)


def kept_record(name: str, keeper: int) -> Organization:
    """Return a record of a company, kept by another one."""
    return Organization.unscoped.create(name=name, kept_by_id=keeper, slug=f"record-{new_reference()}")


def built_upon(organization_id: int) -> Iterator[tuple[type[Owned], int, int]]:
    """Yield rows of an organization that rows of others belong to: the model, the number, and whose those are."""
    for child in owned_models():
        for reference in references_of(child):
            parent: Any = reference.remote_field.model
            belongs = reference.remote_field.on_delete is models.CASCADE
            if not belongs or not issubclass(parent, Owned) or parent is Invitation:
                continue
            rows = child.unscoped.exclude(owner_org_id=organization_id)
            rows = rows.filter(**{f"{reference.name}__owner_org_id": organization_id}).order_by()
            for number, owner in rows.values_list(reference.attname, "owner_org_id").distinct():
                yield parent, number, owner


def pass_on(organization_id: int) -> int:
    """Let rows that others built upon belong to those others, up to the room itself; return how many."""
    passed = 0
    while found := {(model, number): owner for model, number, owner in built_upon(organization_id)}:
        for (model, number), owner in found.items():
            own_number = {"external_id": ""} if _has(model, "external_id") else {}
            model.unscoped.filter(pk=number).update(owner_org_id=owner, **own_number)
        passed += len(found)
    return passed


def _has(model: type[Owned], name: str) -> bool:
    return any(field.name == name for field in columns_of(model))


def name_by_records(organization: Organization) -> None:
    """Let rows of others that speak of the organization, or of its records, speak of records of their own."""
    kept = Organization.unscoped.filter(kept_by=organization)
    names = {organization.pk: organization.name, **dict(kept.values_list("pk", "name"))}
    made: dict[tuple[int, int], Organization] = {}
    for model in owned_models():
        for reference in references_of(model):
            if reference.remote_field.model is not Organization or reference.name == "owner_org":
                continue
            rows = model.unscoped.exclude(owner_org=organization).filter(**{f"{reference.attname}__in": names})
            for number, owner in list(rows.order_by().values_list(reference.attname, "owner_org_id").distinct()):
                if (number, owner) not in made:
                    made[number, owner] = kept_record(names[number], owner)
                same = rows.filter(**{reference.attname: number, "owner_org_id": owner})
                same.update(**{reference.attname: made[number, owner].pk})
