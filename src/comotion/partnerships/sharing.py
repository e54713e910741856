"""Widening and narrowing: one's own rows are shown to the other parties of a room, or kept back from now on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from comotion.core.access import Owned
from comotion.core.audit import record
from comotion.core.events import publish
from comotion.core.models import AuditEntry
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.partnerships.events import RowsShared
from comotion.partnerships.models import Partnership
from comotion.partnerships.moving import label_of, options_of, relations_to
from comotion.partnerships.queries import partners_in
from comotion.partnerships.rules import require_going_on, require_in_use, require_shared


class UnableToShare(ValueError):
    """The row keeps its level; the message says why."""


@dataclass(frozen=True, slots=True)
class Sent:
    """When a row was shown to the other side first, and by whom."""

    since: dt.datetime | None
    person: str


def key_of(*words: str) -> str:
    """Return the name of a row in forms: it says nothing about how many rows there are."""
    return salted_hmac("room-row", "\x1f".join(words), algorithm="sha256").hexdigest()[:24]


def own_rows(model: type[Owned], partnership: Partnership) -> models.QuerySet[Owned]:
    """Return the acting organization's own rows of a model in a room, at the two levels that can be exchanged."""
    levels = (Visibility.PRIVATE, Visibility.SHARED)
    own = current_principal().organization_id
    rows: models.QuerySet[Any] = model.objects.filter(owner_org_id=own, visibility__in=levels)
    return rows.filter(partnership=partnership)


@transaction.atomic
def share(*, partnership: Partnership, rows: Sequence[Owned], at: dt.datetime) -> int:
    """Show rows to every party of the room; return how many were not shown before."""
    require_going_on(partnership)
    require_shared(partnership)
    fresh = [row for row in rows if row.visibility != Visibility.SHARED]
    for row in fresh:
        _refuse_unfit(row, partnership)
        _put(row, Visibility.SHARED)
        _note("row.shared", row, partnership, at)
    if fresh:
        publish(RowsShared(current_principal().organization_id, partnership.pk, len(fresh)))
    return len(fresh)


@transaction.atomic
def keep_back(*, partnership: Partnership, rows: Sequence[Owned], at: dt.datetime) -> int:
    """Show rows to nobody else from now on; return how many were shown before."""
    require_in_use(partnership)
    shown = [row for row in rows if row.visibility == Visibility.SHARED]
    for row in shown:
        if Visibility.PRIVATE not in row.allowed_visibilities or _is_leant_on(row):
            raise UnableToShare(_("Something that is shared belongs to this. Keep that back first."))
        _put(row, Visibility.PRIVATE)
        _note("row.kept_back", row, partnership, at)
    return len(shown)


def _refuse_unfit(row: Owned, partnership: Partnership) -> None:
    """Hold the rule that no row is wider than its parent, and that only its owner widens it."""
    if row.owner_org_id != current_principal().organization_id:
        raise UnableToShare(_("Only its owner can share this."))
    if Visibility.SHARED not in row.allowed_visibilities:
        raise UnableToShare(_("This stays inside your organization."))
    for field in options_of(row).concrete_fields:
        parent = getattr(row, field.name) if isinstance(field, models.ForeignKey) else None
        if isinstance(parent, Owned) and parent.visibility < Visibility.SHARED:
            raise UnableToShare(_("This belongs to something that is private. Share that first."))
    assert getattr(row, "partnership_id", partnership.pk) == partnership.pk


def _is_leant_on(row: Owned) -> bool:
    """Say whether a shared row refers to this one."""
    return any(
        relation.related_model.objects.filter(visibility=Visibility.SHARED, **{relation.field.name: row}).exists()
        for relation in relations_to(row)
        if issubclass(relation.related_model, Owned)
    )


def _put(row: Owned, visibility: Visibility) -> None:
    row.visibility = visibility
    row.save(update_fields=["visibility"])


def _note(action: str, row: Owned, partnership: Partnership, at: dt.datetime) -> None:
    seen_by = list(partners_in(partnership))
    record(action, label_of(row).lower(), row.pk, at=at, partnership=partnership.ref, seen_by=seen_by)


def sent_of(row: Owned) -> Sent:
    """Return since when the other side has been able to read a row: what was sent stays with them."""
    log = AuditEntry.objects.filter(action="row.shared", subject=label_of(row).lower(), subject_id=str(row.pk))
    first = log.select_related("person").order_by("sequence").first()
    return Sent(first.at, str(first.person or "")) if first else Sent(None, "")
