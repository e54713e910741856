"""Handing out files."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content: bytes, name: str) -> HttpResponse:
    """Return a file to keep; its type follows from the ending."""
    ending = name.rpartition(".")[2]
    response = HttpResponse(content, content_type=TYPES[ending])
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
