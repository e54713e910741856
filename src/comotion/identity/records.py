"""Companies that nobody has joined: records that an organization keeps."""

from __future__ import annotations

from comotion.core.principal import current_principal
from comotion.core.references import new_reference
from comotion.identity.models import Organization


def keep_record(name: str) -> Organization:
    """Keep a company as a record of the acting organization."""
    own = current_principal().organization_id
    return Organization.objects.create(name=name, kept_by_id=own, slug=f"record-{new_reference()}")
