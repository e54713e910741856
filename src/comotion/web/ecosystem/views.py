"""Profiles and links of the partners as tables."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comotion.core.clock import today
from comotion.core.policy import may, policy
from comotion.ecosystem.facts import ProfileLine, ecosystem_facts
from comotion.narrative.selection import ecosystem_sentence
from comotion.scores.settings import current_settings
from comotion.web.room.addresses import room_address
from comotion.web.shared.reader import wording


def row_of(line: ProfileLine, organization: str) -> dict[str, object]:
    """Return a profile written out."""
    words = wording()
    return {
        "line": line,
        "href": room_address(organization, line.ref),
        "offers": words.listed(line.offers),
        "segments": ", ".join(f"{name} {words.percent(share)}" for name, share in line.segments.items()),
        "regions": ", ".join(line.regions),
    }


@policy("standing", GET="read")
def index(request: HttpRequest, organization: str) -> HttpResponse:
    """List what partners offer and how they are linked."""
    facts = ecosystem_facts(current_settings(), today())
    network = facts.network
    context = {
        "profiles": [row_of(line, organization) for line in facts.profiles],
        "links": facts.links,
        "network": network,
        "isolates": wording().listed(facts.isolates[:8]),
        "more": max(0, len(facts.isolates) - 8),
        "sentence": ecosystem_sentence(facts.partners, network.peer_links, len(facts.isolates), wording()),
        "may_import": may(request.principal, "create", "imports"),  # type: ignore[attr-defined]
    }
    return render(request, "ecosystem/index.html", context)
