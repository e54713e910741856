"""Grading horizons and entering contributions and returns by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction

from comotion.core import audit
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.ledger.models import HorizonGrade, LedgerEntry
from comotion.partnerships.enums import Side
from comotion.partnerships.models import Partnership


class UnableToEnter(ValueError):
    """The entry cannot be kept; the message says why."""


class GradeFields(TypedDict):
    """What a grade says."""

    horizon: str
    grade: int
    evidence: str
    date: dt.date


class EntryFields(TypedDict):
    """What a contribution or a return says."""

    side: str
    direction: str
    value_type: str
    description: str
    date: dt.date
    our_amount: Decimal | None
    their_amount: Decimal | None
    currency: str
    confirmed_by_us: bool
    confirmed_by_them: bool


@transaction.atomic
def grade(*, partnership: Partnership, at: dt.datetime, by: Person, **fields: Unpack[GradeFields]) -> HorizonGrade:
    """Grade one horizon from one's own side; the same day's grade is replaced."""
    del by
    _refuse_the_future(fields["date"], at)
    kept, _created = HorizonGrade.objects.update_or_create(
        owner_org_id=current_principal().organization_id,
        partnership=partnership,
        horizon=fields["horizon"],
        date=fields["date"],
        side=Side.OURS,
        defaults={"grade": fields["grade"], "evidence": fields["evidence"]},
    )
    audit.record("grade", "horizon", kept.pk, at=at, partnership=partnership.ref, **_plain(fields))
    return kept


@transaction.atomic
def enter_ledger_entry(
    *, partnership: Partnership, at: dt.datetime, by: Person, **fields: Unpack[EntryFields]
) -> LedgerEntry:
    """Enter what one side put in or got out, as each side values it."""
    del by
    _refuse_the_future(fields["date"], at)
    if fields["our_amount"] is None and fields["their_amount"] is None:
        raise UnableToEnter("Say what it is worth to at least one side; an estimate is enough.")
    entry = LedgerEntry.objects.create(
        owner_org_id=current_principal().organization_id, partnership=partnership, **fields
    )
    audit.record("enter", "ledger entry", entry.pk, at=at, partnership=partnership.ref, **_plain(fields))
    return entry


def _refuse_the_future(date: dt.date, at: dt.datetime) -> None:
    if date > at.date():
        raise UnableToEnter("This day has not come yet. Enter what happened; plans have their own place.")


def _plain(fields: GradeFields | EntryFields) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items()}
