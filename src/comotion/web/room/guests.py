"""A room as its guest reads it: the shared side of one room, without an organization."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.access import visible_or_404
from comotion.core.clock import today
from comotion.core.policy import policy
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import rooms_here
from comotion.web.room.shared_page import shared_page


@policy("room", audience="guest", GET="read")
def guest_room(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what the parties of a room share."""
    partnership = visible_or_404(Partnership, "read", "room", ref=ref)
    page = shared_page(partnership, request.principal, today())  # type: ignore[attr-defined]
    context = {"partnership": partnership, "page": page, "rooms": rooms_here()}
    return render(request, "room/guest.html", context)
