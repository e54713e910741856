"""Changing what one's own organization holds about a partnership."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from comotion.core import audit
from comotion.core.principal import current_principal
from comotion.identity.models import Person
from comotion.partnerships.models import Partnership, Standing

CHANGEABLE = frozenset(
    {
        "owner_name",
        "potential_fit",
        "potential_our_contribution",
        "potential_partner_contribution",
        "potential_complexity",
        "effort",
        "partner_willing",
        "willing_asked_date",
        "step",
        "next_review_date",
        "notes",
    }
)


@transaction.atomic
def change_standing(*, partnership: Partnership, at: dt.datetime, by: Person, **fields: Any) -> Standing:
    """Change the standing field by field; what changed is kept in the audit log, old and new."""
    del by
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"Not part of a standing: {', '.join(sorted(unknown))}")
    standing, _created = Standing.objects.get_or_create(
        owner_org_id=current_principal().organization_id, partnership=partnership
    )
    changed = {name: value for name, value in fields.items() if getattr(standing, name) != value}
    before = {name: str(getattr(standing, name)) for name in changed}
    for name, value in changed.items():
        setattr(standing, name, value)
    standing.save(update_fields=list(changed))
    after = {name: str(value) for name, value in changed.items()}
    audit.record("change", "standing", standing.pk, at=at, partnership=partnership.ref, before=before, after=after)
    return standing
