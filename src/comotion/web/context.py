"""What every page's frame shows: where one is, for whom one acts, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comotion.core.policy import may
from comotion.identity.queries import organizations_of
from comotion.notices.queries import number_unread
from comotion.portfolio.own import lines_of_person, number_of_partnerships
from comotion.web.areas import AREAS
from comotion.web.room.addresses import room_address
from comotion.web.shared.reader import wording


@dataclass(frozen=True, slots=True)
class OwnPartnership:
    """One of the acting person's partnerships, beside the menu."""

    name: str
    url: str
    value: str


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the areas this person may open, and the organizations for which they can act.

    What needs a query is asked for only by the pages that draw the frame, not by fragments.
    """
    membership = getattr(request, "membership", None)
    if membership is None:
        return {"areas": (), "organization": None}
    match = request.resolver_match
    principal = request.principal  # type: ignore[attr-defined]
    frame: dict[str, Any] = {
        "areas": tuple(area for area in AREAS if may(principal, "read", area.resource)),
        "current_area": match.namespaces[0] if match and match.namespaces else "",
        "organization": membership.organization,
        "membership": membership,
        "organizations": organizations_of,
        "may_import": may(principal, "create", "imports"),
        "may_read_estate": may(principal, "read", "estate"),
        "may_read_tokens": may(principal, "read", "tokens"),
        "may_read_sign_on": may(principal, "read", "sign-on"),
        "may_read_webhooks": may(principal, "read", "webhooks"),
    }
    if not may(principal, "read", "portfolio"):
        return frame
    own = SimpleLazyObject(lambda: _own(membership.person.name, membership.organization.slug))
    return frame | {"your_partnerships": own, "area_counts": SimpleLazyObject(_counts)}


def _own(person: str, organization: str) -> tuple[OwnPartnership, ...]:
    return tuple(
        OwnPartnership(line.name, room_address(organization, line.ref), _whole(line.value))
        for line in lines_of_person(person)
    )


def _whole(value: float | None) -> str:
    return "–" if value is None else wording().whole_score(value)


def _counts() -> dict[str, int]:
    return {"portfolio": number_of_partnerships(), "notices": number_unread()}
