"""Somebody of another company is asked into a room."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.asking import Asking, Details
from comotion.notices.letters import Letter
from comotion.notices.reader import wording
from comotion.partnerships.events import RoomInvitationSent


def write(details: Details) -> Letter:
    """Say who asks, in their own words too, and that one sees what is offered before anything else."""
    words = {
        "organization": details["organization"],
        "inviter": details["inviter"] or details["organization"],
        "day": wording().full_day(dt.datetime.fromisoformat(details["expires_at"]).date()),
    }
    own = str(details["letter"]).strip()
    return Letter(
        subject=_("%(organization)s asks you into a shared room") % words,
        whom=str(details["person_name"] or details["address"]),
        headline=_("%(inviter)s of %(organization)s asks you into a shared room.") % words,
        thread=f"invitation:{details['invitation']}",
        paragraphs=(
            *((own,) if own else ()),
            _("You see what is offered before you say yes or no. What each side keeps to itself stays there.") % words,
            _("The invitation holds until %(day)s.") % words,
        ),
        act=_("See what is offered"),
        url=str(details["link"]),
    )


ASKING = Asking("room_invitation", gettext_lazy("Invitation into a room"), RoomInvitationSent, write)
