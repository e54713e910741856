"""Meetings, planned and held."""

from __future__ import annotations

from django.utils.translation import gettext as _

from comotion.imports.cells import UnableToKeep
from comotion.imports.context import Context, UnableToUse
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.writing import Values
from comotion.rhythm.models import Meeting


class Meetings(Loader):
    """By id, else by partnership, kind and the day it was planned for, else the day it was held."""

    kind = "meetings"
    model = Meeting
    fields = {
        name: name
        for name in ("external_id", "kind", "scheduled_date", "held_date", "our_attendees", "their_attendees",
                     "our_sponsor_present", "their_sponsor_present", "minutes")
    }  # fmt: skip
    ways = (
        ("external_id",),
        ("partnership_id", "kind", "scheduled_date"),
        ("partnership_id", "kind", "held_date"),
    )
    label = ("kind", "scheduled_date", "held_date")

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Refuse a meeting that has no day at all."""
        del context, given
        if record.values["scheduled_date"] is None and record.values["held_date"] is None:
            message, remedy = _("has neither a planned nor a held day"), _("Fill in one of the two.")
            raise UnableToUse("scheduled_date", UnableToKeep("NO_DATE", message, remedy), None)


LOADER = Meetings()
