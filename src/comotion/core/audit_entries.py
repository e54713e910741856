"""Reading the audit log: the entries of one's own organization by who, what, when and which thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q, QuerySet

from comotion.core.audit import Tampered, verify_chain
from comotion.core.models import AuditEntry

LONG_LOG = 5000
"""From so many entries on a page does not read all of them each time it is opened."""
STAYS_VERIFIED = dt.timedelta(minutes=15)
NOBODY = 0
"""Asks for what was done by no person: by the schedule, or by whoever runs the machine."""


@dataclass(frozen=True, slots=True)
class AskedEntries:
    """Which entries are asked for; what is left empty does not limit."""

    person: int | None = None
    action: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    subject: str = ""
    thing: str = ""

    def as_filter(self) -> Q:
        """Return the filter; days are whole days, the last one included."""
        wanted = {"action": self.action, "subject": self.subject}
        found = Q(**{name: value for name, value in wanted.items() if value})
        if self.person is not None:
            found &= Q(person_id=self.person) if self.person else Q(person_id__isnull=True)
        if self.since:
            found &= Q(at__gte=_midnight(self.since))
        if self.until:
            found &= Q(at__lt=_midnight(self.until) + dt.timedelta(days=1))
        if self.thing:
            found &= Q(subject_id=self.thing) | Q(detail__partnership=self.thing)
        return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def asked_entries(asked: AskedEntries) -> QuerySet[AuditEntry]:
    """Return the entries of whoever acts that are asked for, the latest first."""
    return AuditEntry.objects.filter(asked.as_filter()).select_related("person").order_by("-sequence")


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: people by name, actions, kinds of things."""

    people: tuple[tuple[int, str], ...]
    actions: tuple[str, ...]
    subjects: tuple[str, ...]


def offered_entries() -> Offered:
    """Return what the log of whoever acts can be filtered by."""
    entries = AuditEntry.objects.order_by()
    people = entries.filter(person__isnull=False).values_list("person_id", "person__name", "person__email").distinct()
    named = sorted(((pk, name or email or f"{pk}") for pk, name, email in people), key=lambda one: one[1].casefold())
    return Offered(
        tuple(named),
        tuple(sorted(entries.values_list("action", flat=True).distinct())),
        tuple(sorted(entries.values_list("subject", flat=True).distinct())),
    )


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found when a chain was last read from end to end, and when that was."""

    tampered: Tampered | None
    at: dt.datetime


def verified_chain(organization_id: int, *, length: int, at: dt.datetime) -> Verified:
    """Read a chain from end to end; a long one at most every quarter of an hour."""
    key = f"audit-chain:{organization_id}"
    kept: Verified | None = cache.get(key) if length > LONG_LOG else None
    if kept is not None:
        return kept
    found = Verified(verify_chain(organization_id), at)
    if length > LONG_LOG:
        cache.set(key, found, STAYS_VERIFIED.total_seconds())
    return found
