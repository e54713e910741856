"""Pipedrive: every header names its record first (``Deal - Title``), and an asterisk marks what is required."""

from __future__ import annotations

from comotion.formats.grid import Vendor, signature

VENDOR = Vendor(
    name="pipedrive",
    percent=True,
    signatures=(
        signature("opportunities", "deal title", "deal value"),
        signature("opportunities", "deal title", "deal stage"),
        signature("accounts", "organization name", "organization address"),
    ),
    synonyms={
        "opportunities": {"name": ("Deal - Title",), "amount": ("Deal - Value",)},
        "accounts": {"name": ("Organization - Name",)},
    },
)
