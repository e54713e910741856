"""Opening a page of an audit: the audit of the address, its sides, its steps; and answering a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from comotion.audits.models import Audit
from comotion.audits.operations import UnableToAudit
from comotion.audits.progress import Progress, Step, progress_of
from comotion.audits.queries import AuditView, audit_view
from comotion.core.access import visible_or_404
from comotion.core.policy import may

TITLES: dict[str, Promise] = {
    "goal": gettext_lazy("Goal"),
    "respondents": gettext_lazy("People"),
    "questionnaire": gettext_lazy("Questionnaire"),
    "interviews": gettext_lazy("Interviews"),
    "touchpoints": gettext_lazy("Touchpoints"),
    "signals": gettext_lazy("Signals"),
    "artifacts": gettext_lazy("Artifacts"),
    "incentives": gettext_lazy("Incentives"),
    "ownership": gettext_lazy("Ownership"),
    "report": gettext_lazy("Report"),
}


@dataclass(frozen=True, slots=True)
class StepTab:
    """One step as the pages list it."""

    name: str
    title: Promise
    state: str
    is_current: bool
    is_private: bool


@dataclass(frozen=True, slots=True)
class AuditPage:
    """One page of an audit."""

    view: AuditView
    progress: Progress
    current: str
    may_change: bool

    @property
    def steps(self) -> list[StepTab]:
        """Return the steps in order."""
        return [
            StepTab(one.name, TITLES[one.name], one.state, one.name == self.current, one.name == "incentives")
            for one in self.progress.steps
        ]

    @property
    def step(self) -> Step:
        """Return the step that is open."""
        return self.progress.step(self.current)

    @property
    def following(self) -> StepTab | None:
        """Return the step after the one that is open."""
        names = [one.name for one in self.steps]
        place = names.index(self.current) + 1 if self.current in names else len(names)
        return self.steps[place] if place < len(names) else None


def open_audit(
    request: HttpRequest, ref: str, current: str, action: str = "read", *, resource: str = "audits"
) -> AuditPage:
    """Return a page of an audit, or answer 404."""
    audit = visible_or_404(Audit, action, resource, ref=ref)
    return page_of(request, audit, current, resource=resource)


def page_of(request: HttpRequest, audit: Audit, current: str, *, resource: str = "audits") -> AuditPage:
    """Return a page of an audit that was opened by something of it."""
    view = audit_view(audit)
    may_change = may(request.principal, "change", resource) and not view.is_issued  # type: ignore[attr-defined]
    return AuditPage(view, progress_of(view), current, may_change)


def answer(
    request: HttpRequest, page: AuditPage, form: forms.Form, save: Callable[[dict[str, Any]], Any], **context: Any
) -> HttpResponse:
    """Save a form and come back to its step, or show it with what is wrong; ``template`` where it is not the step's."""
    name, organization = page.current, _organization(request)
    template = context.pop("template", name)
    if request.method == "POST" and form.is_valid():
        try:
            said = save(form.cleaned_data)
        except UnableToAudit as refused:
            form.add_error(None, str(refused))
        else:
            if isinstance(said, str):
                messages.success(request, said)
            return redirect(f"friction-audit:{name}", organization=organization, ref=page.view.ref)
    return render(request, f"friction_audit/{template}.html", {"page": page, "form": form, **context})


def do(request: HttpRequest, audit: Audit, step: str, deed: Callable[[], Any], said: str) -> HttpResponse:
    """Do what a button asks for and come back to its step, with what was done or why not."""
    try:
        deed()
    except UnableToAudit as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(f"friction-audit:{step}", organization=_organization(request), ref=audit.ref)


def _organization(request: HttpRequest) -> str:
    slug: str = request.membership.organization.slug  # type: ignore[attr-defined]
    return slug
