"""Somebody without an account is asked how a promise stands."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.asking import Asking, Details
from comotion.notices.letters import Letter
from comotion.notices.reader import wording
from comotion.rhythm.events import CommitmentAsked


def write(details: Details) -> Letter:
    """Say what was promised and until when."""
    words = {
        "by": details["asked_by"] or details["organization"],
        "name": details["partnership"],
        "day": wording().full_day(dt.date.fromisoformat(details["due"])),
    }
    return Letter(
        subject=_("How does this stand? %(text)s") % {"text": str(details["text"])[:80]},
        whom=f"{details['organization']} · {details['partnership']}",
        headline=str(details["text"]),
        thread=f"commitment:{details['commitment']}",
        paragraphs=(
            _("%(by)s asks how this promise stands. It is due on %(day)s.") % words,
            _("No account is needed: the link does this one thing."),
        ),
        act=_("Say how it stands"),
        url=str(details["link"]),
    )


ASKING = Asking("commitment_status", gettext_lazy("Question about a commitment"), CommitmentAsked, write)
