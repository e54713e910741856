"""Where somebody is signed in, and ending it there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from comotion.core.policy import policy

BROWSERS = (("Edge", r"Edg\w*/"), ("Opera", "OPR/"), ("Firefox", "Firefox/|FxiOS/"), ("Chrome", "Chrom|CriOS/"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iOS", "iPhone|iPad"),
    ("macOS", "Mac OS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One place: how forms name it, and what its person recognises it by."""

    key: str
    device: str
    row: UserSession
    is_current: bool


@policy("sessions", audience="person", GET="read", POST="delete")
def sessions(request: HttpRequest) -> HttpResponse:
    """List where one is signed in; end one of the others, or all of them."""
    found = _open_sessions(request)
    if request.method == "POST":
        return _end(request, found)
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


def _open_sessions(request: HttpRequest) -> list[OpenSession]:
    rows = UserSession.objects.purge_and_list(request.user)
    return [
        OpenSession(_key(row), device_of(row.user_agent), row, row.session_key == request.session.session_key)
        for row in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def _key(row: UserSession) -> str:
    return salted_hmac("session", row.session_key, algorithm="sha256").hexdigest()[:24]


def _end(request: HttpRequest, found: list[OpenSession]) -> HttpResponse:
    wanted = request.POST.get("session", "")
    if wanted == "others":
        end_other_sessions(request, request.user)
        messages.success(request, _("You are signed in here only."))
        return redirect("usersessions_list")
    one = next((one for one in found if constant_time_compare(one.key, wanted) and not one.is_current), None)
    if one is None:
        messages.error(request, _("This session has ended already."))
    else:
        end_sessions(request, [one.row])
        messages.success(request, _("%(device)s is signed out.") % {"device": one.device})
    return redirect("usersessions_list")


def device_of(user_agent: str) -> str:
    """Return what a browser says of itself in words that its owner knows.

    >>> device_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    """
    browser = next((name for name, sign in BROWSERS if re.search(sign, user_agent)), "")
    browser = browser or ("Safari" if "Safari/" in user_agent else "")
    system = next((name for name, sign in SYSTEMS if re.search(sign, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A program")
