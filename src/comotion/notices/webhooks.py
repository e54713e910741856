"""Webhooks of an organization: made, paused, tested and removed by the person they act for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from comotion.core.audit import record
from comotion.core.policy import require
from comotion.core.principal import current_principal
from comotion.core.sealing import sealed
from comotion.notices.connecting import UnableToReach, check_url
from comotion.notices.delivering import ask_to_deliver
from comotion.notices.enums import DeliveryState
from comotion.notices.happenings import HAPPENINGS, TEST
from comotion.notices.models import Delivery, Webhook
from comotion.notices.signing import WEBHOOKS, new_secret

MOST_WEBHOOKS = 20


class UnableToKeepWebhook(ValueError):
    """The webhook stays as it was; the message says why."""


@transaction.atomic
def create_webhook(*, url: str, events: Collection[str], at: dt.datetime) -> tuple[Webhook, str]:
    """Make a webhook of whoever acts; return it with its secret, which is shown once."""
    principal = current_principal()
    require(principal, "create", "webhooks")
    _refuse_unfit(url, events)
    assert principal.person_id is not None
    if Webhook.objects.filter(author_id=principal.person_id).count() >= MOST_WEBHOOKS:
        raise UnableToKeepWebhook(_("You have as many webhooks as one person may. Remove one first."))
    secret = new_secret()
    webhook = Webhook.objects.create(
        owner_org_id=principal.organization_id,
        author_id=principal.person_id,
        url=url,
        events=sorted(events),
        sealed_secret=sealed(secret, WEBHOOKS),
        created_at=at,
    )
    record("webhook.created", "webhook", webhook.ref, at=at, url=url, events=sorted(events))
    return webhook, secret


def _refuse_unfit(url: str, events: Collection[str]) -> None:
    if current_principal().person_id is None:
        raise UnableToKeepWebhook(_("A webhook hears what a person may see. Say who."))
    if not events or set(events) - HAPPENINGS.keys():
        raise UnableToKeepWebhook(_("Choose at least one thing to hear of."))
    try:
        check_url(url, settings.WEBHOOK_NETWORKS)
    except UnableToReach as refused:
        raise UnableToKeepWebhook(str(refused)) from refused


@transaction.atomic
def renew_secret(*, webhook: Webhook, at: dt.datetime) -> str:
    """Give a webhook a new secret; the old one no longer signs anything."""
    require(current_principal(), "change", "webhooks")
    secret = new_secret()
    Webhook.objects.filter(pk=webhook.pk).update(sealed_secret=sealed(secret, WEBHOOKS))
    record("webhook.secret_renewed", "webhook", webhook.ref, at=at)
    return secret


@transaction.atomic
def pause_webhook(*, webhook: Webhook, at: dt.datetime) -> None:
    """Tell a webhook nothing more until it is resumed; what happens meanwhile is not kept for it."""
    require(current_principal(), "change", "webhooks")
    Webhook.objects.filter(pk=webhook.pk, paused_at=None).update(paused_at=at)
    record("webhook.paused", "webhook", webhook.ref, at=at)


@transaction.atomic
def resume_webhook(*, webhook: Webhook, at: dt.datetime) -> None:
    """Go on telling a webhook."""
    require(current_principal(), "change", "webhooks")
    Webhook.objects.filter(pk=webhook.pk).update(paused_at=None, failures=0)
    record("webhook.resumed", "webhook", webhook.ref, at=at)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, at: dt.datetime) -> None:
    """Remove a webhook with the log of what it was told."""
    require(current_principal(), "delete", "webhooks")
    record("webhook.removed", "webhook", webhook.ref, at=at, url=webhook.url)
    webhook.delete()


def try_webhook(*, webhook: Webhook, at: dt.datetime) -> Delivery:
    """Send an event that means nothing, to try the way."""
    require(current_principal(), "change", "webhooks")
    return ask_to_deliver(webhook, event=TEST, subject=webhook.ref, key=f"{TEST}:{at.isoformat()}", at=at)


def deliver_again(*, delivery: Delivery, at: dt.datetime) -> None:
    """Try a delivery once more that was given up."""
    require(current_principal(), "change", "webhooks")
    if not Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.GIVEN_UP).update(
        state=DeliveryState.WAITING, attempts=0, next_at=at
    ):
        raise UnableToKeepWebhook(_("Only what was given up is sent again by hand."))
    ask_to_deliver(delivery.webhook, event=delivery.event, subject=delivery.subject, key=delivery.key, at=at)
