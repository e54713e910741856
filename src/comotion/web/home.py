"""The first address: leads to Today of the organization for which one acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comotion.core.policy import policy
from comotion.core.principal import GUEST, NO_ORGANIZATION, Principal, acting_as
from comotion.identity.queries import organizations_of
from comotion.partnerships.queries import rooms_here


@policy("home", audience="person", GET="read")
def home(request: HttpRequest) -> HttpResponse:
    """Go to Today, for a guest to their first room, or say that nobody has invited this person yet."""
    organizations = organizations_of(request.user.pk or 0)
    if not organizations:
        with acting_as(Principal(NO_ORGANIZATION, GUEST, request.user.pk)):
            rooms = rooms_here()
        if rooms:
            return redirect("guest:room", ref=rooms[0][0])
        return render(request, "shared/no_organization.html", status=200)
    return redirect("today:index", organization=organizations[0].slug)
