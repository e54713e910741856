"""Asking people to act for one's own organization; who asks never learns whether an address is known here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.links import link_address, make_link
from comotion.core.principal import current_principal
from comotion.identity.enums import InvitationState, Role
from comotion.identity.events import MemberInvitationSent
from comotion.identity.models import MemberInvitation

PURPOSE = "member-invitation"
VALID = dt.timedelta(days=14)
TOLD_FOR = dt.timedelta(days=60)


class UnableToInvite(ValueError):
    """Nobody was invited; the message says why."""


def invitations_here() -> tuple[MemberInvitation, ...]:
    """Return the invitations that wait for an answer, the latest first."""
    waiting = MemberInvitation.objects.filter(state=InvitationState.SENT)
    return tuple(waiting.select_related("invited_by").order_by("-created_at", "-pk"))


@transaction.atomic
def invite_member(*, address: str, role: str, at: dt.datetime) -> MemberInvitation:
    """Ask somebody to act for the organization in a role; only owners make owners."""
    principal = current_principal()
    if role == Role.OWNER and principal.role != Role.OWNER:
        raise UnableToInvite(_("Only an owner can invite another owner."))
    same = MemberInvitation.objects.filter(address=address.lower(), state=InvitationState.SENT, expires_at__gt=at)
    if same.exists():
        raise UnableToInvite(_("This address has been invited already. Send the invitation again, or take it back."))
    invitation = MemberInvitation.objects.create(
        owner_org_id=principal.organization_id,
        address=address.lower(),
        role=role,
        invited_by_id=principal.person_id,
        created_at=at,
        expires_at=at + VALID,
    )
    record("member.invited", "invitation", invitation.ref, at=at, role=role)
    _send(invitation, at)
    return invitation


@transaction.atomic
def send_member_invitation_again(*, invitation: MemberInvitation, at: dt.datetime) -> None:
    """Send another letter; it is valid for two weeks from now."""
    if invitation.state != InvitationState.SENT:
        raise UnableToInvite(_("Only an invitation that waits for its answer can be sent again."))
    invitation.expires_at = at + VALID
    invitation.save(update_fields=["expires_at"])
    record("member.invited_again", "invitation", invitation.ref, at=at)
    _send(invitation, at)


@transaction.atomic
def take_member_invitation_back(*, invitation: MemberInvitation, at: dt.datetime) -> None:
    """Take an invitation back: its links say so from now on and open nothing."""
    if invitation.state != InvitationState.SENT:
        raise UnableToInvite(_("This invitation has been answered already."))
    invitation.state, invitation.answered_at = InvitationState.REVOKED, at
    invitation.save(update_fields=["state", "answered_at"])
    record("member.invitation_taken_back", "invitation", invitation.ref, at=at)


def _send(invitation: MemberInvitation, at: dt.datetime) -> None:
    _link, secret = make_link(
        purpose=PURPOSE,
        subject=invitation.ref,
        holder=invitation.address,
        expires_at=invitation.expires_at + TOLD_FOR,
        at=at,
    )
    by = invitation.invited_by
    publish(
        MemberInvitationSent(
            organization_id=invitation.owner_org_id,
            invitation=invitation.ref,
            address=invitation.address,
            link=link_address(PURPOSE, secret),
            inviter=by.name if by else "",
            organization=invitation.owner_org.name,
            role=invitation.role,
            expires_at=invitation.expires_at,
        )
    )
