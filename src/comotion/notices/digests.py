"""Digests: once a day or a week, at the hour and in the time zone of each person, what no other mail has told."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comotion.core.jobs import enqueue
from comotion.core.principal import acting_as, current_principal
from comotion.identity.queries import person_principal
from comotion.notices.catalogue import kinds
from comotion.notices.enums import Rate
from comotion.notices.models import Mail, Notice, Preference
from comotion.notices.preferences import local, own_preference, rate_of
from comotion.notices.queries import own_notices, people_with_unmailed_notices
from comotion.notices.telling import mail_notices

DIGEST = "notices.digest"
REACHES_BACK = dt.timedelta(days=8)


def ask_for_digests(*, at: dt.datetime) -> int:
    """Queue the digests that are due now, of everybody; each job runs as the person it is for."""
    asked = 0
    for person_id, organization_id in people_with_unmailed_notices(at - REACHES_BACK):
        principal = person_principal(person_id, organization_id)
        if principal is None:
            continue
        with acting_as(principal):
            for period in due_periods(at):
                enqueue(DIGEST, {"period": period}, at=at)
                asked += 1
    return asked


def due_periods(at: dt.datetime) -> list[str]:
    """Return which digests whoever acts should have now and does not have yet."""
    preference = own_preference()
    clock = local(preference, at)
    if clock.hour < preference.hour:
        return []
    periods = [Rate.DAILY, *([Rate.WEEKLY] if clock.weekday() == preference.weekday else [])]
    keys = {digest_key(period, clock): str(period) for period in periods}
    made = set(
        Mail.objects.filter(author_id=current_principal().person_id, key__in=list(keys)).values_list("key", flat=True)
    )
    return [period for key, period in keys.items() if key not in made and waiting_notices(preference, period, at)]


def digest_key(period: str, clock: dt.datetime) -> str:
    """Return what makes a digest the one of its day or week."""
    if period == Rate.DAILY:
        return f"daily:{clock.date().isoformat()}"
    year, week, _day = clock.isocalendar()
    return f"weekly:{year}-{week:02}"


def waiting_notices(preference: Preference, period: str, at: dt.datetime) -> list[Notice]:
    """Return one's unread notices of the kinds that belong in this digest and that no mail told, oldest first."""
    names = [name for name in kinds() if rate_of(preference, name) == period]
    rows = Notice.objects.filter(own_notices(), mail=None, read_at=None, kind__in=names)
    return list(rows.filter(created_at__gte=at - REACHES_BACK, created_at__lte=at).order_by("created_at", "pk"))


@transaction.atomic
def make_digest(*, period: str, at: dt.datetime) -> Mail | None:
    """Make the digest of whoever acts and ask for it to be sent; None where nothing waits."""
    preference = own_preference()
    notices = waiting_notices(preference, period, at)
    if not notices:
        return None
    return mail_notices(kind=period, key=digest_key(period, local(preference, at)), notices=notices, at=at)
