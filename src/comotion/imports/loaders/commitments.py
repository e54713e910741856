"""What was promised across the table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comotion.imports.cells import UnableToKeep
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.writing import Values
from comotion.rhythm.models import Commitment, CommitmentState


class Commitments(Loader):
    """By id, else by partnership, text and due day: another due day is another commitment."""

    kind = "commitments"
    model = Commitment
    fields = {
        "commitment": "text", "owner": "owner_name",
        **{name: name for name in ("external_id", "side", "made_date", "due_date", "done_date", "cancelled_date",
                                   "both_agreed", "state", "reason")},
    }  # fmt: skip
    ways = (("external_id",), ("partnership_id", "text", "due_date"))
    label = ("text", "due_date")

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Say which ones were done on no known day, and so do not count in the kept rate."""
        del given
        if record.values["state"] == CommitmentState.DONE and record.values["done_date"] is None:
            message = _("is done, but on no known day, so it does not count in the share of commitments kept")
            context.warn(record.number, "done_date", UnableToKeep("DAY_UNKNOWN", message, _("Fill in the day.")), None)


LOADER = Commitments()
