"""Handing the issued report out by link, and what somebody without an account gets by it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from comotion.core.clock import now, today
from comotion.core.links import OpenedLink
from comotion.core.policy import policy
from comotion.reports.handing import HandedOut, UnableToHandOut, document_of, hand_out_report, handed_out
from comotion.reports.report import MEDIA_TYPES
from comotion.web.friction_audit.opening import open_audit

DAYS = ((7, gettext_lazy("a week")), (30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")))


class HandOutForm(forms.Form):
    """For whom the document is, and how long the link holds."""

    holder = forms.CharField(
        label=gettext_lazy("For whom"), max_length=150,
        help_text=gettext_lazy("A name or an address, for your list of links. Nothing is sent to it."),
    )  # fmt: skip
    days = forms.TypedChoiceField(label=gettext_lazy("Holds for"), coerce=int, choices=DAYS, initial=30)


@policy("audits", GET="change", POST="change")
def hand_out(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Make a link that opens this report and nothing else; its address is shown once."""
    del organization
    page = open_audit(request, ref, "report", "change")
    form, address = HandOutForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            address = hand_out_report(audit=page.view.audit, at=now(), **form.cleaned_data)
        except UnableToHandOut as refused:
            form.add_error(None, str(refused))
    context = {"page": page, "form": form, "address": address}
    return render(request, "friction_audit/hand_out.html", context, status=400 if form.errors else 200)


@policy("document", audience="link", GET="read")
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Say which document the link is for, and hand it out."""
    link: OpenedLink = request.link  # type: ignore[attr-defined]
    context = {"document": _found(link), "link": link, "token": token}
    return render(request, "friction_audit/document.html", context)


@policy("document", audience="link", GET="read")
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Hand the document out."""
    del token
    link: OpenedLink = request.link  # type: ignore[attr-defined]
    found, made = _found(link), document_of(link, "pdf", today())
    response = HttpResponse(made.content, content_type=MEDIA_TYPES["pdf"])
    name = f"friction-report-{slugify(found.partnership) or link.subject}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or ""
    return response


def _found(link: OpenedLink) -> HandedOut:
    found = handed_out(link)
    if found is None:
        raise Http404
    return found
