"""Somebody is asked to answer a survey."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comotion.notices.asking import Asking, Details
from comotion.notices.letters import Letter
from comotion.notices.reader import wording
from comotion.surveys.events import SurveyInvited


def write(details: Details) -> Letter:
    """Say who asks, how long it takes and until when."""
    return survey_letter(details, _("%(name)s: what do you think of how it goes?"))


def survey_letter(details: Details, subject: str) -> Letter:
    """Write what invitation and reminder have in common."""
    minutes, by = int(details["minutes"]), str(details["asked_by"])
    closes = wording().full_day(dt.datetime.fromisoformat(details["closes_at"]).date())
    words = {"name": details["partnership"], "by": by, "n": minutes, "day": closes}
    asks = _("%(by)s asks you about working together in %(name)s.") if by else _("You are asked about %(name)s.")
    takes = ngettext("It takes one minute, until %(day)s.", "It takes %(n)s minutes, until %(day)s.", minutes)
    return Letter(
        subject=subject % words,
        whom=str(details["name"]),
        headline=subject % words,
        thread=f"survey:{details['round_ref']}:{details['address']}",
        paragraphs=(
            f"{asks % words} {takes % words}",
            _("No account is needed. Answers are counted in groups of three or more, never shown as yours."),
        ),
        act=_("Answer now"),
        url=str(details["link"]),
    )


ASKING = Asking("survey_invitation", gettext_lazy("Invitation to a survey"), SurveyInvited, write)
