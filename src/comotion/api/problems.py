"""Refusals in one shape (RFC 9457): a code for programs, a sentence for people, and the fields that are wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from comotion.methods.scored import InvalidInput
from comotion.scores.explained import UnableToExplain

CONTENT_TYPE = "application/problem+json"


class Conflict(Exception):
    """What is asked for does not fit the state of things; the message says how."""


class Unusable(Exception):
    """What was sent cannot be used as it is; the message says why and what to do."""


def problem(status: int, code: str, detail: str, fields: list[dict[str, str]] | None = None) -> HttpResponse:
    """Return the one shape of every refusal."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": fields or [],
    }
    response = JsonResponse(content, status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def add_problem_handlers(api: NinjaAPI) -> None:
    """Connect every kind of refusal with its answer."""
    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (Http404, _missing),
        (PermissionDenied, _forbidden),
        (HttpError, _http),
        (ValidationError, _unreadable),
        (InvalidInput, _invalid),
        (UnableToExplain, _unexplained),
        (Conflict, _conflict),
        (Unusable, _unusable),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


def _missing(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Answer the same bytes for what is foreign, what is gone and what never was."""
    del request, refusal
    return problem(404, "NOT_FOUND", "There is no such thing here.")


def _forbidden(request: HttpRequest, refusal: Exception) -> HttpResponse:
    del request, refusal
    return problem(403, "FORBIDDEN", "The role of this token's person, or the token's scopes, do not allow this.")


def _http(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    del request
    if isinstance(refusal, Throttled):
        response = problem(429, "TOO_MANY_REQUESTS", f"Wait {refusal.wait} seconds.")
        response.headers["Retry-After"] = str(refusal.wait)
        return response
    if refusal.status_code == 401:
        response = problem(401, "TOKEN_NEEDED", "Send a token that is good as “Authorization: Bearer …”.")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    return problem(refusal.status_code, "REFUSED", refusal.message)


def _unreadable(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    del request
    fields = [
        {
            "field": ".".join(str(step) for step in error["loc"]),
            "code": str(error["type"]).upper(),
            "message": str(error["msg"]),
        }
        for error in refusal.errors
    ]
    return problem(422, "INVALID_INPUT", "Some fields cannot be read as they are.", fields)


def _invalid(request: HttpRequest, refusal: InvalidInput) -> HttpResponse:
    del request
    fields = [{"field": refusal.field, "code": refusal.code, "message": refusal.detail}]
    return problem(422, "INVALID_INPUT", refusal.detail, fields)


def _unexplained(request: HttpRequest, refusal: UnableToExplain) -> HttpResponse:
    del request
    return problem(422, "UNKNOWN_FIGURE", str(refusal))


def _conflict(request: HttpRequest, refusal: Conflict) -> HttpResponse:
    del request
    return problem(409, "CONFLICT", str(refusal))


def _unusable(request: HttpRequest, refusal: Unusable) -> HttpResponse:
    del request
    return problem(422, "UNUSABLE", str(refusal))
