"""A room ends on a day, goes on after all, or has ended."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("This room ends: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _(
        "%(name)s ends, or what was said about its end has changed. The page says which day, what stays and what goes."
    ) % {"name": name}


def _act() -> str:
    return _("See what stays")


KIND = Kind(
    "room_ending", gettext_lazy("A room ends"), "room", Rate.AT_ONCE, about_room(_title, _says, _act, "overview")
)
