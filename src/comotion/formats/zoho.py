"""Zoho: deal exports, unpacked from the archive they come in."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="zoho",
    percent=True,
    signatures=(
        signature("opportunities", "record id", "deal name", "account name", "closing date"),
        signature("accounts", "record id", "account name", "account owner"),
    ),
)
