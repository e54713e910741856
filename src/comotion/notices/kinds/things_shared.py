"""The other side has shown something of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("Newly shared: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("Another party of %(name)s shows something that it kept to itself before.") % {"name": name}


def _act() -> str:
    return _("See what is shared")


KIND = Kind(
    "things_shared",
    gettext_lazy("Somebody shares something with us"),
    "room",
    Rate.DAILY,
    about_room(_title, _says, _act, "shared"),
)
