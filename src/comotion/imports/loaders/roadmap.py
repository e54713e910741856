"""Themes of the shared roadmap."""

from comotion.imports.loaders.loader import Loader
from comotion.ledger.models import RoadmapTheme


class Roadmap(Loader):
    """By partnership and theme."""

    kind = "roadmap"
    model = RoadmapTheme
    fields = {name: name for name in ("theme", "our_rating", "their_rating", "due_date", "done_date", "note", "date")}
    ways = (("partnership_id", "theme"),)
    label = ("theme",)


LOADER = Roadmap()
