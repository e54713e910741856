"""ERPNext: the list of sales partners."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="erpnext",
    signatures=(
        signature("partnerships", "partner name", "partner type", "territory"),
        signature("partnerships", "partner name", "partner type", "commission rate"),
    ),
)
