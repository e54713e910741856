"""Asking somebody into a room: the letter, the agreement of those who are in it, sending, taking back.

Who invites learns what was answered and nothing else: the same rows, letters and pages come of an address that belongs
to somebody here and of one that does not.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.links import link_address, make_link
from comotion.core.principal import Principal, acting_as, current_principal
from comotion.core.visibility import Visibility
from comotion.identity.models import Organization
from comotion.identity.records import keep_record
from comotion.partnerships.enums import InvitationKind, InvitationState, PartyState
from comotion.partnerships.events import RoomInvitationAnswered, RoomInvitationProposed, RoomInvitationSent
from comotion.partnerships.models import Consent, Invitation, Partnership, Party
from comotion.partnerships.rules import UnableToChangeRoom, has_expired, require_going_on, require_shared

PURPOSE = "room-invitation"
VALID = dt.timedelta(days=14)
TOLD_FOR = dt.timedelta(days=60)
"""How long after its last day the link still says what became of the invitation."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Whom an invitation is for and what it says."""

    address: str
    person_name: str = ""
    company: str = ""
    text: str = ""
    kind: str = InvitationKind.COUNTERPART
    record: Organization | None = None


@transaction.atomic
def invite(*, partnership: Partnership, letter: Letter, at: dt.datetime) -> Invitation:
    """Ask somebody into a room; where others are in it already, they have to agree before it is sent."""
    require_going_on(partnership)
    if letter.kind == InvitationKind.GUEST:
        require_shared(partnership)
    principal = current_principal()
    _refuse_a_second(partnership, letter.address, at)
    asked = _others_in(partnership)
    invitation = Invitation.objects.create(
        owner_org_id=principal.organization_id,
        partnership=partnership,
        kind=letter.kind,
        address=letter.address.lower(),
        person_name=letter.person_name,
        company=letter.company,
        letter=letter.text,
        record=letter.record or _new_record(partnership, letter),
        invited_by_id=principal.person_id,
        state=InvitationState.PROPOSED if asked else InvitationState.SENT,
        visibility=Visibility.SHARED if asked else Visibility.PRIVATE,
        created_at=at,
        expires_at=at + VALID,
    )
    record("room.invited", "invitation", invitation.ref, at=at, partnership=partnership.ref, kind=letter.kind)
    if not asked:
        _send(invitation, at)
    for organization_id in asked:
        publish(RoomInvitationProposed(organization_id, partnership.ref, invitation.ref))
    return invitation


def _new_record(partnership: Partnership, letter: Letter) -> Organization | None:
    """Keep a place for another company; a guest comes alone and takes none."""
    if letter.kind == InvitationKind.GUEST:
        return None
    kept = keep_record(letter.company)
    last = Party.objects.filter(partnership=partnership).aggregate(last=Max("position"))["last"] or 0
    Party.objects.create(partnership=partnership, organization=kept, state=PartyState.RECORD, position=last + 1)
    return kept


def _refuse_a_second(partnership: Partnership, address: str, at: dt.datetime) -> None:
    own = Invitation.objects.filter(owner_org_id=current_principal().organization_id, partnership=partnership)
    same = own.filter(address=address.lower(), state__in=(InvitationState.SENT, InvitationState.PROPOSED))
    if any(not has_expired(one, at) for one in same):
        raise UnableToChangeRoom(
            _("This address has been invited already. Send the invitation again, or take it back.")
        )


def _others_in(partnership: Partnership) -> list[int]:
    """Return the organizations that have joined beside the acting one."""
    joined = Party.objects.filter(partnership=partnership, state=PartyState.ACTIVE)
    own = current_principal().organization_id
    return list(joined.exclude(organization_id=own).order_by("position").values_list("organization_id", flat=True))


@transaction.atomic
def consent(*, invitation: Invitation, agrees: bool, at: dt.datetime) -> None:
    """Say for one's own organization whether somebody may be asked in; the last one who agrees sends the letter."""
    own = current_principal().organization_id
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.state != InvitationState.PROPOSED or own == locked.owner_org_id:
        raise UnableToChangeRoom(_("Nothing waits for you here: it has been decided already."))
    require_going_on(locked.partnership)
    Consent.objects.update_or_create(
        owner_org_id=own,
        invitation=locked,
        defaults={
            "partnership": locked.partnership,
            "agrees": agrees,
            "said_at": at,
            "visibility": Visibility.SHARED,
        },
    )
    record("room.consented", "invitation", locked.ref, at=at, partnership=locked.partnership.ref, agrees=agrees)
    with acting_as(_inviter(locked)):
        _conclude(locked, at)


def _inviter(invitation: Invitation) -> Principal:
    return Principal(invitation.owner_org_id, "alliance_manager", invitation.invited_by_id)


def _conclude(invitation: Invitation, at: dt.datetime) -> None:
    """Send the letter once all have agreed; end it once one has not."""
    said = dict(Consent.objects.filter(invitation=invitation).values_list("owner_org_id", "agrees"))
    if False in said.values():
        _settle(invitation, InvitationState.REFUSED, at)
    elif set(_others_in(invitation.partnership)) <= said.keys():
        invitation.state = InvitationState.SENT
        invitation.expires_at = at + VALID
        invitation.save(update_fields=["state", "expires_at"])
        _send(invitation, at)


def _settle(invitation: Invitation, state: str, at: dt.datetime) -> None:
    invitation.state, invitation.answered_at = state, at
    invitation.save(update_fields=["state", "answered_at"])
    event = RoomInvitationAnswered(invitation.owner_org_id, invitation.partnership.ref, invitation.ref, state)
    publish(event)


def _send(invitation: Invitation, at: dt.datetime) -> None:
    """Make a link in the inviter's name and hand it over, once everything here has been kept."""
    _link, secret = make_link(
        purpose=PURPOSE,
        subject=invitation.ref,
        holder=invitation.address,
        expires_at=invitation.expires_at + TOLD_FOR,
        at=at,
    )
    by = invitation.invited_by
    publish(
        RoomInvitationSent(
            organization_id=invitation.owner_org_id,
            invitation=invitation.ref,
            kind=invitation.kind,
            address=invitation.address,
            link=link_address(PURPOSE, secret),
            person_name=invitation.person_name,
            inviter=by.name if by else "",
            organization=invitation.owner_org.name,
            letter=invitation.letter,
            expires_at=invitation.expires_at,
        )
    )


@transaction.atomic
def send_again(*, invitation: Invitation, at: dt.datetime) -> None:
    """Send another letter for an invitation that was not answered; it is valid for two weeks from now."""
    if invitation.state != InvitationState.SENT:
        raise UnableToChangeRoom(_("Only an invitation that waits for its answer can be sent again."))
    require_going_on(invitation.partnership)
    invitation.expires_at = at + VALID
    invitation.save(update_fields=["expires_at"])
    record("room.invited_again", "invitation", invitation.ref, at=at, partnership=invitation.partnership.ref)
    _send(invitation, at)


@transaction.atomic
def take_back(*, invitation: Invitation, at: dt.datetime) -> None:
    """Take an invitation back: its links say so from now on and open nothing."""
    if invitation.state not in {InvitationState.SENT, InvitationState.PROPOSED}:
        raise UnableToChangeRoom(_("This invitation has been answered already."))
    invitation.state, invitation.answered_at = InvitationState.REVOKED, at
    invitation.save(update_fields=["state", "answered_at"])
    record("room.invitation_taken_back", "invitation", invitation.ref, at=at, partnership=invitation.partnership.ref)
