"""Addresses for tests of the frame alone: the page of components, and an empty page for each area."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from comotion.core.policy import policy
from comotion.web.areas import AREAS


@policy("today", audience="public", GET="read")
def empty(request: HttpRequest, organization: str = "") -> HttpResponse:
    return HttpResponse(organization)


@policy("today", audience="public", GET="read")
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A page breaks.")


TYPING = """{% extends "base.html" %}{% block content %}
<form method="post" data-co-autosave="{{ request.path }}">{% csrf_token %}<textarea name="note" aria-label="Note"></textarea>
<span data-co-saved data-saved="Saved" data-failed="Not saved. Your text is still here."></span></form>{% endblock %}"""


@policy("today", audience="public", GET="read", POST="change")
def typing(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(status=503 if "storm" in request.POST["note"] else 204)
    return HttpResponse(engines["django"].from_string(TYPING).render({}, request))


AREA_PAGES = [path(f"{area.name}/", include(([path("", empty, name="index")], area.name))) for area in AREAS]
urlpatterns = [
    path("", empty, name="home"),
    path("broken/", broken),
    path("typing/", typing),
    path("account/", include("comotion.web.account.urls")),
    path("o/<slug:organization>/", include([path("", include("comotion.web.shared.urls")), *AREA_PAGES])),
]
handler404 = "comotion.web.errors.not_found"
handler500 = "comotion.web.errors.broken"
