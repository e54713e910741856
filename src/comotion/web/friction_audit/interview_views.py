"""Interviews: who was spoken to, what was written down, and what they answered to the statements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comotion.audits.models import Interview, Respondent
from comotion.audits.operations import UnableToAudit, hold_interview, keep_note, remove
from comotion.audits.queries import interview_notes, respondents_of
from comotion.audits.questionnaire import enter_from_interview
from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import policy
from comotion.surveys.instruments import FRICTION, instrument
from comotion.web.friction_audit.forms import AnswersForm, InterviewForm, NoteForm
from comotion.web.friction_audit.opening import answer, do, open_audit, page_of


def _action(request: HttpRequest) -> str:
    return "change" if request.method == "POST" else "read"


@policy("audits", GET="read", POST="change")
def interviews(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """List the interviews, and keep another one."""
    del organization
    page = open_audit(request, ref, "interviews", _action(request))
    people = respondents_of(page.view.audit)
    form = InterviewForm(request.POST or None, people, today())

    def save(fields: dict[str, Any]) -> str:
        present = [one for one in people if one.ref in fields["people"]]
        audit, note = page.view.audit, fields["note"]
        hold_interview(audit=audit, mode=fields["mode"], held_date=fields["held_date"], people=present, note=note)
        return _("The interview is kept; your notes stay with your organization.")

    held = Interview.objects.filter(audit=page.view.audit).prefetch_related("respondents__organization")
    notes = interview_notes(page.view.audit)
    rows = [(one, notes.get(one.pk, "")) for one in held.order_by("-held_date", "-pk")]
    return answer(request, page, form, save, rows=rows, has_people=bool(people))


@policy("audits", GET="read", POST="change")
def interview(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show one interview with one's own notes."""
    held = visible_or_404(Interview, _action(request), "audits", ref=ref)
    page = page_of(request, held.audit, "interviews")
    form = NoteForm(request.POST or None, initial={"note": interview_notes(held.audit).get(held.pk, "")})
    if request.method == "POST" and form.is_valid():
        keep_note(interview=held, text=form.cleaned_data["note"])
        return redirect("friction-audit:interview", organization=organization, ref=ref)
    return render(request, "friction_audit/interview.html", {"page": page, "form": form, "interview": held})


@policy("audits", POST="change")
def remove_interview(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Take an interview back."""
    del organization
    held = visible_or_404(Interview, "change", "audits", ref=ref)
    return do(request, held.audit, "interviews", lambda: remove(row=held), _("The interview is gone."))


@policy("audits", GET="change", POST="change")
def answers(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Enter what somebody answered in an interview; what is kept is not shown again."""
    held = visible_or_404(Interview, "change", "audits", ref=ref)
    people = list(held.respondents.select_related("organization").order_by("pk"))
    person = _chosen(people, request.POST.get("person") or request.GET.get("person", ""))
    form = AnswersForm(request.POST or None, _asked(person, held))
    if request.method == "POST" and form.is_valid():
        try:
            kept = enter_from_interview(interview=held, respondent=person, answers=form.given, at=now())
        except UnableToAudit as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext("%(count)s answer is kept.", "%(count)s answers are kept.", kept) % {"count": kept}
            messages.success(request, said)
            return redirect("friction-audit:interview", organization=organization, ref=ref)
    context = {"page": page_of(request, held.audit, "interviews"), "interview": held, "form": form, "person": person}
    return render(request, "friction_audit/interview_answers.html", context | {"people": people})


def _chosen(people: list[Respondent], wanted: str) -> Respondent:
    found = next((one for one in people if one.ref == wanted), people[0] if people and not wanted else None)
    if found is None:
        raise Http404
    return found


def _asked(person: Respondent, held: Interview) -> dict[str, str]:
    """Return the statements for somebody's level, as they read them."""
    used = instrument(FRICTION, held.audit.round.version if held.audit.round else "")
    others = {one.organization.name for one in respondents_of(held.audit)} - {person.organization.name}
    names = {"we": person.organization.name, "other": " / ".join(sorted(others))}
    return {one.id: one.text(get_language() or "en", **names) for one in used.asked(person.level)}
