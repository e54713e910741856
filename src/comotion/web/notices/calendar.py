"""Calendar feeds: made here, read by calendar programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.clock import now, today
from comotion.core.links import visible_links
from comotion.core.policy import policy
from comotion.core.principal import current_principal
from comotion.notices.calendars import MINE, PURPOSE, UnableToGiveFeed, feed_of, make_feed
from comotion.partnerships.models import Partnership
from comotion.portfolio.pages import own_lines


@policy("today", GET="read", POST="read")
def feeds(request: HttpRequest, organization: str) -> HttpResponse:
    """Make a feed of one's own meetings and promises, or of one partnership; its address is shown once."""
    del organization
    address = ""
    if request.method == "POST":
        try:
            address = make_feed(subject=request.POST.get("subject", MINE)[:16], at=now())
        except UnableToGiveFeed as missing:
            raise Http404 from missing
    own = visible_links().filter(purpose=PURPOSE, person_id=current_principal().person_id or 0, expires_at__gt=now())
    rooms = dict(Partnership.objects.filter(ref__in=own.values("subject")).values_list("ref", "name"))
    context = {
        "address": address,
        "feeds": [(link, rooms.get(link.subject, "")) for link in own],
        "rooms": own_lines().order_by("sort_name", "id").values_list("ref", "name")[:500],
    }
    return render(request, "notices_pages/feeds.html", context)


@policy("calendar", audience="link", GET="read")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar."""
    del token
    link = request.link  # type: ignore[attr-defined]
    return HttpResponse(feed_of(link, today()), content_type="text/calendar; charset=utf-8")
