"""Partners of deals, kept by a CRM beside the deals."""

from __future__ import annotations

from comotion.accounts.models import OpportunityPartner
from comotion.imports.context import Context
from comotion.imports.loaders.linking import link_partners
from comotion.imports.loaders.loader import Loader
from comotion.imports.writing import Writer


class OpportunityPartners(Loader):
    """By the id of the CRM, else by deal and partner. A deal that names no partner itself is linked by these rows."""

    kind = "opportunity_partners"
    model = OpportunityPartner
    fields = {
        name: name
        for name in ("external_id", "opportunity_external_id", "account_to_external_id", "account_from_external_id",
                     "role", "is_primary")
    }  # fmt: skip
    ways = (("external_id",), ("opportunity_external_id", "account_to_external_id"))
    label = ("opportunity_external_id", "account_to_external_id")
    removable = True

    def finish(self, context: Context, writer: Writer) -> None:
        """Link the deals."""
        link_partners(context, writer)


LOADER = OpportunityPartners()
