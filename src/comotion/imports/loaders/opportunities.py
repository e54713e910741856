"""Deals of a CRM, with the partner they name."""

from __future__ import annotations

from comotion.accounts.models import Opportunity
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.linking import link_partners
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.loaders.merges import mark_merged_deals
from comotion.imports.writing import Values, Writer

SAME_NAMES = ("external_id", "name", "account_external_id", "account_name", "stage", "pipeline", "amount", "currency",
              "probability", "created_date", "close_date", "is_closed", "is_won", "partner_role")  # fmt: skip


class Opportunities(Loader):
    """By the id of the CRM, else by account and name.

    A partner that is not known is kept as written, without a link; the link comes with the partnership.
    """

    kind = "opportunities"
    model = Opportunity
    fields = {
        **{name: name for name in SAME_NAMES},
        "owner": "owner_name", "partner": "partner_name", "partner_owner": "partner_owner_name",
    }  # fmt: skip
    used = frozenset({"status"})
    ways = (("external_id",), ("account_external_id", "account_name", "name"))
    removable = True

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Link the partner where it is known."""
        record.values["partnership_id"] = None
        partner = given.get("partner")
        if partner is None:
            return
        record.forced.add("partnership_id")
        try:
            record.values["partnership_id"] = context.partnership("partner", partner)
        except UnableToUse as unknown:
            context.warn(record.number, "partner", unknown.problem, str(partner))

    def compare(self, context: Context, record: Record) -> None:
        """Let open and won follow a new stage where the file has no columns for them."""
        super().compare(context, record)
        if "stage" not in record.changes:
            return
        for name in ("is_closed", "is_won"):
            told = name in context.headers or record.values.get(name) is not None
            if not told and record.found.get(name) is not None:
                record.changes[name] = (record.found[name], None)

    def finish(self, context: Context, writer: Writer) -> None:
        """Mark deals that were merged away, and link those whose partner stands beside them."""
        mark_merged_deals(context, writer)
        link_partners(context, writer)


LOADER = Opportunities()
