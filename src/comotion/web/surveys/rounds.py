"""Rounds as their owner leads them: start, follow, add, take back, remind, close. Answers are on no page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.core.principal import current_principal
from comotion.partnerships.models import Partnership
from comotion.partnerships.queries import parties_of, partners_in
from comotion.surveys.instruments import PULSE
from comotion.surveys.models import SurveyRespondent, SurveyRound
from comotion.surveys.operations import (
    UnableToCloseRound,
    UnableToOpenRound,
    UnableToRemind,
    close,
    invite,
    open_round,
    remind,
    withdraw,
)
from comotion.surveys.planning import UnableToPlan, asked_last, set_plan
from comotion.surveys.queries import respondents_of
from comotion.surveys.response import response_of
from comotion.web.surveys.inviting import InviteForm, PlanForm, StartForm, closing_moment


@policy("surveys", GET="create", POST="create")
def start(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Choose whom to ask and until when, see what the other side will see, and send the links."""
    partnership = visible_or_404(Partnership, "create", "surveys", ref=ref)
    parties = parties_of(partnership)
    form = StartForm(parties, request.POST or None, asked=asked_last(partnership), today=today())
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_round(
                partnership=partnership,
                instrument_name=PULSE,
                respondents=form.respondents,
                closes_at=closing_moment(form.cleaned_data["closes"]),
                at=now(),
                by=request.user,  # type: ignore[arg-type]
            )
        except UnableToOpenRound as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(count)s links are on their way.") % {"count": len(form.respondents)})
            return redirect("surveys:round", organization=organization, ref=opened.ref)
    context = {"form": form, "partnership": partnership, "partners": partners_in(partnership)}
    return render(request, "surveys/new.html", context)


@policy("surveys", POST="change")
def plan(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Say how often the pulse comes."""
    partnership = visible_or_404(Partnership, "change", "surveys", ref=ref)
    form = PlanForm(request.POST)
    try:
        set_plan(partnership=partnership, months=form.cleaned_data["months"] if form.is_valid() else -1, at=now())
    except UnableToPlan as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept."))
    return redirect("room:pulse", organization=organization, ref=ref)


@policy("surveys", GET="read")
def show(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show who was asked, to those who asked, and how many have answered."""
    return _page(request, organization, _round(ref, "read"))


@policy("surveys", POST="change")
def add(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Ask more people."""
    round_ = _own_round(ref)
    form = InviteForm(parties_of(round_.partnership), request.POST)
    if form.is_valid():
        try:
            invite(round_=round_, respondents=form.respondents, at=now())
        except UnableToOpenRound as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The links are on their way."))
            return redirect("surveys:round", organization=organization, ref=ref)
    return _page(request, organization, round_, form=form, status=422)


@policy("surveys", POST="change")
def take_back(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take back somebody who should not have been asked."""
    round_ = _own_round(ref)
    wanted = request.POST.get("respondent", "")
    person = SurveyRespondent.objects.filter(
        round=round_, pk=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
    ).first()
    if person is None:
        messages.error(request, _("This person is not asked here, or not any more."))
        return redirect("surveys:round", organization=organization, ref=ref)
    done = _("%(who)s is not asked any more; the link opens nothing.") % {"who": person.name or person.address}
    return _do(request, organization, round_, lambda: withdraw(respondent=person, at=now()), done)


@policy("surveys", POST="change")
def remind_all(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Write to those who have not finished."""
    round_ = _own_round(ref)
    done = _("Those who have not finished get another letter. Who that is, nobody is told.")
    return _do(request, organization, round_, lambda: remind(round_=round_, at=now()), done)


@policy("surveys", POST="change")
def end(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Close the round before its time."""
    round_ = _own_round(ref)
    done = _("The round is closed. From now on nothing says who answered what.")
    return _do(request, organization, round_, lambda: close(round_=round_, at=now()), done)


def _round(ref: str, action: str) -> SurveyRound:
    return visible_or_404(SurveyRound, action, "surveys", ref=ref)


def _own_round(ref: str) -> SurveyRound:
    """Return a round of one's own organization; the partner sees that it runs and does not lead it."""
    round_ = _round(ref, "change")
    if round_.owner_org_id != current_principal().organization_id:
        raise PermissionDenied
    return round_


def _do(
    request: HttpRequest, organization: str, round_: SurveyRound, deed: Callable[[], Any], done: str
) -> HttpResponse:
    try:
        deed()
    except (UnableToOpenRound, UnableToRemind, UnableToCloseRound) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("surveys:round", organization=organization, ref=round_.ref)


def _page(
    request: HttpRequest, organization: str, round_: SurveyRound, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    del organization
    principal = current_principal()
    is_own = round_.owner_org_id == principal.organization_id
    context = {
        "round": round_,
        "partnership": round_.partnership,
        "is_pulse": round_.instrument == PULSE,
        "takes_answers": round_.takes_answers(now()),
        "may_lead": is_own and may(principal, "change", "surveys") and round_.closed_at is None,
        "people": respondents_of(round_) if is_own else [],
        "response": response_of(round_),
        "partners": partners_in(round_.partnership),
        "form": form or InviteForm(parties_of(round_.partnership)),
    }
    return render(request, "surveys/round.html", context, status=status)
