"""A webhook was paused, because nobody answered there for days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.policy import may
from comotion.core.principal import current_principal
from comotion.notices.enums import Rate
from comotion.notices.kind import Kind, Told
from comotion.notices.models import Webhook


def tell(abouts: Collection[str], organization: str) -> Mapping[str, Told]:
    """Say which webhook hears nothing more."""
    if not may(current_principal(), "read", "webhooks"):
        return {}
    return {one.ref: _told(one, organization) for one in Webhook.objects.filter(ref__in=abouts)}


def _told(webhook: Webhook, organization: str) -> Told:
    return Told(
        title=_("Your webhook to %(host)s is paused") % {"host": urlsplit(webhook.url).hostname},
        says=_("Nothing there took what was sent, for days. Look at the log, mend the receiver, then resume it."),
        path=reverse("webhooks:webhook", kwargs={"organization": organization, "ref": webhook.ref}),
        act=_("See the log"),
        severity="medium",
    )


KIND = Kind("webhook_paused", gettext_lazy("A webhook of mine is paused"), "webhook", Rate.AT_ONCE, tell)
