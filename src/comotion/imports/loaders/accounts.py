"""Accounts of a CRM."""

from comotion.accounts.models import Account
from comotion.imports.loaders.loader import Loader


class Accounts(Loader):
    """By the id of the CRM, else by country and name: a shared web domain alone makes no two rows one."""

    kind = "accounts"
    model = Account
    fields = {
        **{name: name for name in ("external_id", "name", "domain", "website", "country", "industry", "type")},
        "owner": "owner_name", "parent_external_id": "parent_external_id", "annual_revenue": "annual_revenue",
    }  # fmt: skip
    ways = (("external_id",), ("country", "name"))
    removable = True
    twins = ("name", "domain", "country", "industry", "owner_name", "external_id")


LOADER = Accounts()
