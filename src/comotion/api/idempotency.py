"""A request that is sent twice is done once: the first answer is kept under its Idempotency-Key and sent again."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from comotion.api.authentication import token_of
from comotion.api.problems import Conflict, problem
from comotion.core.clock import now
from comotion.identity.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 100
Operation = Callable[..., Any]


def once(operation: Operation) -> Operation:
    """Let a writing operation with an Idempotency-Key run once; without a key it runs each time.

    The signature is resolved here, where the names of the operation's own module are known.
    """

    @wraps(operation)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER, "")
        if not key:
            return operation(request, *args, **kwargs)
        if len(key) > LONGEST_KEY:
            return problem(400, "KEY_TOO_LONG", f"An {HEADER} has at most {LONGEST_KEY} characters.")
        fingerprint = _fingerprint(request)
        kept = KeptAnswer.objects.filter(token=token_of(request), key=key).first()
        if kept is not None:
            return _again(kept, fingerprint)
        return _first(request, key, fingerprint, lambda: operation(request, *args, **kwargs))

    run.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
    return run


def _first(request: HttpRequest, key: str, fingerprint: str, run: Callable[[], Any]) -> Any:
    """Run the operation and keep its answer, both or neither."""
    try:
        with transaction.atomic():
            kept = _reserve(request, key, fingerprint)
            answer = run()
            if isinstance(answer, HttpResponse):
                transaction.set_rollback(True)
                return answer
            plain = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
            KeptAnswer.objects.filter(pk=kept.pk).update(content=plain)
    except _Taken as taken:
        raise Conflict(f"A request with this {HEADER} is being worked on. Ask again in a moment.") from taken
    return answer


class _Taken(Exception):
    pass


def _reserve(request: HttpRequest, key: str, fingerprint: str) -> KeptAnswer:
    token = token_of(request)
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                owner_org_id=token.owner_org_id, token=token, key=key, fingerprint=fingerprint, kept_at=now()
            )
    except IntegrityError as taken:
        raise _Taken from taken


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        return problem(422, "KEY_USED", f"This {HEADER} was used for another request. Choose a new one.")
    response = HttpResponse(json.dumps(kept.content), content_type="application/json; charset=utf-8")
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Hash what was asked: address, fields and the content of files."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name, values in sorted(request.POST.lists()):
        digest.update(json.dumps([name, values]).encode())
    for name, file in request.FILES.items():
        assert isinstance(file, UploadedFile)
        digest.update(f"{name} {file.name}\n".encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    if not request.FILES and not request.POST:
        digest.update(request.body)
    return digest.hexdigest()
