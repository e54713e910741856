"""Joining a room by an invitation: what is offered, taking the place, declining.

The invited are no party yet, so what their invitation names is read and written past the scope: here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.policy import require
from comotion.core.principal import Principal, acting_as, current_principal, past_the_wall
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization, Person
from comotion.partnerships.enums import GuestState, InvitationKind, InvitationState, PartnershipState, PartyState
from comotion.partnerships.events import PartyJoined, RoomInvitationAnswered, RoomInvitationProposed
from comotion.partnerships.models import Guest, Invitation, Partnership, Party, Standing
from comotion.partnerships.moving import move_rows, shared_counts
from comotion.partnerships.rules import has_expired

WRONG_ADDRESS = "wrong address"


class UnableToJoin(ValueError):
    """Nobody has joined; the message says why."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation offers, and where it stands: ``open``, ``expired``, ``taken``, ``closed`` or its state."""

    ref: str
    kind: str
    address: str
    person_name: str
    company: str
    letter: str
    inviter: str
    organization: str
    room: str
    approach: str
    started_date: dt.date | None
    field: str
    parties: tuple[str, ...]
    shared: tuple[tuple[str, int], ...]
    expires_at: dt.datetime
    state: str
    taken_by: Organization | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it can be answered."""
        return self.state == "open"


@past_the_wall()
def offer_of(ref: str, at: dt.datetime) -> Offer | None:
    """Return what an invitation offers to whoever holds its link."""
    found = Invitation.unscoped.select_related("partnership", "owner_org", "invited_by").filter(ref=ref).first()
    if found is None:
        return None
    room, seat = found.partnership, _taken_seat(found)
    joined = Party.unscoped.filter(partnership=room, state=PartyState.ACTIVE).order_by("position", "pk")
    return Offer(
        ref=found.ref,
        kind=found.kind,
        address=found.address,
        person_name=found.person_name,
        company=found.company,
        letter=found.letter,
        inviter=found.invited_by.name if found.invited_by else "",
        organization=found.owner_org.name,
        room=room.name,
        approach=room.get_approach_display() if room.approach else "",
        started_date=room.started_date,
        field=room.field,
        parties=tuple(joined.values_list("organization__name", flat=True)),
        shared=shared_counts(room),
        expires_at=found.expires_at,
        state=_state(found, seat, at),
        taken_by=seat.organization if seat else None,
    )


def _taken_seat(invitation: Invitation) -> Party | None:
    """Return the party that took the place already, by another invitation of the same company."""
    if invitation.kind == InvitationKind.GUEST or invitation.record_id is None:
        return None
    seats = Party.unscoped.filter(partnership_id=invitation.partnership_id, record_id=invitation.record_id)
    return seats.exclude(state=PartyState.RECORD).select_related("organization").first()


def _state(invitation: Invitation, seat: Party | None, at: dt.datetime) -> str:
    if invitation.state != InvitationState.SENT:
        return invitation.state
    if has_expired(invitation, at):
        return "expired"
    if invitation.partnership.state != PartnershipState.ACTIVE:
        return "closed"
    return "taken" if seat is not None else "open"


@past_the_wall()
@transaction.atomic
def accept(*, ref: str, at: dt.datetime, kept: Partnership | None = None) -> Partnership:
    """Let the acting organization take the place that an invitation offers to the acting person.

    ``kept`` is a private partnership of the organization with the same partner: what it holds about it moves along.
    """
    principal = current_principal()
    require(principal, "create", "room")
    invitation = _locked(ref, at, principal.person_id)
    if invitation.kind != InvitationKind.COUNTERPART:
        raise UnableToJoin(_("This invitation is for a guest."))
    room = Partnership.unscoped.select_for_update().get(pk=invitation.partnership_id)
    _take_the_place(invitation, room, principal.organization_id)
    if kept is not None:
        _bring_along(kept, room)
    _stand(room, kept.name if kept else invitation.owner_org.name)
    record("room.joined", "partnership", room.ref, at=at, invitation=ref)
    _settle(invitation, InvitationState.ACCEPTED, at)
    _ask_again(invitation, principal.organization_id)
    publish(PartyJoined(principal.organization_id, room.pk))
    return room


def _locked(ref: str, at: dt.datetime, person_id: int | None) -> Invitation:
    """Return the invitation if it can be answered now, and by this person."""
    invitation = Invitation.unscoped.select_for_update(of=("self",)).filter(ref=ref).first()
    if invitation is None or _state(invitation, _taken_seat(invitation), at) != "open":
        raise UnableToJoin(_("This invitation can no longer be accepted."))
    person = Person.objects.filter(pk=person_id or 0, is_active=True).first()
    if person is None or person.email.lower() != invitation.address.lower():
        raise UnableToJoin(_("This invitation is for somebody else. Sign in with the address it was sent to."))
    return invitation


def _take_the_place(invitation: Invitation, room: Partnership, organization_id: int) -> None:
    seats = Party.unscoped.filter(partnership=room)
    if seats.filter(organization_id=organization_id, state=PartyState.ACTIVE).exists():
        raise UnableToJoin(_("Your organization is in this room already."))
    seats.filter(organization_id=organization_id).delete()
    place = seats.filter(organization_id=invitation.record_id or 0, state=PartyState.RECORD).first()
    seat = place or Party(partnership=room, position=seats.count())
    seat.record_id, seat.organization_id, seat.state = invitation.record_id, organization_id, PartyState.ACTIVE
    seat.save()
    if room.visibility != Visibility.SHARED:
        Partnership.unscoped.filter(pk=room.pk).update(visibility=Visibility.SHARED)
        room.visibility = Visibility.SHARED


def _bring_along(kept: Partnership, room: Partnership) -> None:
    """Move what the organization holds about the partner into the room, as private as it was."""
    own = current_principal().organization_id
    if kept.owner_org_id != own or kept.visibility != Visibility.PRIVATE:
        raise UnableToJoin(_("Only a partnership that nobody has joined yet can be brought along."))
    Invitation.objects.filter(partnership=kept, owner_org_id=own).delete()
    move_rows(own, kept, room)
    Partnership.objects.filter(pk=kept.pk).delete()


def _stand(room: Partnership, called: str) -> None:
    standing, _created = Standing.objects.get_or_create(
        owner_org_id=current_principal().organization_id, partnership=room
    )
    standing.called = called
    standing.save(update_fields=["called"])


def _ask_again(accepted: Invitation, joined_id: int) -> None:
    """Let the new party say what it thinks of other companies that were asked in before it came."""
    others = Invitation.unscoped.filter(partnership_id=accepted.partnership_id, state=InvitationState.SENT)
    for invitation in others.exclude(record_id=accepted.record_id):
        invitation.state, invitation.visibility = InvitationState.PROPOSED, Visibility.SHARED
        invitation.save(update_fields=["state", "visibility"])
        publish(RoomInvitationProposed(joined_id, accepted.partnership.ref, invitation.ref))


@past_the_wall()
@transaction.atomic
def accept_as_guest(*, ref: str, person: Person, at: dt.datetime) -> Guest:
    """Let a person into the one room that an invitation names."""
    invitation = _locked(ref, at, person.pk)
    if invitation.kind != InvitationKind.GUEST:
        raise UnableToJoin(_("This invitation is for an organization."))
    guest, _created = Guest.unscoped.update_or_create(
        owner_org_id=invitation.owner_org_id,
        partnership_id=invitation.partnership_id,
        person=person,
        defaults={"state": GuestState.ACTIVE, "since": at, "until": None, "visibility": Visibility.SHARED},
    )
    _settle(invitation, InvitationState.ACCEPTED, at)
    return guest


@past_the_wall()
@transaction.atomic
def decline(*, ref: str, reason: str, at: dt.datetime) -> None:
    """Say no, with a word why; whoever holds the link may."""
    invitation = Invitation.unscoped.select_for_update(of=("self",)).filter(ref=ref).first()
    if invitation is None or _state(invitation, None, at) != "open":
        raise UnableToJoin(_("This invitation has been answered already, or is no longer open."))
    invitation.answer = reason[:300]
    invitation.save(update_fields=["answer"])
    _settle(invitation, InvitationState.DECLINED, at)


def _settle(invitation: Invitation, state: str, at: dt.datetime) -> None:
    """Keep the answer with the inviter, in the inviter's own log too."""
    invitation.state, invitation.answered_at = state, at
    invitation.save(update_fields=["state", "answered_at"])
    room = invitation.partnership.ref
    with acting_as(Principal(invitation.owner_org_id, "owner")):
        record(f"room.invitation_{state}", "invitation", invitation.ref, at=at, partnership=room)
    publish(RoomInvitationAnswered(invitation.owner_org_id, room, invitation.ref, state))
