"""Ownership: what the responsibility matrix and the leaders say, as far as the report of the audit reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.audits.facts import settings_for
from comotion.audits.ownership import Scope, owned_evidence
from comotion.audits.sides import at_level
from comotion.core.clock import today
from comotion.core.policy import policy
from comotion.methods.ownership.evidence import ownership_evidence
from comotion.methods.ownership.leader import HARD
from comotion.methods.ownership.raci import INVALIDATING
from comotion.narrative.friction import finding_text
from comotion.web.friction_audit.opening import open_audit
from comotion.web.shared.reader import wording

MOST = 12


@policy("audits", GET="read")
def ownership(request: HttpRequest, organization: str, ref: str) -> HttpResponse:
    """Show how much of the joint work somebody answers for; matrix and leaders are kept in the room."""
    del organization
    page = open_audit(request, ref, "ownership")
    audit, settings = page.view.audit, settings_for(page.view.audit)
    owned = owned_evidence(Scope(audit.partnership_id, at_level(audit), page.view.sides, today()), settings)
    found = ownership_evidence(owned.records, settings)
    grave = [one for one in found.findings if one.partition(":")[0] in {*INVALIDATING, *HARD}]
    ordered = [*grave, *(one for one in found.findings if one not in grave)]
    rows = [(finding_text(one, owned.names, wording()), one in grave) for one in ordered[:MOST]]
    context = {"page": page, "found": found, "rows": rows, "more": len(ordered) - len(rows)}
    return render(request, "friction_audit/ownership.html", context)
