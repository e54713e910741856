"""The report: issued once, read as a page, on slides and on paper."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from comotion.audits.issuing import issue, since_baseline
from comotion.audits.queries import issued_report
from comotion.audits.shown import ReportShown
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.reports.friction_page import ReportPage
from comotion.reports.report import Asked, reports
from comotion.web.friction_audit.opening import AuditPage, do, open_audit
from comotion.web.friction_audit.presentation import page_address, sides_by_key
from comotion.web.shared.downloads import report_file
from comotion.web.shared.reader import wording


@policy("audits", GET="read")
def report(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show the issued report, or what it still needs."""
    page = open_audit(request, ref, "report")
    found = issued_report(page.view.audit)
    if found is None:
        return render(request, "friction_audit/before_report.html", {"page": page})
    shown = _shown(page, *found)
    actions = [(one, page_address(one.page, organization, page.view)) for one in shown.actions]
    context = {"page": page, "report": shown, "actions": actions, "links": {"causes": "#causes", "levels": "#levels"}}
    context["can_hand_out"] = may(request.principal, "change", "audits")  # type: ignore[attr-defined]
    return render(request, "friction_audit/report.html", context)


def _shown(page: AuditPage, found: ReportShown, issued_at: dt.datetime) -> ReportPage:
    since = since_baseline(page.view.audit)
    return ReportPage(found, issued_at, since, sides_by_key(page.view), wording())


@policy("audits", POST="change")
def issue_report(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Issue the report."""
    del organization
    audit = open_audit(request, ref, "report", "change").view.audit
    said = _("The report is issued and stays as it is.")
    return do(request, audit, "report", lambda: issue(audit=audit, at=now()), said)


@policy("audits", GET="read")
def slides(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show the report in slide-sized pieces, for the joint session."""
    del organization
    page = open_audit(request, ref, "report")
    found = issued_report(page.view.audit)
    if found is None:
        return render(request, "friction_audit/before_report.html", {"page": page})
    return render(request, "friction_audit/slides.html", {"page": page, "report": _shown(page, *found)})


@policy("audits", GET="export")
def report_document(request: HttpRequest, organization: str, ref: str, ending: str) -> HttpResponse:
    """Hand out the report as a document."""
    page = open_audit(request, ref, "report", "export")
    if ending not in reports()["friction"].forms:
        raise Http404
    if issued_report(page.view.audit) is None:
        messages.error(request, _("The report is not issued yet, so there is no document of it."))
        return redirect("friction-audit:report", organization=organization, ref=ref)
    name = f"friction-report-{slugify(page.view.audit.partnership.name) or ref}"
    return report_file("friction", ending, Asked(today=today(), partnership=ref), name)
