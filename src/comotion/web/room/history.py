"""Who changed what about a partnership, from the audit log."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comotion.core.models import AuditEntry
from comotion.partnerships.models import Partnership
from comotion.web.shared.frame_tags import figure_name

SHOWN = 100
DEEDS: dict[str, Promise] = {
    "enter reading": gettext_lazy("entered a reading of %(kpi)s for %(month)s: %(value)s"),
    "correct reading": gettext_lazy("corrected the reading of %(kpi)s for %(month)s: %(value)s"),
    "grade horizon": gettext_lazy("graded %(horizon)s with %(grade)s: %(evidence)s"),
    "enter ledger entry": gettext_lazy("entered “%(description)s”"),
    "phase.moved partnership": gettext_lazy("moved it to the phase %(phase)s: %(reason)s"),
    "phase.move_withdrawn partnership": gettext_lazy("took a move back; the phase is %(phase)s again"),
    "tier.pinned partnership": gettext_lazy("pinned it to the tier %(tier)s until %(until)s: %(reason)s"),
    "tier.unpinned partnership": gettext_lazy("took a pin of the tier back"),
}
CODES = ("kpi", "phase", "tier")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One deed: when, by whom, what."""

    at: dt.datetime
    person: str
    what: str


def changes_of(partnership: Partnership) -> list[ChangeLine]:
    """Return the last deeds about a partnership, the latest first."""
    about = Q(detail__partnership=partnership.ref) | Q(subject="partnership", subject_id=partnership.ref)
    entries = AuditEntry.objects.filter(about).select_related("person")
    return [
        ChangeLine(entry.at, str(entry.person) if entry.person else _("Comotion"), _what(entry))
        for entry in entries.order_by("-sequence")[:SHOWN]
    ]


def _what(entry: AuditEntry) -> str:
    detail: dict[str, Any] = entry.detail
    known = DEEDS.get(f"{entry.action} {entry.subject}")
    if known:
        return str(known) % (detail | {code: figure_name(detail[code]) for code in CODES if code in detail})
    if "before" in detail and isinstance(detail["before"], dict):
        pairs = [f"{name.replace('_', ' ')}: {old} → {detail['after'][name]}" for name, old in detail["before"].items()]
        return _("changed %(what)s") % {"what": "; ".join(pairs)}
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    return f"{entry.action} {entry.subject}{reason}"
