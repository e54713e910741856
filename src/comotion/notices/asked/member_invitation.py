"""Somebody is asked to act for an organization."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.identity.enums import Role
from comotion.identity.events import MemberInvitationSent
from comotion.notices.asking import Asking, Details
from comotion.notices.letters import Letter
from comotion.notices.reader import wording


def write(details: Details) -> Letter:
    """Say who asks, as what, and until when."""
    words = {
        "organization": details["organization"],
        "inviter": details["inviter"] or details["organization"],
        "role": Role(details["role"]).label,
        "day": wording().full_day(dt.datetime.fromisoformat(details["expires_at"]).date()),
    }
    return Letter(
        subject=_("%(inviter)s asks you to join %(organization)s") % words,
        whom=str(details["address"]),
        headline=_("%(inviter)s asks you to join %(organization)s.") % words,
        thread=f"membership:{details['invitation']}",
        paragraphs=(_("You would be: %(role)s. The invitation holds until %(day)s.") % words,),
        act=_("Look at the invitation"),
        url=str(details["link"]),
    )


ASKING = Asking("member_invitation", gettext_lazy("Invitation into an organization"), MemberInvitationSent, write)
