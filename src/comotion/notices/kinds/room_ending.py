"""A room ends on a day, goes on after all, or has ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say how it stands with the end of a room now."""
    if not may(current_principal(), "read", "room"):
        return {}
    rows = Partnership.objects.filter(ref__in=abouts).values_list("ref", "name", "state")
    return {ref: _told(ref, name, state, organization) for ref, name, state in rows}


def _told(ref: str, name: str, state: str, organization: str) -> Told:
    words = {"name": name}
    if state == PartnershipState.ENDED:
        title, says = _("Ended: %(name)s"), _("What was shared stays to be read by everyone who was in the room.")
    elif state == PartnershipState.TERMINATING:
        title, says = (
            _("Ending: %(name)s"),
            _("The room will end. Its page says on which day, what stays and what goes."),
        )
    else:
        title, says = _("Goes on: %(name)s"), _("The room goes on after all. Nothing was lost.")
    path = reverse("room:overview", kwargs={"organization": organization, "ref": ref})
    return Told(title % words, says, path, _("Open the room"), where=name)


KIND = Kind("room_ending", gettext_lazy("A room ends, or goes on after all"), "room", Rate.AT_ONCE, tell)
