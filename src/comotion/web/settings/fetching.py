"""Reading a page of an organization's own, by the same road as webhooks: never into our own network."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from comotion.notices.connecting import UnableToReach, ask, check_url


def fetched(address: str) -> bytes:
    """Return what is found at an address; anything but a plain answer is refused."""
    answer = ask(check_url(address, settings.SIGN_ON_NETWORKS), headers={"Accept": "*/*"})
    if answer.status != 200:
        raise UnableToReach(
            _("%(address)s answered %(status)s; it has to answer by itself, without leading on.")
            % {"address": address, "status": answer.status}
        )
    return answer.body
