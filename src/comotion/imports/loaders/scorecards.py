"""Scorecards: the actual values become readings, with the target and weight they were held against."""

from __future__ import annotations

from comotion.imports.context import Context
from comotion.imports.loaders.loader import Record
from comotion.imports.loaders.readings import Readings
from comotion.imports.writing import Values
from comotion.partnerships.enums import Side

SOURCE = "scorecard"


class Scorecards(Readings):
    """By partnership, KPI, side and period, as every reading; what the sheet computed itself is not kept."""

    kind = "scorecards"
    fields = {
        **{name: name for name in ("kpi", "side", "value", "target")},
        "weight": "weight_share", "partner_manager": "entered_by", "reviewed_date": "entered_at",
    }  # fmt: skip
    defaults = {"side": str(Side.OURS), "source": SOURCE}

    def refine(self, context: Context, record: Record, given: Values) -> None:
        """Keep the weight, which is read in percent, as a share."""
        super().refine(context, record, given)
        if (weight := record.values["weight_share"]) is not None:
            record.values["weight_share"] = float(weight) / 100

    @property
    def references(self) -> tuple[str, ...]:
        """The source is always the scorecard."""
        return (*super().references, "source")


LOADER = Scorecards()
