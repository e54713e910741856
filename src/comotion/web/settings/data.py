"""Everything of the organization: packed and handed out, deleted for good, or kept after all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.jobs import cancel, progress_of
from comotion.core.models import Job
from comotion.core.policy import may, policy
from comotion.estate.exporting import (
    UnableToExport,
    ask_for_export,
    failure_of,
    hand_out,
    is_at_work,
    is_there,
    jobs_of,
    remove_export,
)
from comotion.estate.models import Export
from comotion.estate.removal import UnableToDelete, ask_to_delete, keep_after_all, leaving
from comotion.web.settings.second_factor import ask_for_second_factor, has_second_factor

SHOWN = 10


class DeleteForm(forms.Form):
    """The name of the organization, typed, and that one has read what goes."""

    typed = forms.CharField(label=gettext_lazy("Name of the organization"), max_length=250)
    understood = forms.BooleanField(label=gettext_lazy("I have read what goes and what stays."))


def _back(organization: str) -> str:
    return reverse("settings:data", kwargs={"organization": organization})


def _line(export: Export, job: Job | None) -> dict[str, Any]:
    done, total, word = progress_of(job) if job else (0, 0, "")
    return {
        "export": export,
        "is_there": is_there(export, now()),
        "is_at_work": is_at_work(job),
        "failure": failure_of(export, job),
        "done": done,
        "total": total,
        "word": word,
    }


def _tabs(request: HttpRequest, section: str) -> dict[str, Any]:
    return {"section": section, "may_read_log": may(request.principal, "read", "audit-log")}  # type: ignore[attr-defined]


@policy("estate", GET="read")
def data(request: HttpRequest, organization: str) -> HttpResponse:
    """Show what can be done with everything of the organization, and the exports that are kept."""
    del organization
    principal = request.principal  # type: ignore[attr-defined]
    exports = Export.objects.select_related("asked_by").exclude(job_ref="").order_by("-asked_at", "-pk")[:SHOWN]
    jobs = jobs_of(exports)
    context = _tabs(request, "data") | {
        "lines": [_line(export, jobs.get(export.ref)) for export in exports],
        "has_second_factor": has_second_factor(request),
        "closes_at": request.membership.organization.closes_at,  # type: ignore[attr-defined]
        "may_delete": may(principal, "delete", "estate"),
        "may_keep": may(principal, "change", "estate"),
    }
    return render(request, "settings/data.html", context)


@policy("estate", POST="export")
def export(request: HttpRequest, organization: str) -> HttpResponse:
    """Ask for an archive of everything."""
    if way := ask_for_second_factor(request, _back(organization)):
        return way
    try:
        ask_for_export(at=now())
    except UnableToExport as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Everything is being packed. You are told here and by mail when it is ready."))
    return redirect("settings:data", organization=organization)


@policy("estate", GET="export")
def progress(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show how far an export is; the page asks for this while it is open, and it is no page of its own."""
    found = visible_or_404(Export, "export", "estate", ref=ref)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("settings:data", organization=organization)
    return render(request, "settings/export.html", {"line": _line(found, jobs_of([found]).get(ref))})


@policy("estate", POST="export")
def cancel_export(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Stop packing."""
    found = visible_or_404(Export, "export", "estate", ref=ref)
    job = jobs_of([found]).get(ref)
    if job is not None and is_at_work(job):
        cancel(job=job)
        messages.success(request, _("It stops."))
    return redirect("settings:data", organization=organization)


@policy("estate", GET="export")
def download(request: HttpRequest, organization: str, ref: str) -> HttpResponseBase:
    """Hand an archive out."""
    found = visible_or_404(Export, "export", "estate", ref=ref)
    if way := ask_for_second_factor(request, _back(organization)):
        return way
    try:
        content = hand_out(export=found, at=now())
    except UnableToExport as refused:
        messages.error(request, str(refused))
        return redirect("settings:data", organization=organization)
    name = f"{organization}-{found.asked_at:%Y-%m-%d}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


@policy("estate", POST="export")
def remove(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Remove an archive before its time."""
    found = visible_or_404(Export, "export", "estate", ref=ref)
    remove_export(export=found, at=now())
    messages.success(request, _("The archive was removed."))
    return redirect("settings:data", organization=organization)


@policy("estate", GET="delete", POST="delete")
def delete(request: HttpRequest, organization: str) -> HttpResponse:
    """Say what goes and what stays; then ask for the organization to be deleted."""
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if way := ask_for_second_factor(request, reverse("settings:delete", kwargs={"organization": organization})):
            return way
        try:
            closing = ask_to_delete(typed=form.cleaned_data["typed"], at=now())
        except UnableToDelete as refused:
            form.add_error("typed", str(refused))
        else:
            assert closing.closes_at is not None
            messages.success(request, _("Everybody is told. Until its day you can take it back here."))
            return redirect("settings:data", organization=organization)
    context = _tabs(request, "data") | {
        "form": form,
        "leaving": leaving(),
        "grace_days": settings.GRACE_DAYS,
        "has_second_factor": has_second_factor(request),
    }
    return render(request, "settings/delete.html", context)


@policy("estate", POST="change")
def keep(request: HttpRequest, organization: str) -> HttpResponse:
    """Take the deletion back; keeping needs no second factor, because nothing is lost by it."""
    try:
        keep_after_all(at=now())
    except UnableToDelete as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Nothing is deleted. Everybody can work as before."))
    return redirect("settings:data", organization=organization)
