"""The settings of the methods: what a change would do before it is applied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.clock import now, today
from comotion.core.drafts import draft_of, drop_draft
from comotion.core.models import Draft
from comotion.core.policy import may, policy
from comotion.portfolio.queries import portfolio_summary
from comotion.portfolio.settings import preview_settings
from comotion.scores.models import ProgramSettings
from comotion.scores.settings import apply_settings, current_settings
from comotion.web.settings.forms import SettingsForm
from comotion.web.settings.presentation import effect_of, page_of

DRAFT = "settings"


@policy("settings", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Show weights, limits, tiers and phases as they are in force."""
    del organization
    draft = draft_of(DRAFT)
    form = SettingsForm(current_settings(), draft=draft.content if draft else None)
    return _page(request, form, draft=draft)


@policy("settings", POST="read")
def preview(request: HttpRequest, organization: str) -> HttpResponse:
    """Show what the draft would do to every score, tier and warning; nothing is written."""
    del organization
    form = SettingsForm(current_settings(), request.POST)
    if not form.is_valid() or not form.is_changed:
        return _page(request, form)
    effect = preview_settings(form.draft, as_of=today()) if portfolio_summary().partnerships else None
    return _page(request, form, effect=effect_of(effect) if effect else None)


@policy("settings", POST="change")
def apply(request: HttpRequest, organization: str) -> HttpResponse:
    """Put the draft in force; what was published stays as it was."""
    form = SettingsForm(current_settings(), request.POST)
    if form.is_valid() and form.is_changed and not form.cleaned_data["reason"].strip():
        form.add_error("reason", _("Say why: it is kept with the change and shown beside every score it touches."))
    if not form.is_valid() or not form.is_changed:
        return _page(request, form)
    by = request.membership.person  # type: ignore[attr-defined]
    apply_settings(draft=form.draft, reason=form.cleaned_data["reason"], as_of=today(), at=now(), by=by)
    drop_draft(DRAFT)
    messages.success(request, _("Applied. Every score now says which settings it used."))
    return redirect("settings:index", organization=organization)


def _page(request: HttpRequest, form: SettingsForm, effect: object = None, draft: Draft | None = None) -> HttpResponse:
    context = (
        page_of(form)
        | _tabs(request, "index")
        | {
            "form": form,
            "effect": effect,
            "is_draft": form.is_changed,
            "may_apply": may(request.principal, "change", "settings"),  # type: ignore[attr-defined]
            "versions": ProgramSettings.objects.select_related("applied_by").order_by("-version"),
            "draft": draft,
            "draft_name": DRAFT,
        }
    )
    return render(request, "settings/index.html", context)


def _tabs(request: HttpRequest, section: str) -> dict[str, Any]:
    """Return which tab is open, and whether the log is among them for this person."""
    return {"section": section, "may_read_log": may(request.principal, "read", "audit-log")}  # type: ignore[attr-defined]
