"""The audit log: append-only and hash-chained per organization, so that a changed or removed entry shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comotion.core.models import AuditChain, AuditEntry
from comotion.core.principal import current_principal


@dataclass(frozen=True, slots=True)
class Tampered:
    """The first entry of a chain that does not fit its predecessor."""

    organization_id: int
    sequence: int
    reason: str


def record(action: str, subject: str, subject_id: object, *, at: dt.datetime, **detail: Any) -> AuditEntry:
    """Append one entry to the chain of the acting organization, inside the caller's transaction."""
    principal = current_principal()
    with transaction.atomic():
        AuditChain.unscoped.get_or_create(organization_id=principal.organization_id)
        chain = AuditChain.unscoped.select_for_update().get(organization_id=principal.organization_id)
        entry = AuditEntry(
            organization_id=principal.organization_id,
            sequence=chain.length + 1,
            at=at,
            person_id=principal.person_id,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            detail=_plain(detail),
            previous_hash=chain.head,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        AuditChain.unscoped.filter(pk=chain.pk).update(length=entry.sequence, head=entry.hash)
    return entry


def erase_chain(organization_id: int) -> None:
    """Remove an organization's whole log, as the last step before the organization itself goes.

    The database refuses to delete an entry while its chain stands, so the chain goes first.
    """
    with transaction.atomic():
        AuditChain.unscoped.filter(organization_id=organization_id).delete()
        AuditEntry.unscoped.filter(organization_id=organization_id).delete()


def _plain(detail: Any) -> Any:
    """Return ``detail`` as either database gives it back, so that its hash is the same before and after."""
    if isinstance(detail, dict):
        return {str(key): _plain(value) for key, value in detail.items()}
    if isinstance(detail, list | tuple | set | frozenset):
        return [_plain(value) for value in (sorted(detail) if isinstance(detail, set | frozenset) else detail)]
    if isinstance(detail, float):
        return int(detail) if detail.is_integer() else _finite(detail)
    return detail if detail is None or isinstance(detail, str | int) else str(detail)


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def entry_hash(entry: AuditEntry) -> str:
    """Return the hash over everything an entry says and the hash of the one before it."""
    content = [
        entry.organization_id,
        entry.sequence,
        entry.at.astimezone(dt.UTC).isoformat(),
        entry.person_id,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.detail,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def verify_chain(organization_id: int) -> Tampered | None:
    """Walk an organization's chain and return the first entry that does not fit, or None."""
    previous, sequence = "", 0
    for entry in AuditEntry.unscoped.filter(organization_id=organization_id).order_by("sequence").iterator():
        sequence += 1
        if entry.sequence != sequence:
            return Tampered(organization_id, sequence, "an entry is missing")
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return Tampered(organization_id, sequence, "an entry was changed")
        previous = entry.hash
    chain = AuditChain.unscoped.filter(organization_id=organization_id).first()
    if chain and (chain.length, chain.head) != (sequence, previous):
        return Tampered(organization_id, sequence + 1, "the last entries are missing")
    return None
