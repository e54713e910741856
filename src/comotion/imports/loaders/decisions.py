"""Questions that both sides must answer."""

from comotion.imports.loaders.loader import Loader
from comotion.rhythm.models import Decision


class Decisions(Loader):
    """By id, else by partnership and text."""

    kind = "decisions"
    model = Decision
    fields = {
        "decision": "text",
        **{name: name for name in ("external_id", "raised_date", "decided_date", "withdrawn_date", "decided_by",
                                   "outcome")},
    }  # fmt: skip
    ways = (("external_id",), ("partnership_id", "text"))
    label = ("text",)


LOADER = Decisions()
