"""A party wants to ask another company into a room, and this side has to say what it thinks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("Your word is needed: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("A party of %(name)s wants to ask another company in. It waits for your side to agree.") % {"name": name}


def _act() -> str:
    return _("Say yes or no")


KIND = Kind(
    "room_proposed",
    gettext_lazy("Somebody wants to ask another company in"),
    "room",
    Rate.AT_ONCE,
    about_room(_title, _says, _act, "people"),
)
