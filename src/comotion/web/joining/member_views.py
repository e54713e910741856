"""An invitation to act for an organization."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.identity import joining
from comotion.identity.joining import MemberOffer, UnableToComeIn, member_offer_of
from comotion.web.joining.forms import AccountForm
from comotion.web.joining.visitor import sign_in, visitor_of

PURPOSE = "member-invitation"


def _offer(request: HttpRequest) -> MemberOffer:
    found = member_offer_of(request.link.subject, now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, token: str, **forms: Any) -> HttpResponse:
    found = _offer(request)
    context = {
        "offer": found,
        "token": token,
        "visitor": visitor_of(request, found.address),
        "account_form": AccountForm(),
    }
    return render(request, "joining/member.html", context | forms)


@policy(PURPOSE, audience="link", GET="read")
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """Show who asks, for which organization and in which role."""
    return _page(request, token)


@policy(PURPOSE, audience="link", POST="create")
def make_account(request: HttpRequest, token: str) -> HttpResponse:
    """Make an account for the address to which the link went."""
    found, form = _offer(request), AccountForm(request.POST)
    if not found.is_open or not form.is_valid():
        return _page(request, token, account_form=form)
    try:
        person = joining.make_account(address=found.address, **form.cleaned_data)
    except UnableToComeIn as refused:
        form.add_error("password", str(refused))
        return _page(request, token, account_form=form)
    sign_in(request, person)
    return redirect("joining:member", token=token)


@policy(PURPOSE, audience="link", POST="create")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Act for the organization from now on."""
    found = _offer(request)
    person = visitor_of(request, found.address).person
    if person is None:
        messages.error(request, _("Sign in with the address that was invited, then accept."))
        return redirect("joining:member", token=token)
    try:
        joining.accept_membership(ref=found.ref, person=person, at=now())
    except UnableToComeIn as refused:
        messages.error(request, str(refused))
        return redirect("joining:member", token=token)
    return redirect("today:index", organization=found.slug)


@policy(PURPOSE, audience="link", POST="change")
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Say no; no account is needed for that."""
    try:
        joining.decline_membership(ref=_offer(request).ref, at=now())
    except UnableToComeIn as refused:
        messages.error(request, str(refused))
    return redirect("joining:member", token=token)
