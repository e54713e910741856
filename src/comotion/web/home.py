"""The first address: leads to Today of the organization for which one acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comotion.core.policy import policy
from comotion.identity.queries import organizations_of


@policy("home", audience="person", GET="read")
def home(request: HttpRequest) -> HttpResponse:
    """Go to Today, or say that nobody has invited this person yet."""
    organizations = organizations_of(request.user.pk or 0)
    if not organizations:
        return render(request, "shared/no_organization.html", status=200)
    return redirect("today:index", organization=organizations[0].slug)
