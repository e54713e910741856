"""Dynamics 365: exports whose first columns are there for the way back (``(Do Not Modify) Opportunity``)."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="dynamics",
    signatures=(
        signature("opportunities", "do not modify opportunity", "topic"),
        signature("opportunities", "topic", "potential customer"),
        signature("accounts", "do not modify account", "account name"),
        signature("accounts", "do not modify account", "account name", "website"),
        signature(None, "do not modify contact", "do not modify row checksum", "first name"),
    ),
)
