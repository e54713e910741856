"""A party has left a room."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("A party has left: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("A company no longer shares %(name)s.") % {"name": name}


def _act() -> str:
    return _("Open the room")


KIND = Kind(
    "room_left",
    gettext_lazy("A company leaves a room"),
    "room",
    Rate.DAILY,
    about_room(_title, _says, _act, "overview"),
)
