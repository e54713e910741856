"""Organizations that might become partners."""

from comotion.imports.loaders.loader import Loader
from comotion.selection.models import Candidate


class Candidates(Loader):
    """By id, else by name."""

    kind = "candidates"
    model = Candidate
    fields = {
        "candidate": "name",
        **{name: name for name in ("external_id", "website", "objectives", "excluded_because", "wildcard",
                                   "aligned_items", "bridge_plan", "our_customers", "their_customers",
                                   "shared_customers", "notes")},
    }  # fmt: skip
    ways = (("external_id",), ("name",))
    twins = ("name", "website", "notes", "external_id")


LOADER = Candidates()
