"""Programs and certifications in which partners take part."""

from comotion.imports.loaders.loader import Loader
from comotion.partnerships.models import Designation


class Designations(Loader):
    """By partnership and program. Two products of one partner in one program are one designation, so rows may repeat.

    An organization that is no partnership is refused by name: a designation alone makes no partnership.
    """

    kind = "designations"
    model = Designation
    fields = {"program": "program"}
    used = frozenset({"external_id"})
    ways = (("partnership_id", "program"),)
    label = ("program",)
    repeats = True


LOADER = Designations()
