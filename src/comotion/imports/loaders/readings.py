"""Values of KPIs for periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from comotion.imports.cells import Plain, Reader
from comotion.imports.context import Context
from comotion.imports.loaders.loader import Loader, Record
from comotion.imports.writing import Values, Writer
from comotion.measures.models import Reading
from comotion.partnerships.enums import Side


class Readings(Loader):
    """By partnership, KPI, side and period; a row that names no side is ours."""

    kind = "readings"
    model = Reading
    fields = {name: name for name in ("kpi", "side", "value", "unit", "source", "entered_by", "entered_at")}
    used = frozenset({"period"})
    defaults = {"side": str(Side.OURS)}
    ways = (("partnership_id", "kpi", "side", "period_kind", "period_start"),)
    label = ("kpi", "period_start")

    def special(self, name: str) -> Reader:
        """Keep a period as its length and first day."""
        return period_text if name == "period" else super().special(name)

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Take the period apart; a new reading was entered when it came, unless the file says when."""
        del context
        length, _, start = str(given["period"]).partition(" ")
        record.values |= {"period_kind": length, "period_start": start}

    def store(self, context: Context, writer: Writer, created: Sequence[Record], changed: Sequence[Record]) -> None:
        """Date what the file does not date."""
        for each in created:
            if each.values["entered_at"] is None:
                each.values["entered_at"] = context.at.astimezone(dt.UTC).isoformat()
        super().store(context, writer, created, changed)


def period_text(value: object) -> Plain:
    """Write a period as its length and first day."""
    assert isinstance(value, tuple)
    start, length = value
    return f"{length} {start.isoformat()}"


LOADER = Readings()
