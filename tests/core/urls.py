"""Addresses that only the tests of the policy middleware know."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from comotion.config.urls import handler400, handler403, handler404, handler500
from comotion.config.urls import urlpatterns as real
from comotion.core.access import visible_or_404
from comotion.core.links import holder_rights
from comotion.core.policy import may, policy
from comotion.core.principal import current_principal, principal_or_none
from comotion.partnerships.models import Partnership

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def undeclared(request: HttpRequest, organization: str) -> HttpResponse:
    return HttpResponse(f"never seen by {organization}")


@policy("standing", GET="read", POST="change")
def standing(request: HttpRequest, organization: str) -> HttpResponse:
    acting = current_principal()
    return HttpResponse(f"{acting.role} of {acting.organization_id} for {organization}")


@policy("room", GET="read", DELETE="change")
def room(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    found = visible_or_404(Partnership, "read", "room", ref=ref)
    return HttpResponse(found.name)


@policy("anything", audience="public", GET="read")
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(principal_or_none()))


@policy("anything", audience="person", GET="read")
def person(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(principal_or_none()))


@policy("standing", GET="read")
def refusing(request: HttpRequest, organization: str) -> HttpResponse:
    raise PermissionDenied


@policy("planted", audience="link", GET="read", POST="change")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    del token
    with holder_rights(request.link) as lent:
        borrowed = f"{lent.role}, {len(Partnership.objects.all())} partnerships, {may(lent, 'read', 'room')}"
    return HttpResponse(f"{request.link.subject}: {len(Partnership.objects.all())} partnerships; lent: {borrowed}")


urlpatterns = [
    path("l/<str:token>/planted/", by_link, name="planted"),
    path("o/<slug:organization>/undeclared/", undeclared),
    path("o/<slug:organization>/standing/", standing),
    path("o/<slug:organization>/room/<str:ref>/", room),
    path("o/<slug:organization>/refusing/", refusing),
    path("public/", public),
    path("person/", person),
    *real,
]
