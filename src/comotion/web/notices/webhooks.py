"""Webhooks: what an organization's other systems are told, and the log of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import may, policy
from comotion.core.principal import current_principal
from comotion.notices.happenings import HAPPENINGS
from comotion.notices.models import Delivery, Webhook
from comotion.notices.queries import log_of, visible_webhooks
from comotion.notices.webhooks import (
    UnableToKeepWebhook,
    create_webhook,
    deliver_again,
    pause_webhook,
    remove_webhook,
    renew_secret,
    resume_webhook,
    try_webhook,
)
from comotion.web.notices.forms import WebhookForm


@policy("webhooks", GET="read", POST="create")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """List webhooks, and make one; its secret is on the answer's page and never again."""
    del organization
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook, secret = create_webhook(**form.cleaned_data, at=now())
        except UnableToKeepWebhook as refused:
            form.add_error("url", str(refused))
        else:
            return _page(request, webhook, secret=secret)
    context = {
        "form": form,
        "webhooks": visible_webhooks(),
        "may_create": may(current_principal(), "create", "webhooks"),
        "section": "webhooks",
        "may_read_log": may(current_principal(), "read", "audit-log"),
    }
    return render(request, "notices_pages/webhooks.html", context)


@policy("webhooks", GET="read")
def webhook(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show one webhook with the log of its deliveries."""
    del organization
    return _page(request, visible_or_404(Webhook, "read", "webhooks", ref=ref))


def _page(request: HttpRequest, found: Webhook, secret: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "webhook": found,
        "secret": secret,
        "log": log_of(found),
        "titles": [HAPPENINGS[event].title for event in found.events if event in HAPPENINGS],
        "may_change": may(current_principal(), "change", "webhooks"),
    }
    return render(request, "notices_pages/webhook.html", context)


@policy("webhooks", POST="change")
def renew(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Make a new secret and show it once."""
    del organization
    found = visible_or_404(Webhook, "change", "webhooks", ref=ref)
    return _page(request, found, secret=renew_secret(webhook=found, at=now()))


@policy("webhooks", POST="change")
def pause(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Tell a webhook nothing more for now."""
    del request
    pause_webhook(webhook=visible_or_404(Webhook, "change", "webhooks", ref=ref), at=now())
    return redirect("webhooks:webhook", organization=organization, ref=ref)


@policy("webhooks", POST="change")
def resume(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Go on telling a webhook."""
    del request
    resume_webhook(webhook=visible_or_404(Webhook, "change", "webhooks", ref=ref), at=now())
    return redirect("webhooks:webhook", organization=organization, ref=ref)


@policy("webhooks", POST="change")
def test(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Send an event that means nothing."""
    try_webhook(webhook=visible_or_404(Webhook, "change", "webhooks", ref=ref), at=now())
    messages.success(request, _("A test is on its way. Its line in the log says what came of it."))
    return redirect("webhooks:webhook", organization=organization, ref=ref)


@policy("webhooks", POST="delete")
def remove(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Remove a webhook with its log."""
    remove_webhook(webhook=visible_or_404(Webhook, "delete", "webhooks", ref=ref), at=now())
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("webhooks:index", organization=organization)


@policy("webhooks", POST="change")
def again(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Send once more what was given up."""
    delivery = visible_or_404(Delivery, "change", "webhooks", ref=ref)
    try:
        deliver_again(delivery=delivery, at=now())
    except UnableToKeepWebhook as refused:
        messages.error(request, str(refused))
    return redirect("webhooks:webhook", organization=organization, ref=delivery.webhook.ref)
