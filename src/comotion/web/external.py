"""Views of libraries: their audience stands in the policy table by the name of their address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def external_audience(request: HttpRequest) -> str | None:
    """Return the audience of a library's view, ``token`` for the API (it checks each operation), or None."""
    match = request.resolver_match
    if match is None:
        return None
    if "api-1.0.0" in match.namespaces:
        return "token"
    views: dict[str, str] = import_string(settings.EXTERNAL_VIEWS)
    return views.get(match.url_name or "")
