"""Deals that were merged into others."""

from __future__ import annotations

from comotion.accounts.models import DealMerge, Opportunity
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader
from comotion.imports.writing import Values, Writer


class Merges(Loader):
    """By the id of the deal that was merged away: it can only go once."""

    kind = "merges"
    model = DealMerge
    fields = {"survivor_external_id": "survivor_external_id", "merged_external_id": "merged_external_id"}
    ways = (("merged_external_id",),)
    label = ("merged_external_id",)

    def finish(self, context: Context, writer: Writer) -> None:
        """Mark the deals that are here already; those that come later are marked when they come."""
        mark_merged_deals(context, writer)


def mark_merged_deals(context: Context, writer: Writer) -> None:
    """Write into each deal that was merged away into which one it went."""
    merges = DealMerge.objects.filter(owner_org_id=context.organization_id)
    survivors = dict(merges.values_list("merged_external_id", "survivor_external_id"))
    gone = Opportunity.objects.filter(
        owner_org_id=context.organization_id, external_id__in=merges.values("merged_external_id")
    )
    columns = gone.values_list("pk", "external_id", "merged_into", "partnership_id").order_by("pk")
    found = []
    for key, external_id, before, partnership_id in columns:
        if before != survivors[external_id]:
            found.append((key, before, survivors[external_id]))
            writer.partnership_ids.update({partnership_id} - {None})
    pairs: list[tuple[Values, Values]] = [
        ({"merged_into": before or None}, {"merged_into": after}) for _key, before, after in found
    ]
    writer.update(Opportunity, [key for key, _before, _after in found], pairs, [None] * len(found))


LOADER = Merges()
