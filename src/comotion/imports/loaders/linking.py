"""Deals that were here before their partner, or before the row that names it."""

from __future__ import annotations

from comotion.accounts.models import Opportunity, OpportunityPartner
from comotion.imports.cells import UnableToKeep
from comotion.imports.context import Context
from comotion.imports.writing import Values, Writer


def link_deals(context: Context, writer: Writer) -> None:
    """Link every deal whose partner is known now."""
    waiting = Opportunity.objects.filter(owner_org_id=context.organization_id, partnership=None).exclude(
        partner_name=""
    )
    known: dict[str, int] = {}
    for name in waiting.values_list("partner_name", flat=True).distinct().order_by("partner_name"):
        try:
            known[name] = context.index.find(name)
        except UnableToKeep:
            continue
    found = list(waiting.filter(partner_name__in=known).values_list("pk", "partner_name").order_by("pk"))
    pairs: list[tuple[Values, Values]] = [
        ({"partnership_id": None}, {"partnership_id": known[name]}) for _key, name in found
    ]
    writer.update(Opportunity, [key for key, _name in found], pairs, [None] * len(found))


def link_partners(context: Context, writer: Writer) -> None:
    """Link every deal that names no partner to the one, or the first one, that the CRM keeps beside it."""
    known = partners_of_deals(context)
    deals = Opportunity.objects.filter(owner_org_id=context.organization_id, partnership=None, partner_name="")
    waiting = deals.exclude(external_id="").order_by("pk").values_list("pk", "external_id")
    found = [(key, known[deal]) for key, deal in waiting if deal in known] if known else []
    pairs: list[tuple[Values, Values]] = [
        (
            {"partnership_id": None, "partner_name": ""},
            {"partnership_id": partner, "partner_name": context.index.names[partner]},
        )
        for _key, partner in found
    ]
    writer.update(Opportunity, [key for key, _partner in found], pairs, [None] * len(found))


def partners_of_deals(context: Context) -> dict[str, int]:
    """Return the partnership of each deal that has one partner, or one that is marked as the first."""
    rows = OpportunityPartner.objects.filter(owner_org_id=context.organization_id).order_by("pk")
    named: dict[str, dict[bool, set[int]]] = {}
    for deal, partner, primary in rows.values_list("opportunity_external_id", "account_to_external_id", "is_primary"):
        if partner in context.index.by_external_id:
            sets = named.setdefault(deal, {True: set(), False: set()})
            sets[primary].add(context.index.by_external_id[partner])
    chosen = {deal: sets[True] or sets[False] for deal, sets in named.items()}
    return {deal: next(iter(partners)) for deal, partners in chosen.items() if len(partners) == 1}
