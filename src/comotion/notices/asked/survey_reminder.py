"""Somebody has not finished a survey yet."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.asked.survey_invitation import survey_letter
from comotion.notices.asking import Asking, Details
from comotion.notices.letters import Letter
from comotion.surveys.events import SurveyReminded


def write(details: Details) -> Letter:
    """Say the same again, shorter."""
    return survey_letter(details, _("%(name)s: your answers are still missing"))


ASKING = Asking("survey_reminder", gettext_lazy("Reminder of a survey"), SurveyReminded, write)
