"""Parting: leaving a room that goes on, and ending one; what stays and what goes is said beforehand.

Who leaves takes along what is theirs. When a room ends, everyone keeps an archive of what was shared.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.principal import Principal, acting_as, current_principal, past_the_wall
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.identity.records import keep_record
from comotion.partnerships.enums import GuestState, InvitationState, PartnershipState, PartyState
from comotion.partnerships.events import PartyLeft, RoomEnded, RoomEnding
from comotion.partnerships.models import Guest, Invitation, JointText, Partnership, Party
from comotion.partnerships.moving import move_rows, own_counts, take_rows_back
from comotion.partnerships.queries import partners_in
from comotion.partnerships.rules import UnableToChangeRoom, require_going_on, require_in_use, require_shared

FEWEST_TO_LEAVE = 2
"""Others who have to be there for a room to go on without us."""
LONGEST_NOTICE = dt.timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Parting:
    """What leaving or ending would do: what is ours and shared, what others share with us, what is ours alone."""

    partners: tuple[str, ...]
    ours_shared: int
    ours_private: int
    theirs_shared: int
    may_leave: bool


def parting_of(partnership: Partnership) -> Parting:
    """Return what would stay and what would go."""
    own = current_principal().organization_id
    partners = partners_in(partnership)
    others = [one for one in _joined(partnership) if one != own]
    return Parting(
        partners,
        own_counts(partnership, own, Visibility.SHARED),
        own_counts(partnership, own, Visibility.PRIVATE),
        sum(own_counts(partnership, one, Visibility.SHARED) for one in others),
        may_leave=len(others) >= FEWEST_TO_LEAVE,
    )


@transaction.atomic
def announce_end(*, partnership: Partnership, on: dt.date, reason: str, at: dt.datetime) -> None:
    """Say that a room will end on a day; until then both sides go on working and nothing new is opened."""
    require_shared(partnership)
    require_going_on(partnership)
    if on <= at.date() or on > at.date() + LONGEST_NOTICE:
        raise UnableToChangeRoom(_("Choose a day from tomorrow on, within two years. To end it today, end it now."))
    _put(partnership, PartnershipState.TERMINATING, on)
    _take_invitations_back(partnership, at)
    _tell_all(partnership, "room.ending", at, on=on.isoformat(), reason=reason)
    publish(RoomEnding(partnership.pk, on))


@transaction.atomic
def withdraw_end(*, partnership: Partnership, at: dt.datetime) -> None:
    """Go on after all: any party may take the announcement back."""
    if partnership.state != PartnershipState.TERMINATING:
        raise UnableToChangeRoom(_("No end has been announced."))
    _put(partnership, PartnershipState.ACTIVE, None)
    _tell_all(partnership, "room.going_on", at)
    publish(RoomEnding(partnership.pk, None))


@past_the_wall()
@transaction.atomic
def end(*, partnership: Partnership, reason: str, at: dt.datetime) -> None:
    """End a room now: it becomes an archive that its parties read, and guests are let out."""
    require_in_use(partnership)
    _put(partnership, PartnershipState.ENDED, at.date())
    _take_invitations_back(partnership, at)
    Guest.unscoped.filter(partnership=partnership).update(state=GuestState.REMOVED, until=at)
    _tell_all(partnership, "room.ended", at, reason=reason)
    publish(RoomEnded(partnership.pk))


def end_due_rooms(*, today: dt.date, at: dt.datetime) -> int:
    """End every room whose announced day has come; return how many there were."""
    due = Partnership.unscoped.filter(state=PartnershipState.TERMINATING, ended_date__lte=today).order_by("pk")
    rooms = list(due)
    for partnership in rooms:
        with acting_as(Principal(partnership.owner_org_id, "owner")):
            end(partnership=partnership, reason="", at=at)
    return len(rooms)


@past_the_wall()
@transaction.atomic
def leave(*, partnership: Partnership, at: dt.datetime) -> Partnership:
    """Leave a room that goes on without us; return the private partnership that keeps what is ours."""
    require_in_use(partnership)
    own = current_principal().organization_id
    if len(_joined(partnership)) <= FEWEST_TO_LEAVE:
        raise UnableToChangeRoom(_("Nobody would be left to work with the other side. End the partnership instead."))
    partners = partners_in(partnership)
    kept = _kept_by_leaver(partnership, partners, at)
    _let_go(partnership, own)
    take_rows_back(own, partnership)
    move_rows(own, partnership, kept)
    record("room.left", "partnership", kept.ref, at=at, partnership=kept.ref)
    _tell_all(partnership, "room.party_left", at, organization=Organization.objects.get(pk=own).name)
    publish(PartyLeft(own, partnership.pk, kept.pk))
    return kept


def _kept_by_leaver(partnership: Partnership, partners: tuple[str, ...], at: dt.datetime) -> Partnership:
    """Make the leaver a partnership of its own, ended today, with the partners as records."""
    own = current_principal().organization_id
    kept = Partnership.objects.create(
        owner_org_id=own,
        name=partnership.name,
        approach=partnership.approach,
        operating_model=partnership.operating_model,
        field=partnership.field,
        started_date=partnership.started_date,
        ended_date=at.date(),
        state=PartnershipState.ENDED,
    )
    Party.unscoped.create(partnership=kept, organization_id=own, state=PartyState.ACTIVE)
    for position, name in enumerate(partners, 1):
        Party.unscoped.create(partnership=kept, organization=keep_record(name), position=position)
    return kept


def _let_go(partnership: Partnership, own: int) -> None:
    """Take the leaver out of the room; what belongs to the room itself passes to the next party."""
    Party.unscoped.filter(partnership=partnership, organization_id=own).delete()
    heir = _joined(partnership)[0]
    if partnership.owner_org_id == own:
        Partnership.unscoped.filter(pk=partnership.pk).update(owner_org_id=heir)
        records = Party.unscoped.filter(partnership=partnership, state=PartyState.RECORD)
        records.filter(organization__kept_by_id=own).delete()
    JointText.unscoped.filter(partnership=partnership, owner_org_id=own).update(owner_org_id=heir)
    ours = {"partnership": partnership, "owner_org_id": own}
    Guest.unscoped.filter(**ours).delete()
    Invitation.unscoped.filter(**ours).delete()


def _joined(partnership: Partnership) -> list[int]:
    joined = Party.unscoped.filter(partnership=partnership, state=PartyState.ACTIVE)
    return list(joined.order_by("position", "pk").values_list("organization_id", flat=True))


def _put(partnership: Partnership, state: str, ended: dt.date | None) -> None:
    partnership.state, partnership.ended_date = state, ended
    Partnership.unscoped.filter(pk=partnership.pk).update(state=state, ended_date=ended)


def _take_invitations_back(partnership: Partnership, at: dt.datetime) -> None:
    waiting = Invitation.unscoped.filter(
        partnership=partnership, state__in=(InvitationState.SENT, InvitationState.PROPOSED)
    )
    waiting.update(state=InvitationState.REVOKED, answered_at=at)


def _tell_all(partnership: Partnership, action: str, at: dt.datetime, **detail: str) -> None:
    """Write the deed into the log of every party: each keeps its own."""
    acting = current_principal()
    for organization_id in _joined(partnership):
        mine = organization_id == acting.organization_id
        with acting_as(Principal(organization_id, acting.role, acting.person_id if mine else None)):
            record(action, "partnership", partnership.ref, at=at, **detail)
