"""Deals that named a partner before the partner was here."""

from __future__ import annotations

from comotion.accounts.models import Opportunity
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
