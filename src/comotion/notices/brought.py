"""Webhooks of an organization that was brought here: they wait until somebody has given receivers the new secret."""

from __future__ import annotations

import datetime as dt

from comotion.core.principal import Principal, acting_as
from comotion.notices.models import Webhook
from comotion.notices.webhooks import pause_webhook, renew_secret


def pause_brought_webhooks(*, organization_id: int, at: dt.datetime) -> int:
    """Give every webhook a secret of this installation and tell it nothing for now; return how many there are."""
    with acting_as(Principal(organization_id, "owner")):
        webhooks = list(Webhook.objects.order_by("pk"))
        for webhook in webhooks:
            renew_secret(webhook=webhook, at=at)
            pause_webhook(webhook=webhook, at=at)
    return len(webhooks)
