"""Error pages. The 404 page is the same bytes for what is foreign and what never was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import loader


def _page(status: int) -> HttpResponse:
    return HttpResponse(loader.render_to_string(f"errors/{status}.html"), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    del request, exception
    return _page(400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    del request, exception
    return _page(403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    del request, exception
    return _page(404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    del request
    return _page(500)
