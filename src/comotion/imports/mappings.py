"""How files of one shape were mapped, remembered for the next one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from comotion.formats.headers import plain
from comotion.imports.models import ImportRun, SavedMapping

REASON = "Not loaded because"
"""The column that the file of refused rows has beside those of its source."""


def shape_of(headers: Sequence[str]) -> str:
    """Return what stands for a set of headers, whatever their order."""
    names = sorted(plain(each) for each in headers if each != REASON)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def saved_mapping(organization_id: int, headers: Sequence[str]) -> SavedMapping | None:
    """Return how a file of this shape was mapped before."""
    return SavedMapping.objects.filter(owner_org_id=organization_id, shape=shape_of(headers)).first()


def remember(run: ImportRun, at: dt.datetime) -> None:
    """Keep the answers a person gave for a file that was then loaded."""
    if not run.mapping and not run.choices:
        return
    headers = [column["name"] for column in run.inspection["columns"]]
    SavedMapping.objects.update_or_create(
        owner_org_id=run.owner_org_id,
        shape=shape_of(headers),
        defaults={"kind": run.kind, "mapping": run.mapping, "choices": run.choices, "saved_at": at},
    )
