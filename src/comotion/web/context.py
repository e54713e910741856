"""What every page's frame shows: where one is, for whom one acts, and where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from comotion.core.policy import may
from comotion.identity.queries import organizations_of
from comotion.web.areas import AREAS


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the areas this person may open, and the organizations for which they can act."""
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"areas": (), "organization": None}
    match = request.resolver_match
    return {
        "areas": tuple(area for area in AREAS if may(request.principal, "read", area.resource)),  # type: ignore[attr-defined]
        "current_area": match.namespaces[0] if match and match.namespaces else "",
        "organization": membership.organization,
        "membership": membership,
        "organizations": organizations_of,
    }
