"""Today's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.policy import policy


@policy("today", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """Show what needs the person who looks."""
    del organization
    return render(request, "today/empty.html")
