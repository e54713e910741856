"""A round of a survey has closed and has results."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("Results are in: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("A survey of %(name)s has closed. Groups of three or more have results.") % {"name": name}


def _act() -> str:
    return _("See the results")


KIND = Kind(
    "survey_closed", gettext_lazy("A survey has results"), "room", Rate.DAILY, about_room(_title, _says, _act, "pulse")
)
