"""Microsoft Partner Center: co-sell deals; ``CRM ID`` is what joins them to the deals of one's own CRM."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="partner_center",
    signatures=(signature("opportunities", "engagement id", "referral id", "deal name"),),
    synonyms={"opportunities": {"external_id": ("CRM ID",), "stage": ("Sales Stage",)}},
)
