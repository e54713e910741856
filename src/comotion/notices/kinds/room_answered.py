"""An invitation into a room was answered."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("Your invitation was answered: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("Whoever was asked into %(name)s has answered.") % {"name": name}


def _act() -> str:
    return _("See the answer")


KIND = Kind(
    "room_answered",
    gettext_lazy("An invitation I may see is answered"),
    "room",
    Rate.AT_ONCE,
    about_room(_title, _says, _act, "people"),
)
