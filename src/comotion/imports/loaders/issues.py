"""Open points and blockers."""

from __future__ import annotations

from comotion.identity.models import Organization
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.references import normal_name
from comotion.imports.writing import Values
from comotion.partnerships.enums import Side
from comotion.rhythm.models import Issue


class Issues(Loader):
    """By id, else by partnership and text."""

    kind = "issues"
    model = Issue
    fields = {
        "issue": "text", "owner": "owner_name",
        **{name: name for name in ("external_id", "raised_date", "owner_company", "side", "due_date", "closed_date",
                                   "state", "comment")},
    }  # fmt: skip
    ways = (("external_id",), ("partnership_id", "text"))
    label = ("text",)

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Take the side from the company of the owner where the file does not say it."""
        company = given.get("owner_company")
        if company is None or record.values["side"] is not None:
            return
        partner = context.index.names.get(int(record.values["partnership_id"] or 0), "")
        sides = {normal_name(partner): Side.THEIRS, normal_name(_own_name(context)): Side.OURS}
        found = sides.get(normal_name(str(company)))
        record.values["side"] = str(found) if found else None


def _own_name(context: Context) -> str:
    if "own_name" not in context.__dict__:
        context.__dict__["own_name"] = Organization.objects.get(pk=context.organization_id).name
    return str(context.__dict__["own_name"])


LOADER = Issues()
