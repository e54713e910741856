"""Who changed what about a partnership, from the audit log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comotion.core.models import AuditEntry
from comotion.partnerships.models import Partnership

SHOWN = 100
DEEDS = {
    "enter reading": _("entered a reading of %(kpi)s for %(month)s: %(value)s"),
    "correct reading": _("corrected the reading of %(kpi)s for %(month)s: %(value)s"),
    "grade horizon": _("graded %(horizon)s with %(grade)s: %(evidence)s"),
    "enter ledger entry": _("entered “%(description)s”"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One deed: when, by whom, what."""

    at: dt.datetime
    person: str
    what: str


def changes_of(partnership: Partnership) -> list[ChangeLine]:
    """Return the last deeds about a partnership, the latest first."""
    entries = AuditEntry.objects.filter(detail__partnership=partnership.ref).select_related("person")
    return [
        ChangeLine(entry.at, str(entry.person) if entry.person else _("Comotion"), _what(entry))
        for entry in entries.order_by("-sequence")[:SHOWN]
    ]


def _what(entry: AuditEntry) -> str:
    detail: dict[str, Any] = entry.detail
    known = DEEDS.get(f"{entry.action} {entry.subject}")
    if known:
        return known % detail
    if "before" in detail and isinstance(detail["before"], dict):
        pairs = [f"{name.replace('_', ' ')}: {old} → {detail['after'][name]}" for name, old in detail["before"].items()]
        return _("changed %(what)s") % {"what": "; ".join(pairs)}
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    return f"{entry.action} {entry.subject}{reason}"
