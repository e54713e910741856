"""Low-tech: sheets out and back in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.audits.operations import UnableToAudit
from comotion.audits.sheets import SHEETS, SheetResult, read_sheet, sheet_kind
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.reports.audit_sheets import interview_guide, questionnaire_paper, sheet_workbook
from comotion.reports.report import MEDIA_TYPES
from comotion.web.friction_audit.opening import AuditPage, open_audit
from comotion.web.shared.reader import wording

LARGEST = 5 * 1024 * 1024
PAPERS = {"answers": questionnaire_paper, "interviews": interview_guide}


@policy("audits", GET="read", POST="change")
def sheets(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Offer every sheet, and take one back."""
    page = open_audit(request, ref, "sheets", "change" if request.method == "POST" else "read")
    result: SheetResult | None = None
    if request.method == "POST":
        try:
            result = _taken(request, page)
        except UnableToAudit as refused:
            messages.error(request, str(refused))
        else:
            said = ngettext("%(count)s row was taken.", "%(count)s rows were taken.", result.taken)
            messages.success(request, said % {"count": result.taken})
            if not result.refused:
                return redirect("friction-audit:sheets", organization=organization, ref=ref)
    kinds = [one for one in SHEETS if may(request.principal, "read", one.resource)]  # type: ignore[attr-defined]
    context = {"page": page, "kinds": kinds, "papers": PAPERS, "result": result}
    return render(request, "friction_audit/sheets.html", context)


def _taken(request: HttpRequest, page: AuditPage) -> SheetResult:
    kind, upload = sheet_kind(request.POST.get("sheet", "")), request.FILES.get("file")
    if kind is None or not may(request.principal, "change", kind.resource):  # type: ignore[attr-defined]
        raise UnableToAudit(_("Choose which sheet the file is."))
    if upload is None or (upload.size or 0) > LARGEST:
        raise UnableToAudit(_("Choose a file of at most 5 MB."))
    return read_sheet(view=page.view, kind=kind, data=upload.read(), name=upload.name or "sheet.xlsx", at=now())


@policy("audits", GET="export")
def sheet(request: HttpRequest, organization: str, ref: str, sheet: str, ending: str) -> HttpResponse:
    """Hand out one sheet as a workbook, or as paper where there is one."""
    del organization
    page, kind = open_audit(request, ref, "sheets", "export"), sheet_kind(sheet)
    paper = PAPERS.get(sheet)
    if kind is None or not may(request.principal, "read", kind.resource):  # type: ignore[attr-defined]
        raise Http404
    if ending == "xlsx":
        content = sheet_workbook(page.view, kind, today())
    elif ending == "pdf" and paper:
        content = paper(page.view, today(), wording())
    else:
        raise Http404
    response = HttpResponse(content, content_type=MEDIA_TYPES[ending])
    name = f"{sheet}-{slugify(page.view.audit.partnership.name) or ref}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
