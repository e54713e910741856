"""Keeping and discarding drafts of forms; the script of the page calls it while a person types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from comotion.core.clock import now
from comotion.core.drafts import UnableToKeepDraft, drop_draft, keep_draft
from comotion.core.policy import policy


@policy("drafts", POST="create")
def keep(request: HttpRequest, organization: str, form: str) -> HttpResponse:
    """Keep what stands in a form."""
    del organization
    content = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        keep_draft(form=form, content=content, at=now())
    except UnableToKeepDraft as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@policy("drafts", POST="delete")
def discard(request: HttpRequest, organization: str, form: str) -> HttpResponse:
    """Forget a draft and go back to the form as it is in force."""
    drop_draft(form)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/"):
        return redirect(back)
    return redirect("today:index", organization=organization)
