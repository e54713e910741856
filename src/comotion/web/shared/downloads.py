"""Handing out reports."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from comotion.reports.report import MEDIA_TYPES, Asked, UnableToMakeReport, make_report


def report_file(name: str, form: str, asked: Asked, file_name: str) -> HttpResponse:
    """Make a report and return it as a file to keep; an unknown form is not found."""
    try:
        made = make_report(name, form, asked)
    except UnableToMakeReport as unknown:
        raise Http404 from unknown
    response = HttpResponse(made.content, content_type=MEDIA_TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{file_name}.{form}")
    response.headers["Content-Disposition"] = disposition or ""
    return response
