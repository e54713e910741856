"""Arriving from a provider: signed in, or told in one line why not."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.principal import Principal, acting_as
from comotion.identity.entering import Asserted, UnableToSignOn, come_in, examine
from comotion.identity.enums import Role
from comotion.identity.models import SignOn
from comotion.identity.queries import active_membership
from comotion.identity.sign_on import note_trial


def arrive(request: HttpRequest, sign_on: SignOn, asserted: Asserted, state: dict[str, Any]) -> HttpResponse:
    """Sign in whom the provider vouches for; a trial only says what would have happened."""
    if state.get("trial"):
        return _end_trial(request, sign_on, asserted, state["trial"])
    try:
        person = come_in(sign_on=sign_on, asserted=asserted, at=now())
    except UnableToSignOn as reason:
        return refused(request, str(reason))
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    record_authentication(request, person, "socialaccount", provider=sign_on.ref, uid=asserted.uid)
    login = Login(user=person, redirect_url=state.get("next"), signal_kwargs={"sign_on": sign_on.ref})
    answer: HttpResponse = perform_login(request, login)
    return answer


def _end_trial(request: HttpRequest, sign_on: SignOn, asserted: Asserted, organization: str) -> HttpResponse:
    member = active_membership(request.user.pk or 0, organization)
    if member is None or member.organization_id != sign_on.owner_org_id or member.role != Role.OWNER:
        return refused(request, _("Only an owner who is signed in here can try the provider."))
    try:
        examine(sign_on, asserted)
    except UnableToSignOn as reason:
        messages.error(request, str(reason))
    else:
        with acting_as(Principal(member.organization_id, member.role, member.person_id)):
            note_trial(sign_on=sign_on, at=now())
        messages.success(request, _("The provider vouches for %(address)s.") % {"address": asserted.address})
    return redirect("settings:sign_on", organization=organization)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say in one line why nobody is signed in."""
    return render(request, "account/sign_on_refused.html", {"sentence": sentence}, status=403)
