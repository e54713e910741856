"""Deliveries: an event's type, id and time, signed, to one webhook, again and again with longer and longer pauses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.conf import settings
from django.db.models import F

from comotion.core.jobs import enqueue
from comotion.core.principal import Principal, acting_as
from comotion.core.sealing import opened
from comotion.identity.queries import person_principal
from comotion.notices.connecting import UnableToReach, check_url, post
from comotion.notices.enums import DeliveryState
from comotion.notices.happenings import is_visible
from comotion.notices.models import Delivery, Webhook
from comotion.notices.queries import OPEN_DELIVERIES, STALE, due_deliveries
from comotion.notices.signing import WEBHOOKS, signature
from comotion.notices.telling import Occasion, tell_person

DELIVER = "webhooks.deliver"
PAUSES = tuple(dt.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""How long to wait after each failure; after the last one the delivery is given up."""
MOST_GIVEN_UP = 3
GONE = 410


def announce(*, event: str, occasions: Sequence[Occasion], organization_id: int, at: dt.datetime) -> int:
    """Queue an event for every webhook of an organization that wants to hear of it; return how many deliveries."""
    with acting_as(Principal(organization_id, "owner")):
        hooks = [one for one in Webhook.objects.filter(paused_at=None).order_by("pk") if event in one.events]
    told = 0
    for webhook in hooks:
        author = person_principal(webhook.author_id, organization_id)
        if author is None:
            continue
        with acting_as(author):
            for one in occasions:
                if is_visible(event, one.about):
                    ask_to_deliver(webhook, event=event, subject=one.about, key=one.key, at=at)
                    told += 1
    return told


def ask_to_deliver(webhook: Webhook, *, event: str, subject: str, key: str, at: dt.datetime) -> Delivery:
    """Make the delivery, once per key, and ask for it to be sent, as whoever acts."""
    delivery, _created = Delivery.objects.get_or_create(
        owner_org_id=webhook.owner_org_id,
        webhook=webhook,
        key=key,
        defaults={
            "author_id": webhook.author_id, "event": event, "subject": subject, "happened_at": at, "next_at": at,
        },
    )  # fmt: skip
    enqueue(DELIVER, {"delivery": delivery.ref}, at=at)
    return delivery


def ask_for_due(*, at: dt.datetime) -> int:
    """Ask again for every delivery whose pause is over, each in the name of its webhook's author."""
    asked = 0
    for delivery in due_deliveries(at):
        author = person_principal(delivery.author_id, delivery.owner_org_id)
        if author is not None:
            with acting_as(author):
                enqueue(DELIVER, {"delivery": delivery.ref}, at=at)
            asked += 1
    return asked


def deliver(*, ref: str, at: dt.datetime) -> str:
    """Deliver once, if it is due, nobody else is at it, and the author may still see what it is about."""
    delivery = Delivery.objects.select_related("webhook").filter(ref=ref).first()
    if delivery is None or not _claim(delivery, at):
        return str(delivery.state) if delivery else DeliveryState.DROPPED
    if delivery.webhook.paused_at is not None or not is_visible(delivery.event, delivery.subject):
        return _note(delivery, DeliveryState.DROPPED, at)
    secret = opened(delivery.webhook.sealed_secret, WEBHOOKS)
    if not secret:
        return _failed(delivery, None, "Its secret was made by another installation: make a new one.", at)
    try:
        status = post(check_url(delivery.webhook.url, settings.WEBHOOK_NETWORKS), *_message(delivery, secret, at))
    except UnableToReach as failed:
        return _failed(delivery, None, str(failed), at)
    if 200 <= status < 300:
        Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)
        return _note(delivery, DeliveryState.DELIVERED, at, status=status)
    return _failed(delivery, status, "", at)


def _claim(delivery: Delivery, at: dt.datetime) -> bool:
    due = Delivery.objects.filter(pk=delivery.pk, state__in=OPEN_DELIVERIES, next_at__lte=at)
    claimed = {"state": DeliveryState.SENDING, "next_at": at + STALE, "attempts": F("attempts") + 1}
    if not due.update(**claimed):
        return False
    delivery.attempts += 1
    return True


def _message(delivery: Delivery, secret: str, at: dt.datetime) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(
        {"type": delivery.event, "id": delivery.subject, "time": delivery.happened_at.isoformat()}
    ).encode()
    moment = int(at.timestamp())
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "Comotion-Webhooks/1",
        "webhook-id": delivery.ref,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, delivery.ref, moment, body),
    }


def _note(delivery: Delivery, state: DeliveryState, at: dt.datetime, status: int | None = None) -> str:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, answered_at=at, status=status, problem="")
    return state


def _failed(delivery: Delivery, status: int | None, problem: str, at: dt.datetime) -> str:
    is_last = delivery.attempts > len(PAUSES) or status == GONE
    state = DeliveryState.GIVEN_UP if is_last else DeliveryState.WAITING
    following = at if is_last else at + PAUSES[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, answered_at=at, status=status, problem=problem[:200], next_at=following
    )
    if is_last:
        _give_up(delivery.webhook, at, is_gone=status == GONE)
    return state


def _give_up(webhook: Webhook, at: dt.datetime, *, is_gone: bool) -> None:
    """Pause a webhook that says it is gone, or after several deliveries in a row were given up, and tell its author."""
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    if is_gone or webhook.failures + 1 >= MOST_GIVEN_UP:
        Webhook.objects.filter(pk=webhook.pk).update(paused_at=at)
        tell_person(
            kind="webhook_paused", person_id=webhook.author_id, organization_id=webhook.owner_org_id,
            occasions=[Occasion(webhook.ref, f"{webhook.ref}:{at.isoformat()}")], at=at,
        )  # fmt: skip
