"""Stopping mails from the mail: a page with one button for people, one request for mail programs (RFC 8058)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.notices.catalogue import kinds
from comotion.notices.stopping import hush, read_hush, read_stop, stop_mails


@csrf_exempt
@policy("stop", audience="public", GET="read", POST="change")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Say which mails would stop, and stop them when asked to: no login, no second question."""
    letters = read_hush(token)
    if letters is not None:
        if request.method == "POST":
            hush(letters, now())
        return _page(request, [_("Letters to %(address)s") % {"address": letters.address}])
    found = read_stop(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        stop_mails(found)
    return _page(request, [kinds()[name].title for name in found.kinds])


def _page(request: HttpRequest, titles: list[Any]) -> HttpResponse:
    return render(request, "notices_pages/stop.html", {"titles": titles, "is_done": request.method == "POST"})
