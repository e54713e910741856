"""AWS ACE: co-sell opportunities. Their value is revenue by the month, so it is never read as the amount of a deal."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="ace",
    signatures=(signature("opportunities", "partner project title", "customer company name"),),
    synonyms={"opportunities": {"account_name": ("Customer/company name",), "stage": ()}},
)
