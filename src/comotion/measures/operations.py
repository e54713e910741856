"""Entering readings by hand."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict, Unpack

from django.db import transaction

from comotion.core import audit
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.measures.models import PeriodKind, Reading
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership


class UnableToRecord(ValueError):
    """The reading cannot be kept; the message says why."""


class ReadingFields(TypedDict):
    """What a reading says."""

    kpi: str
    month: dt.date
    value: float
    source: str


@transaction.atomic
def record_reading(
    *, partnership: Partnership, at: dt.datetime, by: Person, **fields: Unpack[ReadingFields]
) -> Reading:
    """Keep one value of a measure for a complete month; an earlier value of the same month is replaced."""
    first = fields["month"].replace(day=1)
    if first >= at.date().replace(day=1):
        raise UnableToRecord("This month is not over yet. Enter the last complete month, or wait for its end.")
    reading, created = Reading.objects.update_or_create(
        owner_org_id=current_principal().organization_id,
        partnership=partnership,
        kpi=fields["kpi"],
        side=Side.OURS,
        period_start=first,
        period_kind=PeriodKind.MONTH,
        defaults={"value": fields["value"], "source": fields["source"], "entered_by": by.name, "entered_at": at},
    )
    said = {name: str(value) for name, value in fields.items()}
    audit.record("enter" if created else "correct", "reading", reading.pk, at=at, partnership=partnership.ref, **said)
    return reading
