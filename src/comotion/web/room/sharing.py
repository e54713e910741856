"""The shared side of a room, and what of one's own stands in it: shown as the others see it before it is widened."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.core.access import visible_or_404
from comotion.core.clock import now, today
from comotion.core.policy import may, policy
from comotion.core.principal import Principal
from comotion.core.visibility import Visibility
from comotion.measures.models import Reading
from comotion.partnerships.enums import PartyState, Side
from comotion.partnerships.models import Partnership
from comotion.partnerships.moving import own_counts
from comotion.partnerships.queries import PartyLine, parties_of, partners_in
from comotion.partnerships.rules import UnableToChangeRoom
from comotion.partnerships.sharing import UnableToShare, keep_back, sent_of, share
from comotion.web.room.exchange import Bundle, bundle_groups, chosen_bundles, rows_in
from comotion.web.room.kinds import Sides
from comotion.web.room.shared_page import lines_of, shared_page, side_of
from comotion.web.room.views import open_room

READER = "member"
"""The role in which a party's side of the shared page is shown to others: it decides nothing about what is shared."""


@policy("room", GET="read")
def shared(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show what all parties of the room read."""
    room = open_room(request, organization, ref, "shared")
    principal = request.principal  # type: ignore[attr-defined]
    page = shared_page(room.partnership, principal, today())
    context = {
        "room": room,
        "page": page,
        "kept": own_counts(room.partnership, principal.organization_id, Visibility.PRIVATE),
        "may_share": may(principal, "share", "standing"),
        "may_write": may(principal, "change", "joint"),
    }
    return render(request, "room/shared.html", context)


@policy("room", GET="change")
def view_as(request: HttpRequest, organization: str, ref: str, party: int) -> HttpResponse:
    """Show the shared page as another party reads it: by the same function and the same template, and nothing else."""
    room = open_room(request, organization, ref, "shared")
    found = _party(room.partnership, party)
    page = shared_page(room.partnership, Principal(found.organization_id, READER), today())
    return render(request, "room/view_as.html", {"room": room, "page": page, "party": found})


def _party(partnership: Partnership, place: int) -> PartyLine:
    """Return one of the other parties by its place in the room, counted from 1."""
    others = [one for one in parties_of(partnership) if not one.is_ours and one.state == PartyState.ACTIVE]
    if not 1 <= place <= len(others):
        raise Http404
    return others[place - 1]


@policy("standing", GET="read")
def sharing(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """List what is ours: what the others read, and what we keep."""
    room = open_room(request, organization, ref, "shared", resource="standing")
    context = {
        "room": room,
        "groups": bundle_groups(room.partnership),
        "partners": partners_in(room.partnership),
        "may_share": may(request.principal, "share", "standing"),  # type: ignore[attr-defined]
    }
    return render(request, "room/sharing.html", context)


@policy("standing", POST="share")
def preview(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show what was chosen as the other side will see it, or what they have seen of it already; nothing is written."""
    room = open_room(request, organization, ref, "shared", resource="standing")
    bundles = chosen_bundles(room.partnership, request.POST.getlist("row"))
    if not bundles:
        messages.warning(request, _("Nothing was chosen."))
        return redirect("room:sharing", organization=organization, ref=ref)
    sides = Sides(parties_of(room.partnership))
    context = {
        "room": room,
        "widening": _previews([one for one in bundles if not one.is_shared], sides),
        "narrowing": [(one, sent_of(one.rows[0])) for one in bundles if one.is_shared],
        "partners": partners_in(room.partnership),
    }
    return render(request, "room/share_preview.html", context)


def _previews(bundles: list[Bundle], sides: Sides) -> list[tuple[Bundle, Any, Any]]:
    """Return what was chosen as the shared page will write it: readings as a side's, everything else as lines."""
    return [(bundle, *_preview(bundle, sides)) for bundle in bundles]


def _preview(bundle: Bundle, sides: Sides) -> tuple[Any, Any]:
    readings = sorted((one for one in bundle.rows if isinstance(one, Reading)), key=lambda one: one.period_start)
    if readings:
        newest = readings[-1]
        return (), (side_of(newest, sides.name(newest.owner_org_id, Side.OURS)),)
    return lines_of(bundle.rows, sides), ()


@policy("standing", POST="share")
def widen(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Share what was chosen and shown."""
    partnership = visible_or_404(Partnership, "share", "standing", ref=ref)
    rows = rows_in(chosen_bundles(partnership, request.POST.getlist("row")))
    try:
        count = share(partnership=partnership, rows=rows, at=now())
    except (UnableToShare, UnableToChangeRoom) as refused:
        messages.error(request, str(refused))
    else:
        words = ngettext("Shared: %(count)s row.", "Shared: %(count)s rows.", count)
        messages.success(request, words % {"count": count})
    return redirect("room:sharing", organization=organization, ref=ref)


@policy("standing", POST="share")
def narrow(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Keep back what was chosen, from now on."""
    partnership = visible_or_404(Partnership, "share", "standing", ref=ref)
    rows = rows_in(chosen_bundles(partnership, request.POST.getlist("row")))
    try:
        count = keep_back(partnership=partnership, rows=rows, at=now())
    except (UnableToShare, UnableToChangeRoom) as refused:
        messages.error(request, str(refused))
    else:
        words = ngettext("Kept back: %(count)s row.", "Kept back: %(count)s rows.", count)
        messages.success(request, words % {"count": count})
    return redirect("room:sharing", organization=organization, ref=ref)
