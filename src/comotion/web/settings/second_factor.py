"""What needs the second factor: it has to have been given again in this session, within the last minutes.

Relies on what the library keeps about each session: when somebody authenticated again, and by what.
"""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether the person has set one up."""
    return bool(is_mfa_enabled(request.user))


def was_given_again(request: HttpRequest, *, at: float) -> bool:
    """Say whether the second factor was given again in this session, recently enough; ``at`` is in seconds."""
    if not has_second_factor(request):
        return False
    records = get_authentication_records(request, request.user)
    again = [one["at"] for one in records if one.get("method") == "mfa" and one.get("reauthenticated")]
    return any(0 <= at - moment < app_settings.REAUTHENTICATION_TIMEOUT for moment in again)


def ask_for_second_factor(request: HttpRequest, back: str) -> HttpResponse | None:
    """Return the way to giving it again, or to setting one up; None where it was given.

    What was wanted is not done on the way back: whoever comes back presses the button again.
    """
    if was_given_again(request, at=time.time()):
        return None
    if has_second_factor(request):
        messages.info(request, _("Give your second factor again; then press the button once more."))
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
    messages.warning(request, _("This needs a second factor. Set one up first; it takes a minute."))
    return redirect("mfa_index")
