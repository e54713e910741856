"""Grades of the three horizons."""

from comotion.imports.loaders.loader import Loader
from comotion.ledger.models import HorizonGrade
from comotion.partnerships.enums import Side


class Horizons(Loader):
    """By partnership, horizon, side and day; a grade without a side is joint."""

    kind = "horizons"
    model = HorizonGrade
    fields = {name: name for name in ("horizon", "grade", "evidence", "date", "side")}
    defaults = {"side": str(Side.JOINT)}
    ways = (("partnership_id", "horizon", "side", "date"),)
    label = ("horizon", "date")


LOADER = Horizons()
