"""An invitation into a room was answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.partnerships.enums import InvitationState
from comotion.partnerships.models import Invitation

TITLES = {
    InvitationState.ACCEPTED: gettext_lazy("Your invitation was accepted: %(room)s"),
    InvitationState.DECLINED: gettext_lazy("Your invitation was declined: %(room)s"),
    InvitationState.REFUSED: gettext_lazy("Your invitation was refused by a party: %(room)s"),
}
SENTENCES = {
    InvitationState.ACCEPTED: gettext_lazy("%(who)s has come into %(room)s."),
    InvitationState.DECLINED: gettext_lazy("%(who)s will not come into %(room)s."),
    InvitationState.REFUSED: gettext_lazy("A party of %(room)s does not want %(who)s in it, so nothing was sent."),
}


def _tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    if not may(current_principal(), "read", "room"):
        return {}
    rows = Invitation.objects.filter(ref__in=abouts, state__in=TITLES).select_related("partnership")
    return {row.ref: _told(row, organization) for row in rows}


def _told(row: Invitation, organization: str) -> Told:
    room, state = row.partnership, InvitationState(row.state)
    words = {"room": room.name, "who": row.person_name or row.address}
    said = f" {_('They wrote: “%(answer)s”') % {'answer': row.answer}}" if row.answer else ""
    path = reverse("room:people", kwargs={"organization": organization, "ref": room.ref})
    return Told(
        str(TITLES[state]) % words, f"{SENTENCES[state] % words}{said}", path, _("See who is in the room"), room.name
    )


KIND = Kind("room_answered", gettext_lazy("An invitation I may see is answered"), "invitation", Rate.AT_ONCE, _tell)
