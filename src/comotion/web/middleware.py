"""Who acts, and whether they may: decided before any view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from comotion.core.clock import now
from comotion.core.links import open_link
from comotion.core.policy import Policy, require
from comotion.core.principal import GUEST, NO_ORGANIZATION, Principal, acting_as, set_principal
from comotion.identity.queries import active_membership
from comotion.web.external import external_audience


class PolicyMiddleware:
    """Refuses every view that declares no policy; sets the principal for those that do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as nobody until a view's policy has been checked; keep signed-in pages out of every cache."""
        with acting_as(None):
            response = self.get_response(request)
        if hasattr(request, "link") or (getattr(request, "user", None) and request.user.is_authenticated):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Check the view's policy before it runs."""
        del args
        declared: Policy | None = getattr(view, "policy", None)
        audience = declared.audience if declared else external_audience(request)
        if audience is None:
            raise PermissionDenied("This view declares no policy.")
        if declared is not None and audience == "link":
            return _check_link(request, declared, kwargs)
        if audience not in {"public", "token"} and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if declared is None:
            return None
        if audience == "member":
            return _check_member(request, declared, kwargs)
        if audience == "guest":
            return _check_guest(request, declared)
        return None if declared.action(request.method or "GET") else _not_offered(declared)


def _not_offered(declared: Policy) -> HttpResponse:
    return HttpResponseNotAllowed([method for method, _ in declared.actions])


def _check_member(request: HttpRequest, declared: Policy, kwargs: dict[str, Any]) -> HttpResponse | None:
    membership = active_membership(request.user.pk or 0, kwargs["organization"])
    if membership is None:
        raise Http404
    action = declared.action(request.method or "GET")
    if action is None:
        return _not_offered(declared)
    principal = Principal(membership.organization_id, membership.role, request.user.pk, membership.scopes)
    set_principal(principal)
    request.principal = principal  # type: ignore[attr-defined]
    request.membership = membership  # type: ignore[attr-defined]
    require(principal, action, declared.resource)
    return None


def _check_guest(request: HttpRequest, declared: Policy) -> HttpResponse | None:
    """Let a person act for no organization: they see the rooms that let them in, and find nothing anywhere else."""
    action = declared.action(request.method or "GET")
    if action is None:
        return _not_offered(declared)
    principal = Principal(NO_ORGANIZATION, GUEST, request.user.pk)
    set_principal(principal)
    request.principal = principal  # type: ignore[attr-defined]
    require(principal, action, declared.resource)
    return None


def _check_link(request: HttpRequest, declared: Policy, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Let in who holds a link for just this; whoever else is logged in here is not asked."""
    link = open_link(kwargs["token"], declared.resource, now())
    if link is None:
        raise Http404
    if declared.action(request.method or "GET") is None:
        return _not_offered(declared)
    set_principal(link.principal)
    request.principal = link.principal  # type: ignore[attr-defined]
    request.link = link  # type: ignore[attr-defined]
    return None
