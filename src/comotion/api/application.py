"""The API's frame: operations that declare their policy, answers with ETags, problems in one shape."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from ninja import NinjaAPI, Router, Schema
from pydantic import ConfigDict

from comotion.api.authentication import TokenAuth
from comotion.api.problems import add_problem_handlers
from comotion.core.policy import Policy


class Frozen(Schema):
    """A schema of the contract: exactly these fields, and none is changed once it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class PolicedRouter(Router):
    """A router whose operations are checked against the policy that each declares with ``@policy``."""

    def add_api_operation(self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any) -> None:
        """Add an operation; without a declared policy everyone is refused."""
        declared: Policy | None = getattr(view_func, "policy", None)
        super().add_api_operation(path, methods, view_func, **options | {"auth": TokenAuth(declared)})


class ComotionApi(NinjaAPI):
    """The API with its manners."""

    def __init__(self) -> None:
        super().__init__(
            title="Comotion",
            version="1.0.0",
            description="Reads what the pages show, and loads files as the Import page does. Send a token as "
            "`Authorization: Bearer …`; make one with `comotion token create`.",
            docs_url="/docs",
            auth=TokenAuth(None),
        )
        add_problem_handlers(self)

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """Answer, with an ETag for what was read, or 304 where the reader has these bytes already."""
        response = super().create_response(request, data, **options)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization"
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": "private, no-cache"})
        response.headers["ETag"] = etag
        return response
