"""Two people changed the same joint text at once; both versions are kept."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.rooms import about_room


def _title(name: str) -> str:
    return _("Two versions of a text: %(name)s") % {"name": name}


def _says(name: str) -> str:
    return _("Two people changed the same text in %(name)s. Both versions are kept; choose what stays.") % {
        "name": name
    }


def _act() -> str:
    return _("See both versions")


KIND = Kind(
    "text_set_aside",
    gettext_lazy("My text met another one"),
    "room",
    Rate.AT_ONCE,
    about_room(_title, _says, _act, "shared"),
)
