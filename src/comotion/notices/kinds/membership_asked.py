"""Somebody of the same company asks to be let in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.identity.models import Membership
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say who asks."""
    if not may(current_principal(), "change", "members"):
        return {}
    wanted = [int(about) for about in abouts if about.isascii() and about.isdigit()]
    asking = Membership.objects.filter(person_id__in=wanted).select_related("person")
    path = reverse("settings:people", kwargs={"organization": organization})
    return {
        str(one.person_id): Told(
            _("%(name)s asks to join") % {"name": one.person},
            _("%(email)s has an address of your company and asks to act for it.") % {"email": one.person.email},
            path,
            _("Decide"),
        )
        for one in asking
    }


KIND = Kind("membership_asked", gettext_lazy("Somebody asks to join my organization"), "member", Rate.AT_ONCE, tell)
