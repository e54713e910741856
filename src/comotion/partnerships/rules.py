"""What has to hold before a room is changed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from comotion.core.visibility import Visibility
from comotion.partnerships.enums import InvitationState, PartnershipState
from comotion.partnerships.models import Invitation, Partnership


class UnableToChangeRoom(ValueError):
    """The room stays as it is; the message says why."""


def require_in_use(partnership: Partnership) -> None:
    """Refuse what an archive does not allow: an ended room is read and nothing else."""
    if partnership.state == PartnershipState.ENDED:
        raise UnableToChangeRoom(_("This partnership has ended. What was shared can be read and no longer changed."))


def require_going_on(partnership: Partnership) -> None:
    """Refuse what a room that is about to end does not allow: more people, and more to read."""
    require_in_use(partnership)
    if partnership.state == PartnershipState.TERMINATING:
        raise UnableToChangeRoom(_("This partnership is about to end. Nobody is let in and nothing more is shared."))


def require_shared(partnership: Partnership) -> None:
    """Refuse what needs somebody on the other side."""
    if partnership.visibility != Visibility.SHARED:
        raise UnableToChangeRoom(_("Nobody of the other side has joined yet. Invite them first."))


def is_open(invitation: Invitation, at: dt.datetime) -> bool:
    """Say whether an invitation can be answered."""
    return invitation.state == InvitationState.SENT and at < invitation.expires_at


def has_expired(invitation: Invitation, at: dt.datetime) -> bool:
    """Say whether an invitation was left unanswered until its last day."""
    return invitation.state == InvitationState.SENT and at >= invitation.expires_at
