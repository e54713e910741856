"""The reviews ahead: the day a person set, else the next planned monthly or quarterly review that was not held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from comotion.core.principal import current_principal
from comotion.partnerships.enums import PartnershipState
from comotion.partnerships.models import Partnership, Standing
from comotion.rhythm.models import MeetingKind
from comotion.rhythm.queries import own_meetings

REVIEWS = (MeetingKind.MBR, MeetingKind.QSR)


@dataclass(frozen=True, slots=True)
class Review:
    """The next review of one partnership."""

    partnership_id: int
    ref: str
    name: str
    date: dt.date


def next_reviews(day: dt.date, *, refs: Collection[str] | None = None, within: int | None = None) -> list[Review]:
    """Return the next review of each partnership, of those named or of all, at most ``within`` days ahead."""
    rooms = Partnership.objects.exclude(state=PartnershipState.ENDED)
    if refs is not None:
        rooms = rooms.filter(ref__in=refs)
    dates = _dates(day)
    found = [
        Review(key, ref, name, dates[key]) for key, ref, name in rooms.values_list("pk", "ref", "name") if key in dates
    ]
    last = day + dt.timedelta(days=within) if within is not None else dt.date.max
    return sorted((one for one in found if one.date <= last), key=lambda one: (one.date, one.name, one.ref))


def _dates(day: dt.date) -> dict[int, dt.date]:
    planned = own_meetings().filter(held_date=None, kind__in=REVIEWS, scheduled_date__gte=day)
    rows = planned.order_by("-scheduled_date").values_list("partnership_id", "scheduled_date")
    dates = {key: date for key, date in rows if date is not None}
    own = Standing.objects.filter(owner_org_id=current_principal().organization_id, next_review_date__gte=day)
    return dates | {key: date for key, date in own.values_list("partnership_id", "next_review_date") if date}
