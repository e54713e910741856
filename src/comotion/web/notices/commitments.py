"""One promise: how it stands, said by who made it, with an account or by a link that can do just that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.core.principal import current_principal
from comotion.rhythm.models import Commitment, CommitmentState
from comotion.rhythm.operations import (
    UnableToSettle,
    ask_for_status,
    commitment_by_link,
    may_settle,
    promise_anew,
    promise_anew_by_link,
    settle_by_link,
    settle_commitment,
)
from comotion.web.notices.forms import AskForm, StatusForm


@policy("commitments", GET="read", POST="change")
def commitment(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show one promise, and let who made it say how it stands."""
    action = "change" if request.method == "POST" else "read"
    found = visible_or_404(Commitment, action, "commitments", ref=ref)
    form = StatusForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.is_later:
                promise_anew(commitment=found, due=form.cleaned_data["due"], reason=form.reason, at=now())
            else:
                settle_commitment(commitment=found, state=form.state_name, reason=form.reason, at=now())
        except UnableToSettle as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. The other side sees it in the room."))
            return redirect("commitments:commitment", organization=organization, ref=ref)
    return render(request, "notices_pages/commitment.html", _context(found, form) | {"ask": AskForm()})


def _context(found: Commitment, form: StatusForm) -> dict[str, Any]:
    own = found.owner_org_id == current_principal().organization_id
    return {
        "commitment": found,
        "room": found.partnership,
        "form": form,
        "days_late": (today() - found.due_date).days,
        "is_open": found.state == CommitmentState.OPEN,
        "may_settle": may_settle(found),
        "may_ask": own and may(current_principal(), "change", "commitments"),
    }


@policy("commitments", POST="change")
def ask(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Ask somebody by mail how a promise stands; they need no account."""
    found = visible_or_404(Commitment, "change", "commitments", ref=ref)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            ask_for_status(commitment=found, address=form.cleaned_data["address"], at=now())
        except UnableToSettle as refused:
            form.add_error("address", str(refused))
        else:
            messages.success(request, _("Asked. The link in the letter does this one thing, for 30 days."))
            return redirect("commitments:commitment", organization=organization, ref=ref)
    return render(request, "notices_pages/commitment.html", _context(found, StatusForm()) | {"ask": form})


@policy("commitment", audience="link", GET="read", POST="change")
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let who holds the link say how this one promise stands."""
    link = request.link  # type: ignore[attr-defined]
    found = commitment_by_link(link)
    if found is None:
        raise Http404
    form = StatusForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.is_later:
                promise_anew_by_link(link=link, due=form.cleaned_data["due"], reason=form.reason, at=now())
            else:
                settle_by_link(link=link, state=form.state_name, reason=form.reason, at=now())
            return redirect("commitment", token=token)
        except UnableToSettle as refused:
            form.add_error(None, str(refused))
    context = {"commitment": found, "form": form, "is_open": found.state == CommitmentState.OPEN, "link": link}
    return render(request, "notices_pages/commitment_link.html", context)
