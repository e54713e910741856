"""Contributions and returns."""

from comotion.imports.loaders.loader import Loader
from comotion.ledger.models import LedgerEntry

WHAT = ("partnership_id", "side", "direction", "value_type", "description", "date")


class Ledger(Loader):
    """By id, else by everything that says what it was: only amounts and confirmations can then change."""

    kind = "ledger"
    model = LedgerEntry
    fields = {
        name: name
        for name in ("external_id", "side", "direction", "value_type", "description", "date", "our_amount",
                     "their_amount", "currency", "confirmed_by_us", "confirmed_by_them")
    }  # fmt: skip
    ways = (("external_id",), WHAT)
    label = ("description", "date")


LOADER = Ledger()
