"""Files that Import hands out: empty ones to fill in, rows to mend, and a mapping to pass on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from comotion.core.access import visible_or_404
from comotion.core.policy import policy
from comotion.formats.tables import Unreadable
from comotion.formats.templates import template_csv, template_xlsx
from comotion.imports.mappings import mapping_file
from comotion.imports.models import ImportRun
from comotion.imports.refused import refused_csv, refused_xlsx

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@policy("imports", GET="read")
def template(request: HttpRequest, organization: str, kind: str, ending: str) -> HttpResponse:
    """Hand out an empty file with the right columns."""
    del request, organization
    makers = {"csv": (template_csv, "text/csv"), "xlsx": (template_xlsx, WORKBOOK)}
    if ending not in makers:
        raise Http404
    make, content_type = makers[ending]
    try:
        content = make(kind)
    except Unreadable as unknown:
        raise Http404 from unknown
    return _file(content, f"{kind}.{ending}", content_type)


@policy("imports", GET="export")
def refused(request: HttpRequest, organization: str, ref: str, ending: str) -> HttpResponse:
    """Hand out the refused rows with their reasons; mended, they are imported alone."""
    del request, organization
    found = visible_or_404(ImportRun, "export", "imports", ref=ref)
    makers = {"csv": (refused_csv, "text/csv; charset=utf-8"), "xlsx": (refused_xlsx, WORKBOOK)}
    if ending not in makers:
        raise Http404
    make, content_type = makers[ending]
    return _file(make(found), f"refused-{found.ref}.{ending}", content_type)


@policy("imports", GET="export")
def mapping(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Hand out how the columns were understood."""
    del request, organization
    found = visible_or_404(ImportRun, "export", "imports", ref=ref)
    return _file(mapping_file(found), f"mapping-{found.kind or 'file'}.json", "application/json")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
