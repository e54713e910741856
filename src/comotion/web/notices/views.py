"""One's notices on the page, and how one wants to be told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from comotion.core.access import visible_or_404
from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.core.principal import current_principal
from comotion.notices.models import Notice
from comotion.notices.preferences import local, own_preference, prefer
from comotion.notices.queries import in_words, latest_notices, number_unread
from comotion.notices.telling import mark_read
from comotion.web.notices.forms import PreferenceForm
from comotion.web.notices.presentation import lines_of


@policy("notices", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """List one's notices, newest first, by day."""
    text = request.GET.get("page", "1")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    notices, has_more = latest_notices(page)
    here = reverse("notices:index", kwargs={"organization": organization})
    context: dict[str, Any] = {
        "lines": lines_of(notices, organization),
        "unread": number_unread(),
        "newer": f"{here}?page={page - 1}" if page > 1 else "",
        "older": f"{here}?page={page + 1}" if has_more else "",
        "zone": local(own_preference(), now()).tzinfo,
    }
    return render(request, "notices_pages/index.html", context)


@policy("notices", POST="change")
def follow(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Note that a notice is read, and lead to what it is about; back to the list where that is gone."""
    notice = visible_or_404(Notice, "change", "notices", ref=ref)
    mark_read(notices=[notice], at=now(), own=current_principal())
    told = in_words([notice])[0].told
    if told is None:
        messages.info(request, _("What this was about is gone, or no longer yours to see."))
        return redirect("notices:index", organization=organization)
    return redirect(told.path)


@policy("notices", POST="change")
def read_all(request: HttpRequest, organization: str) -> HttpResponse:
    """Note that all of one's notices are read."""
    del request
    mark_read(notices=None, at=now(), own=current_principal())
    return redirect("notices:index", organization=organization)


@policy("notices", GET="read", POST="change")
def preferences(request: HttpRequest, organization: str) -> HttpResponse:
    """Choose, kind by kind, how soon a mail tells of it, and when digests come."""
    if current_principal().person_id is None:
        raise Http404
    form = PreferenceForm(own_preference(), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        prefer(**form.choices())
        messages.success(request, _("Saved. From now on you are told like this."))
        return redirect("notices:preferences", organization=organization)
    return render(request, "notices_pages/preferences.html", {"form": form})
