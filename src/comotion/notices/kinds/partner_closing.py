"""A company of a room will be deleted here."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("A company is about to leave Comotion: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("What it shared in %(name)s goes with it after some days. What is yours, and what all wrote, stays.") % {
        "name": name
    }


def _act() -> str:
    return _("Open the room")


KIND = Kind(
    "partner_closing",
    gettext_lazy("A company of a room is about to leave Comotion"),
    "room",
    Rate.AT_ONCE,
    about_room(_title, _says, _act, "overview"),
)
