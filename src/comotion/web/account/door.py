"""The door of organizations: asks for the address first, and sends people of a proven domain to their provider."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.policy import policy
from comotion.identity.entering import UnableToSignOn, sign_on_for
from comotion.identity.enums import ProviderKind
from comotion.identity.models import SignOn
from comotion.identity.sign_on import sign_on_here
from comotion.web.account import openid_connect, saml
from comotion.web.account.forms import AddressForm


@policy("sign-on", audience="public", GET="read", POST="read")
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and answer by its domain alone: nothing tells whether it is known here."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    too_often: HttpResponse | None = consume_or_429(request, action="sign_on") if request.method == "POST" else None
    if too_often is not None:
        return too_often
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        sign_on = sign_on_for(address)
        if sign_on is not None:
            return leave(request, sign_on, {"next": get_next_redirect_url(request)}, hint=address)
        form.add_error("address", _("No organization here signs its people in under this domain. Use your password."))
    return render(request, "account/door.html", {"form": form, "next": get_next_redirect_url(request) or ""})


@policy("sign-on", POST="change")
def trial(request: HttpRequest, organization: str) -> HttpResponse:
    """Let an owner go to the provider and come back, before anybody else does."""
    sign_on = sign_on_here()
    if sign_on is None:
        messages.error(request, _("Enter your provider first."))
        return redirect("settings:sign_on", organization=organization)
    return leave(request, sign_on, {"trial": organization})


def leave(request: HttpRequest, sign_on: SignOn, state: dict[str, str | None], hint: str = "") -> HttpResponse:
    """Show where it goes and go there; a form of ours may not lead elsewhere by itself (form-action)."""
    try:
        if sign_on.kind == ProviderKind.SAML:
            address = saml.ask_provider(request, sign_on, dict(state))
        else:
            address = openid_connect.ask_provider(request, sign_on, dict(state), hint)
    except UnableToSignOn as reason:
        if state.get("trial"):
            messages.error(request, str(reason))
            return redirect("settings:sign_on", organization=state["trial"])
        messages.error(request, str(reason))
        return redirect("account_login")
    return render(request, "account/leaving.html", {"address": address, "host": urlsplit(address).hostname})
