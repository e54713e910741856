"""A company of a room stays after all."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("A company stays after all: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("Nothing that it shared in %(name)s is deleted.") % {"name": name}


def _act() -> str:
    return _("Open the room")


KIND = Kind(
    "partner_kept",
    gettext_lazy("A company of a room stays after all"),
    "room",
    Rate.DAILY,
    about_room(_title, _says, _act, "overview"),
)
