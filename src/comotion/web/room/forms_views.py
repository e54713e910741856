"""Entering things in a room; each form is a page of its own, so that it works before any script has run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.drafts import draft_of, drop_draft
from comotion.core.policy import policy
from comotion.ledger.operations import UnableToEnter, enter_ledger_entry, grade
from comotion.measures.operations import UnableToRecord, record_reading
from comotion.partnerships.models import Partnership, Standing
from comotion.partnerships.operations import change_standing
from comotion.portfolio.operations import refresh
from comotion.web.room.forms import EntryForm, HorizonForm, ReadingForm, StandingForm


@policy("measures", GET="create", POST="create")
def enter_reading(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Enter one reading of a measure."""
    partnership = visible_or_404(Partnership, "create", "measures", ref=ref)
    form = ReadingForm(request.POST or None, initial=_initial(request, ref, kpi=request.GET.get("kpi", "")))
    save = _saving(request, record_reading, partnership)
    return _answer(request, form, save, Place(organization, partnership, "metrics", gettext_lazy("Enter a reading")))


@policy("standing", GET="change", POST="change")
def grade_horizon(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Grade one horizon, with its evidence."""
    partnership = visible_or_404(Partnership, "change", "standing", ref=ref)
    usual = _initial(request, ref, horizon=request.GET.get("horizon", "h1"), date=today())
    form = HorizonForm(request.POST or None, initial=usual)
    save = _saving(request, grade, partnership)
    return _answer(request, form, save, Place(organization, partnership, "value", gettext_lazy("Grade a horizon")))


@policy("standing", GET="change", POST="change")
def enter_entry(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Enter a contribution or a return."""
    partnership = visible_or_404(Partnership, "change", "standing", ref=ref)
    form = EntryForm(request.POST or None, initial=_initial(request, ref, date=today()))
    save = _saving(request, enter_ledger_entry, partnership)
    title = gettext_lazy("Enter a contribution or a return")
    return _answer(request, form, save, Place(organization, partnership, "value", title))


@policy("standing", GET="change", POST="change")
def edit_standing(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Change what one's own organization holds about the partnership."""
    partnership = visible_or_404(Partnership, "change", "standing", ref=ref)
    standing = Standing.objects.filter(partnership=partnership).first()
    form = StandingForm(request.POST or None, instance=standing, initial=_initial(request, ref))
    save = _saving(request, change_standing, partnership)
    return _answer(
        request, form, save, Place(organization, partnership, "value", gettext_lazy("What we hold about it"))
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form belongs: its room, the section it leads back to, its title."""

    organization: str
    partnership: Partnership
    section: str
    title: Promise


def _draft_name(request: HttpRequest, ref: str) -> str:
    """Return under which name the draft of this page's form is kept."""
    assert request.resolver_match is not None
    return f"{request.resolver_match.url_name}-{ref}"


def _initial(request: HttpRequest, ref: str, **usual: Any) -> dict[str, Any]:
    """Return what a form begins with: what was typed and not sent, else what is usual."""
    draft = draft_of(_draft_name(request, ref))
    return usual | (draft.content if draft else {})


def _saving(request: HttpRequest, operation: Callable[..., Any], partnership: Partnership) -> Callable[..., None]:
    def save(fields: dict[str, Any]) -> None:
        operation(partnership=partnership, at=now(), by=request.user, **fields)

    return save


def _answer(
    request: HttpRequest, form: forms.BaseForm, save: Callable[[dict[str, Any]], None], place: Place
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except (UnableToRecord, UnableToEnter) as refused:
            form.add_error(None, str(refused))
        else:
            drop_draft(_draft_name(request, place.partnership.ref))
            refresh(as_of=today(), at=now(), partnerships=[place.partnership.pk])
            messages.success(request, _("Kept. The figures of %(name)s are up to date.") % {"name": place.partnership})
            return redirect(f"room:{place.section}", organization=place.organization, ref=place.partnership.ref)
    name = _draft_name(request, place.partnership.ref)
    context = {"form": form, "place": place, "partnership": place.partnership, "draft_name": name}
    context["draft"] = None if form.is_bound else draft_of(name)
    return render(request, "room/form.html", context)
