"""Meetings as pages and first findings read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Max, Q, QuerySet

from comotion.core.principal import current_principal
from comotion.rhythm.models import Meeting

COLUMNS = ("kind", "scheduled_date", "held_date")
Occurrence = tuple[str, dt.date | None, dt.date | None]


def own_meetings() -> QuerySet[Meeting]:
    """Return the acting organization's meetings."""
    return Meeting.objects.filter(owner_org_id=current_principal().organization_id)


def last_held(today: dt.date) -> dict[int, dt.date]:
    """Return when each partnership last met, whatever the occasion."""
    rows = own_meetings().filter(held_date__lte=today).values_list("partnership_id").annotate(last=Max("held_date"))
    return {key: last for key, last in rows.order_by("partnership_id") if last is not None}


def last_sponsor_contacts(
    today: dt.date, partnerships: Collection[int] | None = None
) -> dict[tuple[int, str], dt.date]:
    """Return when the sponsor of each side last met the other side, by partnership and side."""
    rows = own_meetings().filter(held_date__lte=today)
    if partnerships is not None:
        rows = rows.filter(partnership_id__in=partnerships)
    met = rows.filter(Q(our_sponsor_present=True) | Q(their_sponsor_present=True))
    found = (
        met.values_list("partnership_id")
        .annotate(
            ours=Max("held_date", filter=Q(our_sponsor_present=True)),
            theirs=Max("held_date", filter=Q(their_sponsor_present=True)),
        )
        .order_by("partnership_id")
    )
    contacts: dict[tuple[int, str], dt.date] = {}
    for key, ours, theirs in found:
        contacts |= {(key, side): day for side, day in (("ours", ours), ("theirs", theirs)) if day is not None}
    return contacts


def next_of(partnership_id: int, today: dt.date, size: int = 5) -> list[Occurrence]:
    """Return the next meetings of a partnership that were not held yet."""
    rows = own_meetings().filter(partnership_id=partnership_id, scheduled_date__gte=today, held_date=None)
    return list(rows.order_by("scheduled_date", "pk").values_list(*COLUMNS)[:size])


def last_of(partnership_id: int, today: dt.date) -> dict[str, Occurrence]:
    """Return the last held meeting of each kind of a partnership."""
    rows = own_meetings().filter(partnership_id=partnership_id, held_date__lte=today)
    return {row[0]: row for row in rows.order_by(F("held_date").asc(), "pk").values_list(*COLUMNS)}
