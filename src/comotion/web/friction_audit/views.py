"""The list of audits, beginning one, its guide, its goal, its people and its questionnaire."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.audits.models import Respondent
from comotion.audits.operations import (
    NewRespondent,
    UnableToAudit,
    add_respondents,
    begin_audit,
    own_side,
    remove_respondent,
    state_goal,
)
from comotion.audits.pasted import read_people
from comotion.audits.queries import audit_lines, respondents_of
from comotion.audits.questionnaire import close_round, remind_all, send, unasked
from comotion.audits.sides import side_named
from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.partnerships.models import Partnership
from comotion.web.friction_audit.forms import BeginForm, GoalForm, RespondentsForm, SendForm
from comotion.web.friction_audit.opening import answer, do, open_audit

USUAL_DAYS = dt.timedelta(days=10)


@policy("audits", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """List every audit."""
    del organization
    context = {"lines": audit_lines(), "may_begin": may(request.principal, "create", "audits")}  # type: ignore[attr-defined]
    return render(request, "friction_audit/index.html", context)


@policy("audits", GET="create", POST="create")
def begin(request: HttpRequest, organization: str) -> HttpResponse:
    """Begin an audit of a partnership."""
    initial = {"partnership": request.GET.get("partnership", ""), "starts_date": today()}
    form = BeginForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        partnership = visible_or_404(Partnership, "create", "audits", ref=fields["partnership"])
        try:
            begun = begin_audit(
                partnership=partnership, goal=fields["goal"], starts_date=fields["starts_date"], at=now()
            )
        except UnableToAudit as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("friction-audit:guide", organization=organization, ref=begun.ref)
    return render(request, "friction_audit/begin.html", {"form": form})


@policy("audits", GET="read")
def guide(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show every step with its state, and the next one."""
    del organization
    return render(request, "friction_audit/guide.html", {"page": open_audit(request, ref, "guide")})


@policy("audits", GET="read", POST="change")
def goal(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """State the joint goal and the last day."""
    del organization
    page = open_audit(request, ref, "goal", _action(request))
    audit = page.view.audit
    form = GoalForm(request.POST or None, initial={"goal": audit.goal, "ends_date": audit.ends_date})
    return answer(request, page, form, lambda fields: state_goal(audit=audit, at=now(), **fields))


def _action(request: HttpRequest) -> str:
    return "change" if request.method == "POST" else "read"


@policy("audits", GET="read", POST="change")
def respondents(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Choose who is asked: one by one, or as a pasted list."""
    del organization
    page = open_audit(request, ref, "respondents", _action(request))
    form = RespondentsForm(request.POST or None, page.view)
    refused: list[tuple[str, str]] = []

    def save(fields: dict[str, Any]) -> str:
        side = side_named(page.view.sides, fields["side"])
        assert side is not None
        people = [NewRespondent(side, *(fields[name] for name in ("level", "name", "function", "email")))]
        pasted = read_people(fields["pasted"], page.view.sides, own_side(page.view.audit) or side)
        refused.extend(pasted.refused)
        added = add_respondents(audit=page.view.audit, people=[*(people if fields["name"] else []), *pasted.people])
        said = ngettext("%(count)s person added.", "%(count)s people added.", added) % {"count": added}
        return " ".join([said, *(f"“{line}”: {reason}." for line, reason in refused[:3])])

    return answer(request, page, form, save, people=respondents_of(page.view.audit))


@policy("audits", POST="change")
def remove_person(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take somebody off the list."""
    del organization
    person = visible_or_404(Respondent, "change", "audits", ref=ref)
    said = _("%(name)s is off the list.") % {"name": person.name}
    return do(request, person.audit, "respondents", lambda: remove_respondent(respondent=person), said)


@policy("audits", GET="read", POST="change")
def questionnaire(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Send the questionnaire, follow the response, close it."""
    del organization
    page = open_audit(request, ref, "questionnaire", _action(request))
    audit = page.view.audit
    form = SendForm(request.POST or None, initial={"closes_date": today() + USUAL_DAYS})

    def save(fields: dict[str, Any]) -> str:
        closes_at = dt.datetime.combine(fields["closes_date"], dt.time(23, 59), timezone.get_current_timezone())
        sent = send(audit=audit, closes_at=closes_at, at=now(), by=request.user)  # type: ignore[arg-type]
        return ngettext("%(count)s person is asked.", "%(count)s people are asked.", sent) % {"count": sent}

    addressless = [one for one in respondents_of(audit) if not one.email]
    return answer(request, page, form, save, waiting=unasked(audit), addressless=addressless)


@policy("audits", POST="change")
def remind(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Write to those who have not finished."""
    del organization
    audit = open_audit(request, ref, "questionnaire", "change").view.audit
    return do(request, audit, "questionnaire", lambda: remind_all(audit=audit, at=now()), _("They are reminded."))


@policy("audits", POST="change")
def close(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Close the questionnaire."""
    del organization
    audit = open_audit(request, ref, "questionnaire", "change").view.audit
    said = _("Closed. From now on nothing says who answered what.")
    return do(request, audit, "questionnaire", lambda: close_round(audit=audit, at=now()), said)
