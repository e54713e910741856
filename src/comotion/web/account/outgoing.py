"""The road to providers: that of webhooks, for the library that speaks OpenID Connect."""

from __future__ import annotations

from typing import Any

import requests
from django.conf import settings
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from comotion.notices.connecting import UnableToReach, ask, check_url


class GuardedRoad(BaseAdapter):
    """Carries a request only to public servers, or into networks that the operator opened."""

    def send(self, request: requests.PreparedRequest, *_given: Any, **_more: Any) -> requests.Response:
        """Carry one request; nothing is followed."""
        body: Any = request.body or b""
        headers = {name: str(value) for name, value in request.headers.items()}
        try:
            checked = check_url(request.url or "", settings.SIGN_ON_NETWORKS)
            content = body.encode() if isinstance(body, str) else bytes(body)
            answered = ask(checked, request.method or "GET", content, headers)
        except UnableToReach as unreached:
            raise requests.ConnectionError(str(unreached)) from unreached
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = answered.status, request.url or "", request
        answer.headers = CaseInsensitiveDict(answered.headers)
        answer._content = answered.body  # noqa: SLF001  (the library's own seam)
        return answer

    def close(self) -> None:
        """Nothing is kept open."""


def guarded_session() -> requests.Session:
    """Return a session that takes no other road, asks no proxy and follows nothing."""
    session = requests.Session()
    session.trust_env = False
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, GuardedRoad())
    return session
