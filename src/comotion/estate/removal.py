"""Deleting an organization: asked for by an owner, taken back until its day, then done for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import erase_chain, record
from comotion.core.events import publish
from comotion.core.policy import require
from comotion.core.principal import acting_as, current_principal, past_the_wall
from comotion.estate.events import OrganizationClosing, OrganizationKept
from comotion.estate.models import Export
from comotion.estate.staying import built_upon, hand_over_rooms, name_by_records, pass_on, rooms_of
from comotion.estate.tables import owned_models
from comotion.identity.models import Membership, Organization, Person
from comotion.identity.queries import acting_organization
from comotion.partnerships.models import Guest, JointText, Partnership


class UnableToDelete(ValueError):
    """The organization stays as it is; the message says why."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What deleting would do: how many rows and people go, which rooms end or go on, what stays with partners."""

    rows: int
    people: int
    rooms_ending: tuple[str, ...]
    rooms_going_on: tuple[str, ...]
    texts: int
    built_upon: int


def leaving() -> Leaving:
    """Return what would go and what would stay if the acting organization were deleted now."""
    own = current_principal().organization_id
    with past_the_wall():
        rooms = list(rooms_of(own))
        passed = {(model, number) for model, number, _owner in built_upon(own) if model is not Partnership}
        return Leaving(
            rows=sum(model.unscoped.filter(owner_org_id=own).count() for model in owned_models()),
            people=len(_people_of_nobody_else(own)),
            rooms_ending=tuple(room.name for room, others in rooms if len(others) == 1),
            rooms_going_on=tuple(room.name for room, others in rooms if len(others) > 1),
            texts=JointText.unscoped.filter(
                owner_org_id=own, partnership__in=[room for room, _others in rooms]
            ).count(),
            built_upon=len(passed),
        )


@transaction.atomic
def ask_to_delete(*, typed: str, at: dt.datetime) -> Organization:
    """Ask for the organization to be deleted once the days of grace are over; from now on it is only read."""
    require(current_principal(), "delete", "estate")
    organization = acting_organization()
    if organization.closes_at is not None:
        raise UnableToDelete(_("This has been asked for already."))
    if " ".join(typed.split()) != " ".join(organization.name.split()):
        raise UnableToDelete(_("Type the name of the organization, exactly as it is written above."))
    organization.closes_at = at + dt.timedelta(days=settings.GRACE_DAYS)
    organization.save(update_fields=["closes_at"])
    on = organization.closes_at.date()
    record("organization.closing", "organization", organization.slug, at=at, on=on.isoformat())
    publish(OrganizationClosing(organization.pk, on))
    return organization


@transaction.atomic
def keep_after_all(*, at: dt.datetime) -> Organization:
    """Take the deletion back: everything is as it was."""
    require(current_principal(), "change", "estate")
    organization = acting_organization()
    if organization.closes_at is None:
        raise UnableToDelete(_("Nobody has asked for the organization to be deleted."))
    organization.closes_at = None
    organization.save(update_fields=["closes_at"])
    record("organization.kept", "organization", organization.slug, at=at)
    publish(OrganizationKept(organization.pk, at.date()))
    return organization


def delete_due_organizations(*, at: dt.datetime) -> int:
    """Delete every organization whose days of grace are over; return how many."""
    due = list(Organization.unscoped.filter(closes_at__lte=at, kept_by=None).order_by("pk"))
    for organization in due:
        delete_for_good(organization=organization, at=at)
    return len(due)


def delete_for_good(*, organization: Organization, at: dt.datetime) -> None:
    """Delete everything of an organization in one transaction; its archives go when that has happened."""
    with acting_as(None), transaction.atomic():
        files = list(
            Export.unscoped.filter(owner_org=organization).exclude(file_name="").values_list("file_name", flat=True)
        )
        hand_over_rooms(organization, at)
        pass_on(organization.pk)
        name_by_records(organization)
        people = _people_of_nobody_else(organization.pk)
        for model in owned_models():
            model.unscoped.filter(owner_org=organization).delete()
        erase_chain(organization.pk)
        Membership.unscoped.filter(organization=organization).delete()
        Person.objects.filter(pk__in=people).delete()
        Organization.unscoped.filter(pk=organization.pk).delete()
        transaction.on_commit(lambda: _remove_files(files))


def _remove_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _people_of_nobody_else(organization_id: int) -> list[int]:
    """Return the people who are in no other organization, nor guests of a room that stays."""
    here = Membership.unscoped.filter(organization_id=organization_id).values("person_id")
    elsewhere = Membership.unscoped.exclude(organization_id=organization_id).values("person_id")
    guests = Guest.unscoped.exclude(owner_org_id=organization_id).values("person_id")
    people = Person.objects.filter(pk__in=here).exclude(pk__in=elsewhere).exclude(pk__in=guests)
    return list(people.values_list("pk", flat=True))
