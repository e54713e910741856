"""The organization for which somebody acts will be deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.identity.queries import acting_organization
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.notices.reader import wording


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say on which day, and what can be done until then."""
    own, principal = acting_organization(), current_principal()
    if not may(principal, "read", "organization"):
        return {}
    leads = "settings:data" if may(principal, "read", "estate") else "today:index"
    path = reverse(leads, kwargs={"organization": organization})
    act = _("Open the data of the organization") if leads == "settings:data" else _("Open Comotion")
    return {about: _told(own.name, day, path, act) for about in abouts if (day := _day(about))}


def _told(name: str, day: dt.date, path: str, act: str) -> Told:
    words = {"name": name, "day": wording().full_day(day)}
    says = _("Until %(day)s you can read and take things along; nobody changes anything. An owner can take it back.")
    return Told(_("%(name)s will be deleted here on %(day)s") % words, says % words, path, act, severity="high")


def _day(about: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(about)
    except ValueError:
        return None


KIND = Kind(
    "organization_closing", gettext_lazy("My organization is about to be deleted"), "organization", Rate.AT_ONCE, tell
)
