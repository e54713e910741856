"""Letters that a mail service hands over by HTTP: signed like our own webhooks, answered alike whatever they hold."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from comotion.core.clock import now
from comotion.core.policy import policy
from comotion.notices.receiving import receive
from comotion.notices.signing import is_signed

TOLERANCE_SECONDS = 300


@csrf_exempt
@policy("inbound", audience="public", POST="create")
def inbound(request: HttpRequest) -> HttpResponse:
    """Take one letter, as it stands in the body; who does not sign finds nothing here."""
    if not _is_genuine(request):
        raise Http404
    receive(request.body, at=now())
    return HttpResponse(status=204)


def _is_genuine(request: HttpRequest) -> bool:
    moment = request.headers.get("webhook-timestamp", "")
    if not settings.INBOUND_SECRET or not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        return False
    if abs(now().timestamp() - int(moment)) > TOLERANCE_SECONDS:
        return False
    ref, given = request.headers.get("webhook-id", ""), request.headers.get("webhook-signature", "")
    return is_signed(settings.INBOUND_SECRET, ref, int(moment), request.body, given)
