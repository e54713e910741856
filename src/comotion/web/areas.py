"""The menu: one line an area. A new area is a folder beside this file and a line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the menu: its name in links, what people read, its icon, the key after ``g`` and what it needs."""

    name: str
    title: Promise
    icon: str
    key: str
    resource: str

    @property
    def url_name(self) -> str:
        """Return the name of its first page."""
        return f"{self.name}:index"


AREAS: tuple[Area, ...] = (
    Area("today", _("Today"), "sun", "t", "today"),
    Area("portfolio", _("Portfolio"), "stack-2", "p", "portfolio"),
    Area("friction-audit", _("Friction audits"), "search", "f", "audits"),
    Area("selection", _("Selection"), "filter", "c", "standing"),
    Area("ecosystem", _("Ecosystem"), "affiliate", "e", "standing"),
    Area("imports", _("Import"), "file-import", "i", "imports"),
    Area("notices", _("Notices"), "bell", "n", "notices"),
    Area("settings", _("Settings"), "adjustments-horizontal", "s", "settings"),
)
