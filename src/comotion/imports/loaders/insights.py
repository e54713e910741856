"""What one tier of meetings learnt."""

from comotion.imports.loaders.loader import Loader
from comotion.rhythm.models import Insight


class Insights(Loader):
    """By id, else by partnership, text and the day it was raised."""

    kind = "insights"
    model = Insight
    fields = {
        "insight": "text",
        **{name: name for name in ("external_id", "from_tier", "to_tier", "raised_date", "on_agenda_date",
                                   "disposition", "reported_back_date", "raised_by")},
    }  # fmt: skip
    ways = (("external_id",), ("partnership_id", "text", "raised_date"))
    label = ("text",)


LOADER = Insights()
