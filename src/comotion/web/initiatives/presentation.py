"""Initiatives as the section shows them: leaders with what the check says, findings in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from comotion.audits.ownership import Owned, Scope, owned_evidence
from comotion.audits.sides import sides_in
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.initiatives.models import Initiative, Leader
from comotion.methods.data import table
from comotion.methods.friction.actions import action_row
from comotion.methods.ownership.evidence import OwnershipEvidence, ownership_evidence
from comotion.methods.ownership.mandate import mandate_check
from comotion.methods.ownership.raci import INVALIDATING
from comotion.methods.settings import default_settings
from comotion.narrative.friction import finding_text
from comotion.partnerships.models import Partnership
from comotion.web.shared.reader import wording

HARD = {"NOT_ONE_PERSON", "LACKS_AUTHORITY", "CANNOT_COMMIT_HOME", "CANNOT_COMMIT_PARTNER", "NO_SPONSOR_LINE"}


@dataclass(frozen=True, slots=True)
class Ownership:
    """Evidence of ownership with all its findings and the names they speak of."""

    evidence: OwnershipEvidence
    owned: Owned
    findings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Say how much of the joint work somebody answers for."""
        share = self.evidence.valid_activity_share
        if share is None and not self.owned.records.initiatives:
            return _("Nobody has written down yet who answers for the joint work.")
        if share is None:
            return _("No activity stands in the matrix yet.")
        led = self.evidence.stl_share
        text = _("One person answers for %(share)s of the joint work.") % {"share": wording().percent(share)}
        if led is None:
            return text
        return (
            f"{text} {_('%(share)s of the initiatives have exactly one leader.') % {'share': wording().percent(led)}}"
        )


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding, how grave it is, and what to do about it."""

    text: str
    mark: str
    action: str


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """One initiative with its leaders and the hard conditions that they do not meet."""

    initiative: Initiative
    leaders: tuple[Leader, ...]
    lacks: tuple[str, ...]
    is_ours: bool


def ownership_of(partnership: Partnership, day: dt.date) -> Ownership:
    """Return what the records say about who answers."""
    sides = sides_in(partnership.pk, is_shared=partnership.visibility == Visibility.SHARED)
    settings = default_settings()
    owned = owned_evidence(Scope(partnership.pk, Q(), sides, day), settings)
    evidence = ownership_evidence(owned.records, settings)
    granted = [
        f"{code}:{one.mandate.initiative}" for one in owned.mandates for code in mandate_check(one, settings).findings
    ]
    return Ownership(evidence, owned, (*evidence.findings, *granted))


def initiative_rows(partnership: Partnership, found: Ownership, day: dt.date) -> list[InitiativeRow]:
    """Return the initiatives by name, each with the leaders of a day."""
    own = current_principal().organization_id
    lasting = Q(until_date=None) | Q(until_date__gt=day)
    leaders = list(Leader.objects.filter(lasting, initiative__partnership=partnership).order_by("pk"))
    return [
        InitiativeRow(
            one,
            tuple(leader for leader in leaders if leader.initiative_id == one.pk),
            tuple(code for code in _codes(found, one.ref) if code in HARD),
            one.owner_org_id == own,
        )
        for one in Initiative.objects.filter(partnership=partnership).order_by("name")
    ]


def _codes(found: Ownership, ref: str) -> list[str]:
    return [code for code, _sep, subject in (one.partition(":") for one in found.findings) if subject == ref]


def written_findings(found: Ownership) -> list[FindingRow]:
    """Return every finding in words, the grave ones first, each with what to do."""
    rows = {row["id"]: row for row in table("friction-actions")["actions"]}
    written = [
        FindingRow(
            finding_text(one, found.owned.names, wording()),
            "high" if one.partition(":")[0] in HARD | set(INVALIDATING) else "medium",
            _(rows[action_row(one)["id"]]["action"]),
        )
        for one in found.findings
    ]
    return sorted(written, key=lambda row: row.mark != "high")
