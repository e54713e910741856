"""What each side wants of a partnership."""

from comotion.imports.loaders.loader import Loader
from comotion.ledger.models import SharedGoal


class Goals(Loader):
    """By partnership, side and the goal as written."""

    kind = "goals"
    model = SharedGoal
    fields = {name: name for name in ("side", "goal", "same_as")}
    ways = (("partnership_id", "side", "goal"),)
    label = ("goal",)


LOADER = Goals()
