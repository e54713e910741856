"""Reading the audit log: the entries of one's own organization by who, what, when and which thing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comotion.core.models import AuditEntry

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
