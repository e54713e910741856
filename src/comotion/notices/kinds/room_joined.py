"""Another company has become a party of a room."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("A partner has joined: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("Another company now shares the room %(name)s. What your side keeps private stays private.") % {
        "name": name
    }


def _act() -> str:
    return _("Open the room")


KIND = Kind(
    "room_joined",
    gettext_lazy("A company joins a room"),
    "room",
    Rate.AT_ONCE,
    about_room(_title, _says, _act, "overview"),
)
